//! Joining a community with the secret of a sign-in link. The key is stored before the link is
//! redeemed, so that a lost answer can be asked for again with the same key.

use js_sys::JSON;
use kaifong_domain::{
    access::{AccessRole, Actor, Teams},
    bridge::{Identity, JoinError},
    call::{Method, invitation::read_code},
    id::PersonId,
};
use wasm_bindgen::JsValue;

use crate::{
    fetch::fetch,
    input::Inputs,
    key::{DeviceKey, KeyFailure},
    object::{object, text},
    storage::Storage,
};

/// A community was joined; who one is there is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    /// The community's slug.
    pub(crate) community: String,
}

/// Joins.
pub(crate) async fn join(
    community: String,
    secret: String,
    device: String,
    inputs: Inputs,
) -> Result<Joined, JoinError> {
    if !is_slug(&community) {
        return Err(JoinError::LinkUnknown);
    }
    let storage = Storage::open(&community, inputs).await.map_err(|_| JoinError::Storage)?;
    let key = key_of(&storage).await?;
    let answer = match redeem(&community, &secret, &device, &key).await {
        // The key that lost its access opens nothing again.
        Err(JoinError::DeviceRevoked) => {
            let key = renew_key(&storage).await?;
            redeem(&community, &secret, &device, &key).await?
        }
        answer => answer?,
    };
    match identity(&answer) {
        Some(identity) if identity.community == community => {
            storage.keep_member(&answer).await.map_err(|_| JoinError::Storage)?;
            Ok(Joined { community })
        }
        _ => Err(JoinError::Server),
    }
}

/// This device's key in a community: the one that it has, or a new one.
pub(crate) async fn key_of(storage: &Storage) -> Result<DeviceKey, JoinError> {
    match storage.key().await.map_err(|_| JoinError::Storage)? {
        Some(key) => Ok(key),
        None => storage.keep_key(DeviceKey::generate().await?).await.map_err(|_| JoinError::Storage),
    }
}

/// A new key, in the place of one that has lost its access.
pub(crate) async fn renew_key(storage: &Storage) -> Result<DeviceKey, JoinError> {
    storage.renew_key(DeviceKey::generate().await?).await.map_err(|_| JoinError::Storage)
}

/// Whether this can be a community's name in addresses and in the names of databases.
pub(crate) fn is_slug(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// Reads the server's answer to a redeemed link.
pub(crate) fn identity(answer: &JsValue) -> Option<Identity> {
    Some(Identity {
        community: text(answer, "community")?,
        community_name: text(answer, "communityName")?,
        device: u64::from_str_radix(&text(answer, "device")?, 16).ok()?.to_be_bytes(),
        actor: Actor {
            person: text(answer, "person")?.parse::<PersonId>().ok()?,
            role: AccessRole::from_code(&text(answer, "role")?),
            // The answer does not say: the first line does.
            teams: Teams::from_codes(&text(answer, "teams").unwrap_or_default()),
        },
    })
}

async fn redeem(community: &str, secret: &str, device: &str, key: &DeviceKey) -> Result<JsValue, JoinError> {
    let public = base64url(&key.public().await?);
    let opener = if read_code(secret).is_some() { "code" } else { "secret" };
    let body = object(&[(opener, &secret.into()), ("publicKey", &public.into()), ("name", &device.into())]);
    let body = JSON::stringify(&body).ok().and_then(|body| body.as_string()).ok_or(JoinError::Server)?;
    let path = format!("/api/{community}/devices");
    let answer = fetch(Method::Post, &path, &body, None).await.map_err(|_| JoinError::Offline)?;
    if answer.is_good { answer.json().ok_or(JoinError::Server) } else { Err(refusal(answer.status, answer.refusal())) }
}

pub(crate) fn refusal(status: u16, error: Option<String>) -> JoinError {
    match (error.as_deref(), status) {
        (Some("link-used"), _) => JoinError::LinkUsed,
        (Some("link-expired"), _) => JoinError::LinkExpired,
        (Some("link-unknown" | "not-found"), _) => JoinError::LinkUnknown,
        (Some("device-revoked"), _) => JoinError::DeviceRevoked,
        (Some("too-many-requests"), _) | (None, 429) => JoinError::TooMany,
        // A proxy whose server is away.
        (None, 502..=504) => JoinError::Offline,
        _ => JoinError::Server,
    }
}

/// Base64 for addresses, without padding (RFC 4648, section 5).
pub(crate) fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..=group.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

impl From<KeyFailure> for JoinError {
    fn from(_: KeyFailure) -> Self {
        Self::NoKey
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_rfc() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg")] {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn every_refusal_has_a_reason() {
        for (status, error, reason) in [
            (409, Some("link-used"), JoinError::LinkUsed),
            (410, Some("link-expired"), JoinError::LinkExpired),
            (404, Some("link-unknown"), JoinError::LinkUnknown),
            (429, Some("too-many-requests"), JoinError::TooMany),
            (429, None, JoinError::TooMany),
            (403, Some("device-revoked"), JoinError::DeviceRevoked),
            (503, None, JoinError::Offline),
            (400, Some("bad-request"), JoinError::Server),
            (500, None, JoinError::Server),
        ] {
            assert_eq!(refusal(status, error.map(String::from)), reason);
        }
    }

    #[test]
    fn a_slug_is_short_and_plain() {
        assert!(is_slug("demo") && is_slug("kai-fong-2"));
        assert!(!is_slug("") && !is_slug("Demo") && !is_slug("a/b") && !is_slug(&"a".repeat(33)));
    }
}
