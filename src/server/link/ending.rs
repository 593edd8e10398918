//! Why a link ends, and how that is said in WebSocket's close frame (RFC 6455, section 7.4).

use axum::extract::ws::close_code;
use kaifong_replica::hub::Cut;
use tokio_tungstenite::tungstenite;

use crate::access::challenge::ProofError;

/// The longest reason that fits into a close frame, in bytes.
const LONGEST: usize = 123;

/// Why a link ends.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ending {
    /// The device left, or its connection broke.
    #[error("good-bye")]
    Left,
    /// What it sent makes no sense.
    #[error("malformed frame: {0}")]
    Malformed(String),
    /// What it sent is larger than a frame may be.
    #[error("a frame is larger than allowed")]
    TooLarge,
    /// It did not prove itself in time.
    #[error("no proof came in time")]
    Unproved,
    /// Its proof was not accepted.
    #[error("{0}")]
    Refused(ProofError),
    /// Its access was taken back while it was on the line.
    #[error("this device has lost its access")]
    AccessLost,
    /// Its person is trusted with something else now: it comes again and is told.
    #[error("connect again: the role has changed")]
    RoleChanged,
    /// Its token was revoked.
    #[error("the token was revoked")]
    Revoked,
    /// The room has cut it.
    #[error("{0}")]
    Cut(Cut),
    /// Nothing came from it for too long.
    #[error("nothing was heard for too long")]
    Silent,
    /// It takes what is sent to it too slowly.
    #[error("too slow: connect again to catch up")]
    Slow,
    /// There are too many links.
    #[error("too many links: try again later")]
    Full,
    /// The store fails.
    #[error("the server's store fails: try again later")]
    StoreFailed,
    /// The room failed.
    #[error("the community's room failed: try again")]
    RoomFailed,
    /// The server stops.
    #[error("the server is stopping")]
    Stopping,
}

impl Ending {
    /// What the device sent makes no sense.
    pub(super) fn malformed(why: impl ToString) -> Self {
        Self::Malformed(why.to_string())
    }

    /// What an error of the socket means.
    pub(super) fn of(error: axum::Error) -> Self {
        use tungstenite::{Error, error::CapacityError};
        match error.into_inner().downcast::<Error>().map(|error| *error) {
            Ok(Error::Capacity(CapacityError::MessageTooLong { .. })) => Self::TooLarge,
            Ok(Error::Protocol(why)) if why != tungstenite::error::ProtocolError::ResetWithoutClosingHandshake => {
                Self::malformed(why)
            }
            Ok(Error::Utf8(_)) => Self::malformed("text that is not UTF-8"),
            _ => Self::Left,
        }
    }

    /// The close code.
    pub(super) fn code(&self) -> u16 {
        match self {
            Self::Left | Self::Cut(Cut::Left) => close_code::NORMAL,
            Self::Malformed(_) | Self::Cut(_) => close_code::PROTOCOL,
            Self::TooLarge => close_code::SIZE,
            Self::Unproved | Self::Refused(_) | Self::Revoked | Self::AccessLost | Self::Silent => close_code::POLICY,
            Self::Slow | Self::Full | Self::RoleChanged => close_code::AGAIN,
            Self::StoreFailed | Self::RoomFailed => close_code::ERROR,
            Self::Stopping => close_code::AWAY,
        }
    }

    /// The reason, as long as fits.
    pub(super) fn reason(&self) -> String {
        let mut reason = self.to_string();
        reason.truncate(reason.floor_char_boundary(LONGEST));
        reason
    }

    /// A short word for metrics, if the device did something wrong.
    pub(super) fn refusal(&self) -> Option<&'static str> {
        match self {
            Self::Malformed(_) | Self::Cut(Cut::Frame(_)) => Some("malformed"),
            Self::Cut(Cut::Gate(violation)) => Some(violation.label()),
            Self::Cut(Cut::OutOfTurn) => Some("out-of-turn"),
            Self::Cut(Cut::Version) => Some("version"),
            Self::TooLarge => Some("too-large"),
            Self::Unproved => Some("unproved"),
            Self::Refused(why) => Some(why.label()),
            Self::Revoked | Self::AccessLost => Some("revoked"),
            Self::Left | Self::Cut(Cut::Left) | Self::Silent | Self::Slow | Self::Full => None,
            Self::StoreFailed | Self::RoomFailed | Self::Stopping | Self::RoleChanged => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_into_a_close_frame() {
        let reason = Ending::malformed("é".repeat(200)).reason();
        assert!(reason.len() <= LONGEST && reason.starts_with("malformed frame: éé"));
    }
}
