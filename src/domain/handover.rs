//! Hand-over without a server: one phone packs the changes that wait on it, another takes them along and
//! delivers them. What the pages show of it; how it is packed is the replica's business.

use serde::{Deserialize, Serialize};

use crate::{id::PersonId, time::Timestamp};

/// Names a letter: the SHA-256 of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LetterId(pub [u8; 32]);

/// What a phone hands over: its own waiting changes, and the letters that it carries for others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// How many changes are its own.
    pub own: u32,
    /// How many it carries for others.
    pub others: u32,
    /// When the first and the last change were made.
    pub span: (Timestamp, Timestamp),
    /// All of it as a text, to be sent as a file or pasted.
    pub text: String,
    /// All of it as the texts of QR codes, to be shown one after another; none if it would be too many.
    pub codes: Vec<String>,
}

/// Why nothing was packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PackError {
    /// Nothing waits.
    #[error("nothing waits")]
    Nothing,
    /// The device's key did not sign.
    #[error("the device's key did not sign")]
    NoKey,
    /// There is more than can be handed over at once.
    #[error("more than can be handed over at once")]
    TooMuch,
}

/// A letter that somebody hands over, before it is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Which.
    pub id: LetterId,
    /// Whose changes, as their device says.
    pub person: PersonId,
    /// How many changes.
    pub changes: u32,
    /// How many of them this phone does not have yet.
    pub new: u32,
    /// When the first and the last were made, by their phone's clock.
    pub span: (Timestamp, Timestamp),
    /// This very device has made it.
    pub is_own: bool,
}

/// Why what was handed over can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum LetterError {
    /// It is something else.
    #[error("not a hand-over")]
    Other,
    /// A part of it is missing or has changed on the way.
    #[error("damaged or cut short")]
    Damaged,
    /// A newer version made it.
    #[error("made by a newer version")]
    Newer,
    /// It holds more than a hand-over may.
    #[error("larger than allowed")]
    TooLarge,
    /// It belongs to another community.
    #[error("of another community")]
    OtherCommunity,
    /// The signature is not of the device that it names.
    #[error("the signature does not fit")]
    BadSignature,
}

/// How far a hand-over in QR codes has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// How many codes have been read.
    pub read: u32,
    /// How many there are.
    pub all: u32,
}

/// A letter that this phone has taken and carries until the community has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// Which.
    pub id: LetterId,
    /// Whose changes.
    pub person: PersonId,
    /// How many.
    pub changes: u32,
    /// When the first and the last were made, by their phone's clock.
    pub span: (Timestamp, Timestamp),
    /// Since when it is carried.
    pub taken_at: Timestamp,
    /// Whether it is stored on this phone, durably.
    pub is_saved: bool,
    /// How many of its changes can't be seen here yet: they rest on others that this phone does not have.
    pub aside: u32,
    /// How many of its changes the community did not take in, or this phone could not.
    pub refused: u32,
    /// Why the community did not take in any of it.
    pub why: Option<LetterRejection>,
}

coded! {
    /// Why the community's server did not take in a letter at all. The codes stand on the wire.
    LetterRejection {
        /// It knows no such device.
        UnknownDevice = "unknown-device",
        /// The device has lost its access.
        Revoked = "revoked",
        /// The signature is not of that device's key.
        BadSignature = "bad-signature",
        /// It belongs to another community.
        OtherCommunity = "other-community",
        /// A newer version made it.
        Newer = "newer",
        /// It can't be read, or holds what no honest phone packs.
        Malformed = "malformed",
    }
}
