//! Integration tokens: how a program of somebody else's shows that it may come in.
//!
//! The token comes in the `Authorization` header and never in the path or the query, which proxies and
//! servers write into their logs: as `Bearer <token>`, or as the password of `Basic`. The latter is what
//! automerge-repo's unmodified WebSocket adapter sends in Node.js when it is given an address such as
//! `wss://integration:<token>@host/…`.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    secret::{Secret, SecretHash},
    site::Site,
    slug::Slug,
    store::Integration,
};

/// Why a program is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotLetIn {
    /// There is no such community.
    #[error("there is no such community")]
    UnknownCommunity,
    /// It shows no token, or none that works.
    #[error("no token that works")]
    NoToken,
    /// It is a page of another site.
    #[error("the request comes from another site")]
    Foreign,
    /// The store fails.
    #[error("the store fails")]
    StoreFailed,
}

impl IntoResponse for NotLetIn {
    fn into_response(self) -> Response {
        let (status, told) = match self {
            Self::UnknownCommunity => (StatusCode::NOT_FOUND, "There is no such community.\n"),
            Self::NoToken => (StatusCode::UNAUTHORIZED, "This needs an integration token that works.\n"),
            Self::Foreign => (StatusCode::FORBIDDEN, "This page is not one of this server's.\n"),
            Self::StoreFailed => (StatusCode::SERVICE_UNAVAILABLE, "The store fails.\n"),
        };
        match self {
            Self::NoToken => (status, [(header::WWW_AUTHENTICATE, "Bearer")], told).into_response(),
            _ => (status, told).into_response(),
        }
    }
}

/// A program that was let in.
#[derive(Clone, Debug)]
pub struct LetIn {
    /// With which community.
    pub community: Slug,
    /// What is kept of its token.
    pub hash: SecretHash,
    /// What it is.
    pub integration: Integration,
}

/// Lets a program in that shows a token which works.
///
/// # Errors
/// See [`NotLetIn`].
pub async fn let_in(site: &Site, community: &str, headers: &HeaderMap) -> Result<LetIn, NotLetIn> {
    site.origins.admit(headers).map_err(|_| NotLetIn::Foreign)?;
    let community: Slug = community.parse().map_err(|_| NotLetIn::UnknownCommunity)?;
    let hash = token(headers).ok_or(NotLetIn::NoToken)?.hash();
    let found = site.store.integration(&community, hash).await.map_err(|error| {
        site.metrics.store_failed(&error);
        NotLetIn::StoreFailed
    })?;
    let integration = found.filter(|integration| integration.revoked_at.is_none()).ok_or(NotLetIn::NoToken)?;
    Ok(LetIn { community, hash, integration })
}

/// The token that a request shows.
fn token(headers: &HeaderMap) -> Option<Secret> {
    let shown = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, shown) = shown.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return shown.trim().parse().ok();
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(shown.trim()).ok()?).ok()?;
    pair.split_once(':')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn shown(value: &str) -> Option<SecretHash> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::try_from(value).unwrap());
        token(&headers).map(|secret| secret.hash())
    }

    #[test]
    fn a_token_is_a_bearer_or_the_password_of_basic() {
        let secret = Secret::fresh();
        let basic = |pair: String| format!("Basic {}", STANDARD.encode(pair));
        let good = [format!("Bearer {secret}"), format!("bearer {secret}"), basic(format!("integration:{secret}"))];
        for value in good {
            assert_eq!(shown(&value), Some(secret.hash()), "{value}");
        }
        let bad = ["Bearer".into(), "Bearer x".into(), secret.to_string(), basic(secret.to_string()), "Basic !".into()];
        for value in bad {
            assert_eq!(shown(&value), None, "{value}");
        }
    }
}
