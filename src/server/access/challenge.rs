//! Challenge and response: how a device proves on a new socket that it holds its key.
//!
//! The nonce is made for one socket and answered once, so a proof cannot be replayed; the origin is
//! part of what is signed, so a proof given to another site is worth nothing here.

use kaifong_domain::{denial::Denial, time::Timestamp};
use kaifong_replica::sync::frame::proof_text;
use p256::ecdsa::{Signature, signature::Verifier};

use crate::{
    device::{Device, DeviceId},
    secret,
    slug::Slug,
};

/// How far ahead a proof may expire, in milliseconds.
pub const LONGEST: i64 = 120_000;

/// What a device must sign together with who and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nonce(pub [u8; 32]);

impl Nonce {
    /// A nonce for one socket.
    pub fn fresh() -> Self {
        Self(secret::random())
    }
}

/// A device's answer to a challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Which device it says it is.
    pub device: DeviceId,
    /// When the proof loses its worth.
    pub expiry: Timestamp,
    /// ECDSA P-256 with SHA-256 as WebCrypto makes it: r, then s, 32 bytes each.
    pub signature: [u8; 64],
}

/// Why a proof was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Nobody signed in with this device.
    #[error("this device is not known here")]
    UnknownDevice,
    /// The device lost its access.
    #[error("this device has lost its access")]
    Revoked,
    /// It came too late, or the device's clock is slow.
    #[error("the proof has expired, or the device's clock is slow")]
    Expired,
    /// It would be good for too long, or the device's clock is fast.
    #[error("the proof expires too late, or the device's clock is fast")]
    TooLong,
    /// The signature is not of this key over this challenge.
    #[error("the signature does not fit")]
    BadSignature,
}

impl ProofError {
    /// What the phone is to make of it.
    pub fn denial(self) -> Option<Denial> {
        match self {
            Self::UnknownDevice => Some(Denial::UnknownDevice),
            Self::Revoked => Some(Denial::Revoked),
            Self::Expired | Self::TooLong | Self::BadSignature => None,
        }
    }

    /// A short word for metrics.
    pub fn label(self) -> &'static str {
        match self {
            Self::UnknownDevice => "unknown-device",
            Self::Revoked => "revoked",
            Self::Expired => "proof-expired",
            Self::TooLong => "proof-too-long",
            Self::BadSignature => "bad-signature",
        }
    }
}

/// Checks a proof against the device that the store knows, for any of the origins at which the
/// socket may have been opened. The answer is that device.
pub fn verify(
    proof: &Proof,
    device: Option<Device>,
    origins: &[String],
    community: &Slug,
    nonce: Nonce,
    now: Timestamp,
) -> Result<Device, ProofError> {
    let device = device.filter(|device| device.id == proof.device).ok_or(ProofError::UnknownDevice)?;
    if device.revoked_at.is_some() {
        return Err(ProofError::Revoked);
    }
    if proof.expiry < now {
        return Err(ProofError::Expired);
    }
    if proof.expiry.0 > now.0.saturating_add(LONGEST) {
        return Err(ProofError::TooLong);
    }
    let signature = Signature::from_slice(&proof.signature).map_err(|_| ProofError::BadSignature)?;
    let key = device.public_key.verifying();
    let fits = |origin: &String| {
        let text = proof_text(origin, community.as_str(), &nonce.0, &proof.device.0, proof.expiry.0);
        key.verify(text.as_bytes(), &signature).is_ok()
    };
    if origins.iter().any(fits) { Ok(device) } else { Err(ProofError::BadSignature) }
}
