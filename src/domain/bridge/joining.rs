//! Coming in: why one could not, and how far one is who has checked in.

use serde::{Deserialize, Serialize};

/// Why joining failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum JoinError {
    /// There is no line to the server.
    #[error("there is no line to the server")]
    Offline,
    /// The link has been used on another device.
    #[error("the link has been used on another device")]
    LinkUsed,
    /// The link has expired.
    #[error("the link has expired")]
    LinkExpired,
    /// The server knows no such link.
    #[error("the server knows no such link")]
    LinkUnknown,
    /// This device's key has lost its access, and a new one was not to be had.
    #[error("this device's key has lost its access")]
    DeviceRevoked,
    /// Too many tries from here.
    #[error("too many tries from here")]
    TooMany,
    /// This browser can't keep a key.
    #[error("this browser can't keep a key")]
    NoKey,
    /// The phone's storage failed.
    #[error("the phone's storage failed")]
    Storage,
    /// The server's answer makes no sense to this version.
    #[error("the server's answer makes no sense to this version")]
    Server,
}

/// How far a check-in is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckInProgress {
    /// There is none, or nobody looked at it in time.
    Nothing,
    /// A community worker has yet to look at it.
    Waiting {
        /// What people call the community.
        community_name: String,
    },
    /// It was declined.
    Declined,
    /// It could not be said, or asked about.
    Failed(JoinError),
}
