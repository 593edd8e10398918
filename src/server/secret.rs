//! Randomness, and the secrets made of it.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kaifong_domain::{id::PersonId, time::Timestamp};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::slug::Slug;

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness on every platform we build for");
    bytes
}

/// The id of something that is new at `now`.
pub fn new_id<T: From<Uuid>>(now: Timestamp) -> T {
    let millis = u64::try_from(now.0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random()).into_uuid().into()
}

/// The id of a person who is new at `now`.
pub fn new_person(now: Timestamp) -> PersonId {
    new_id(now)
}

/// What a sign-in link carries: 256 random bits. Whoever holds it can sign in once.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// What the server keeps of a [`Secret`]: its SHA-256, which opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretHash(pub [u8; 32]);

impl SecretHash {
    /// Of a short code, which only counts in its community.
    pub fn of_code(community: &Slug, code: &str) -> Self {
        Self(Sha256::digest(format!("kaifong-code-1\n{community}\n{code}")).into())
    }

    /// From 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let byte = |[high, low]: &[u8; 2]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok();
        let bytes: Vec<u8> = pairs.iter().map(byte).collect::<Option<_>>()?;
        rest.is_empty().then(|| bytes.try_into().ok()).flatten().map(Self)
    }
}

/// The text is not a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a secret of 32 bytes in base64url")]
pub struct NotASecret;

impl Secret {
    /// A new secret.
    pub fn fresh() -> Self {
        Self(random())
    }

    /// What the server keeps of it.
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0).into())
    }
}

impl fmt::Display for Secret {
    /// Base64url without padding: 43 characters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for Secret {
    /// Says nothing, so that no log ever holds a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl FromStr for Secret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotASecret)?;
        bytes.try_into().map(Self).map_err(|_| NotASecret)
    }
}
