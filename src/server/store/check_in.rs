//! Requests to be let in, as the store sees them.

use kaifong_domain::{call::check_in::Details, id::PersonId, time::Timestamp};

use super::Redeemed;
use crate::{device::PublicKey, secret::SecretHash, slug::Slug};

/// Somebody asks to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Into which community.
    pub community: Slug,
    /// Names the request, for those who look at it.
    pub request: [u8; 16],
    /// The hash of what their phone asks with.
    pub ticket: SecretHash,
    /// The device's key.
    pub public_key: PublicKey,
    /// What the device calls itself.
    pub device_name: String,
    /// What they say of themselves.
    pub details: Details,
    /// To which text they consented.
    pub consent: u16,
    /// When.
    pub at: Timestamp,
    /// Until when somebody may look at it.
    pub expires_at: Timestamp,
}

/// What has become of a request to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckInState {
    /// There is none, or nobody looked at it in time.
    Unknown,
    /// It waits.
    Waiting,
    /// The device has signed in.
    Confirmed(Redeemed),
    /// It was declined.
    Declined,
}

/// What is said of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is this person.
    Confirmed(PersonId),
    /// They are not let in.
    Declined,
}

/// Why a request was not settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSettled {
    /// It is settled already, or has expired.
    #[error("the request is settled, or has expired")]
    Gone,
    /// Whoever says so may not sign that person in.
    #[error("not allowed to sign that person in")]
    NotAllowed,
}

/// Why a request is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAsked {
    /// Too many wait.
    #[error("too many requests wait")]
    Full,
    /// The device has signed in before.
    #[error("the device is known")]
    DeviceKnown,
}
