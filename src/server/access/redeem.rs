//! `POST /api/<community>/devices`: a device signs in with a link.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kaifong_domain::call::invitation::read_code;
use serde::{Deserialize, Serialize};

use super::limit::TooMany;
use crate::{
    clock,
    device::PublicKey,
    secret::{Secret, SecretHash},
    site::Site,
    slug::Slug,
    store::{Opener, RedeemError, Redeemed, Redemption},
};

/// The largest body, in bytes.
pub const LARGEST: usize = 4 * 1024;

/// The longest name of a device, in characters.
const LONGEST_NAME: usize = 80;

/// What a device sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Request {
    /// The secret of a link.
    secret: Option<String>,
    /// Or a short code that was typed.
    code: Option<String>,
    public_key: String,
    name: String,
}

/// What it gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    community: String,
    community_name: String,
    device: String,
    person: String,
    role: &'static str,
}

/// Why it gets nothing.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The request is not what it should be.
    #[error("the request is not what it should be")]
    BadRequest,
    /// It comes from a page of another site.
    #[error("the request comes from another site")]
    Foreign,
    /// Too many attempts.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The link does not sign this device in.
    #[error(transparent)]
    Link(#[from] RedeemError),
}

#[derive(Serialize)]
struct Refusal {
    error: &'static str,
}

impl Refused {
    fn code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::BadRequest => (StatusCode::BAD_REQUEST, "bad-request"),
            Self::Foreign => (StatusCode::FORBIDDEN, "bad-request"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many-requests"),
            Self::Link(RedeemError::Unknown) => (StatusCode::NOT_FOUND, "link-unknown"),
            Self::Link(RedeemError::Used) => (StatusCode::CONFLICT, "link-used"),
            Self::Link(RedeemError::Expired) => (StatusCode::GONE, "link-expired"),
            Self::Link(RedeemError::DeviceTaken) => (StatusCode::CONFLICT, "device-taken"),
            Self::Link(RedeemError::DeviceRevoked) => (StatusCode::FORBIDDEN, "device-revoked"),
            Self::Link(RedeemError::Store(_)) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, error) = self.code();
        let mut response = (status, Json(Refusal { error })).into_response();
        if let Self::TooMany(TooMany(wait)) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
        }
        response
    }
}

/// Signs a device in.
pub async fn redeem(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Answer>, Refused> {
    site.sign_in_limit.admit(site.address(peer, &headers))?;
    site.origins.admit(&headers).map_err(|_| Refused::Foreign)?;
    let community: Slug = community.parse().map_err(|_| RedeemError::Unknown)?;
    let redemption = read(community.clone(), &headers, &body.map_err(|_| Refused::BadRequest)?)?;
    if let Opener::Code(_) = redemption.opener {
        // A code is short because people type it: what keeps it from being guessed is how few may be tried.
        site.code_limit.admit(site.address(peer, &headers))?;
    }
    let redeemed = site.store.redeem_link(redemption).await.inspect_err(|error| {
        if let RedeemError::Store(error) = error {
            site.metrics.store_failed(error);
        }
    })?;
    tracing::info!(%community, device = %redeemed.device, "a device signed in");
    Ok(Json(answer(&community, redeemed)))
}

fn read(community: Slug, headers: &HeaderMap, body: &[u8]) -> Result<Redemption, Refused> {
    // A form of another site can send anything but this type without asking first.
    let json = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !json {
        return Err(Refused::BadRequest);
    }
    let request: Request = serde_json::from_slice(body).map_err(|_| Refused::BadRequest)?;
    let opener = match (request.secret, request.code) {
        (Some(secret), None) => Opener::Secret(secret.parse::<Secret>().map_err(|_| RedeemError::Unknown)?.hash()),
        (None, Some(code)) => {
            Opener::Code(SecretHash::of_code(&community, &read_code(&code).ok_or(RedeemError::Unknown)?))
        }
        _ => return Err(Refused::BadRequest),
    };
    let point = URL_SAFE_NO_PAD.decode(&request.public_key).map_err(|_| Refused::BadRequest)?;
    let public_key = PublicKey::parse(&point).map_err(|_| Refused::BadRequest)?;
    let name = request.name.trim();
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Refused::BadRequest);
    }
    Ok(Redemption { community, opener, public_key, name: name.into(), now: clock::now() })
}

/// What a device is told that has signed in.
pub(super) fn answer(community: &Slug, redeemed: Redeemed) -> Answer {
    Answer {
        community: community.to_string(),
        community_name: redeemed.community_name,
        device: redeemed.device.to_string(),
        person: redeemed.person.to_string(),
        role: redeemed.role.code(),
    }
}
