//! `POST /api/<community>/devices`: a device signs in with a link.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kaifong_domain::call::{CallRefusal, invitation::read_code};
use serde::{Deserialize, Serialize};

use super::{
    call::{self, Refused, addressed},
    people::LONGEST_NAME,
};
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

impl From<RedeemError> for Refused {
    fn from(why: RedeemError) -> Self {
        let (status, code) = match why {
            RedeemError::Unknown => (StatusCode::NOT_FOUND, "link-unknown"),
            RedeemError::Used => (StatusCode::CONFLICT, "link-used"),
            RedeemError::Expired => (StatusCode::GONE, "link-expired"),
            RedeemError::DeviceTaken => (StatusCode::CONFLICT, "device-taken"),
            RedeemError::DeviceRevoked => (StatusCode::FORBIDDEN, "device-revoked"),
            RedeemError::Store(_) => return CallRefusal::Unavailable.into(),
        };
        Self::new(status, code)
    }
}

/// Signs a device in.
pub async fn redeem(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<call::Answer<Answer>, Refused> {
    site.sign_in_limit.admit(site.address(peer, &headers))?;
    let community = addressed(&site, &community, &headers)?;
    let redemption = read(community.clone(), call::read(&headers, body)?)?;
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
    Ok(call::Answer(answer(&community, redeemed)))
}

fn read(community: Slug, request: Request) -> Result<Redemption, Refused> {
    let opener = match (request.secret, request.code) {
        (Some(secret), None) => Opener::Secret(secret.parse::<Secret>().map_err(|_| RedeemError::Unknown)?.hash()),
        (None, Some(code)) => {
            Opener::Code(SecretHash::of_code(&community, &read_code(&code).ok_or(RedeemError::Unknown)?))
        }
        _ => return Err(CallRefusal::BadRequest.into()),
    };
    let point = URL_SAFE_NO_PAD.decode(&request.public_key).map_err(|_| CallRefusal::BadRequest)?;
    let public_key = PublicKey::parse(&point).map_err(|_| CallRefusal::BadRequest)?;
    let name = call::line(&request.name, LONGEST_NAME)?;
    Ok(Redemption { community, opener, public_key, name, now: clock::now() })
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
