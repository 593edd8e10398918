//! What goes over the wire: CBOR maps, one a binary WebSocket message, compatible with automerge-repo's
//! network protocol version "1" (its websocket package's README describes it). `challenge`, `prove`,
//! `receipt`, `refused`, `letter`, `letter-answer`, `ask-bearer`, `bearer`, `ping` and `pong` are ours, and so are
//! `want`, `changes`, `taken`, `complete` and `lost`: a peer that says no digest when it joins never sees those.

mod decode;
mod encode;

use automerge::ChangeHash;
use kaifong_domain::{
    access::Trust,
    denial::Denial,
    handover::{LetterId, LetterRejection},
    rejection::Rejection,
};

use super::digest::Root;
use crate::schema::DocumentId;

/// The only protocol version.
pub const VERSION: &str = "1";

/// The largest frame that a phone may send, in bytes.
pub const MAX_FRAME: usize = 256 * 1024;

/// The largest frame that a server may send, in bytes.
pub const MAX_SERVER_FRAME: usize = 16 * 1024 * 1024;

/// The entry of a peer's metadata by which our own kind know each other.
const OURS: &str = "kaifong";

/// The entry of the server's metadata that tells a device its role.
const ROLE: &str = "role";
/// The one that tells it the teams: their codes, with a space between.
const TEAMS: &str = "teams";

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// The server's first word: prove who you are.
    Challenge {
        /// To be signed.
        nonce: [u8; 32],
        /// The server's clock, in milliseconds: a phone's own may be years off.
        time: i64,
    },
    /// The device's answer.
    Prove {
        /// Which device.
        device: [u8; 8],
        /// Until when the proof may be used, by the server's clock.
        expiry: i64,
        /// Over [`proof_text`].
        signature: [u8; 64],
    },
    /// A client introduces itself.
    Join {
        /// Its peer id.
        sender: String,
        /// The protocol versions it speaks.
        versions: Vec<String>,
        /// The root of what it holds, if it is of our own kind (in its `peerMetadata`).
        digest: Option<Root>,
    },
    /// The server answers a `join`.
    Peer {
        /// The server's peer id.
        sender: String,
        /// Whom it answers.
        target: String,
        /// The protocol version it has chosen.
        version: String,
        /// The answer to a digest (in its `peerMetadata`): nothing, if both hold the same, else the
        /// buckets of what the server holds.
        digest: Option<Vec<u8>>,
        /// What the person on the device is trusted with now (in its `peerMetadata`); only devices are told.
        trust: Option<Trust>,
    },
    /// An Automerge sync message.
    Sync {
        /// Of which document.
        document: DocumentId,
        /// From whom.
        sender: String,
        /// To whom.
        target: String,
        /// The message.
        data: Vec<u8>,
        /// Sent as `request`: the sender has nothing of the document yet.
        request: bool,
    },
    /// The sender has no such document.
    Unavailable {
        /// Which.
        document: DocumentId,
        /// From whom.
        sender: String,
        /// To whom.
        target: String,
    },
    /// A phone has compared digests, and wants what differs.
    Want {
        /// The buckets in which something differs.
        buckets: Vec<u8>,
        /// What the phone holds in them of what the server has; what it needs first comes first, also if it
        /// holds nothing of it.
        documents: Vec<Holding>,
    },
    /// Changes of a document, between peers of our own kind.
    Changes {
        /// Its name.
        document: String,
        /// The changes; there may be none.
        parcel: Vec<u8>,
        /// The sender's heads, if it has nothing more to send.
        heads: Vec<ChangeHash>,
        /// Whether the sender asks to be told when they are taken in.
        asks: bool,
        /// Whether the heads are durable on the server.
        kept: bool,
    },
    /// What a document shows now, to a phone that has nothing of it yet; its changes follow.
    Preview {
        /// Its name.
        document: String,
        /// See [`crate::preview`].
        data: Vec<u8>,
    },
    /// The changes that were asked about first are taken in.
    Taken,
    /// Everything that was wanted has been sent.
    Complete,
    /// What the peer says that both hold of a document is not known here: it must say more.
    Lost {
        /// The document's name.
        document: String,
    },
    /// What the server has durably committed: every change in the history of these heads is kept.
    Receipt {
        /// Of which document.
        document: DocumentId,
        /// Its durable heads.
        heads: Vec<ChangeHash>,
    },
    /// Changes that this peer brought and the server did not take in. They will not be taken in on this
    /// link; the other changes of the same message were.
    Refused {
        /// Of which document.
        document: DocumentId,
        /// Which, each with the reason; what rests on a refused change is among them.
        changes: Vec<RefusedChange>,
    },
    /// Changes of another device, signed by it for this peer to deliver: see [`crate::letter`].
    Letter {
        /// The letter's bytes.
        data: Vec<u8>,
    },
    /// What became of a letter: all of its changes that were taken in are durable, or none was.
    LetterAnswer {
        /// Which.
        letter: LetterId,
        /// Why none of it was taken in.
        why: Option<LetterRejection>,
    },
    /// A device asks for a token with which to make HTTP calls.
    AskBearer,
    /// The token: whoever shows it is taken for this device.
    Bearer {
        /// As it stands in the `Authorization` header.
        token: String,
        /// For how many seconds from now it works, if nothing changes before.
        seconds: i64,
    },
    /// Are you there?
    Ping,
    /// Yes.
    Pong,
    /// The sender closes because of this.
    Error {
        /// Why, for people who read logs.
        message: String,
        /// Why, if the phone is to do something about it.
        why: Option<Denial>,
    },
    /// The sender says good-bye.
    Leave,
    /// A message of the protocol, or of a newer one, that means nothing here.
    Other,
}

/// A document that a phone holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Its name, such as `tasks-2026`.
    pub document: String,
    /// The phone holds the history of these, and believes that the server does.
    pub heads: Vec<ChangeHash>,
}

/// A change that was not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefusedChange {
    /// Its hash.
    pub hash: ChangeHash,
    /// Why.
    pub why: Rejection,
}

/// A frame can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// It is larger than allowed.
    #[error("larger than allowed")]
    TooLarge,
    /// It is not CBOR, or not a map with text keys, or nested too deep.
    #[error("not a CBOR map")]
    NotAMap,
    /// A field is missing, or not what it should be.
    #[error("a field is missing or malformed: {0}")]
    Field(&'static str),
}

/// The text that a device signs to prove itself.
pub fn proof_text(origin: &str, community: &str, nonce: &[u8; 32], device: &[u8; 8], expiry: i64) -> String {
    format!("kaifong-sync-1\n{origin}\n{community}\n{}\n{}\n{expiry}", hex(nonce), hex(device))
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes any text");
        text
    })
}
