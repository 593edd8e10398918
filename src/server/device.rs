//! Devices: a phone or a computer that signed in, known by its key.

use std::{fmt, str::FromStr};

use kaifong_domain::{
    access::{AccessRole, Actor, Teams},
    id::PersonId,
    time::Timestamp,
};
use kaifong_replica::{schema, sync::frame::hex};
use p256::ecdsa::VerifyingKey;

/// The length of an uncompressed point on P-256: the byte 4, then x and y.
const POINT: usize = 65;

/// A device's id: the first 8 bytes of the SHA-256 of its public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub [u8; 8]);

impl fmt::Display for DeviceId {
    /// 16 lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// The text is not a device's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 16 hexadecimal digits")]
pub struct NotADevice;

impl FromStr for DeviceId {
    type Err = NotADevice;

    fn from_str(text: &str) -> Result<Self, NotADevice> {
        let digits = text.len() == 16 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = digits.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        number.map(|number| Self(number.to_be_bytes())).ok_or(NotADevice)
    }
}

/// A P-256 public key: a valid point, uncompressed (SEC 1, section 2.3.3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; POINT]);

/// The bytes are not a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an uncompressed P-256 public key")]
pub struct NotAKey;

impl PublicKey {
    /// Takes an uncompressed point that lies on the curve.
    pub fn parse(bytes: &[u8]) -> Result<Self, NotAKey> {
        let point: [u8; POINT] = bytes.try_into().map_err(|_| NotAKey)?;
        VerifyingKey::from_sec1_bytes(&point).map_err(|_| NotAKey)?;
        Ok(Self(point))
    }

    /// The point, 65 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The id of the device that holds this key.
    pub fn device(&self) -> DeviceId {
        DeviceId(schema::device_id(&self.0))
    }

    /// The key as the signature library takes it.
    pub(crate) fn verifying(&self) -> VerifyingKey {
        VerifyingKey::from_sec1_bytes(&self.0).expect("the point was checked when it was parsed")
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.device())
    }
}

/// A device that signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// What that person is trusted with now.
    pub role: AccessRole,
    /// The teams that they belong to now.
    pub teams: Teams,
    /// The key that it proves itself with.
    pub public_key: PublicKey,
    /// When it lost its access, if it did.
    pub revoked_at: Option<Timestamp>,
}

impl Device {
    /// The person on whose behalf it acts.
    pub fn actor(&self) -> Actor {
        Actor { person: self.person, role: self.role, teams: self.teams }
    }
}
