//! What a replica is told, and what it asks for. A replica does no IO: its driver (the browser's
//! worker, or the simulation) runs the effects and reports back with events.

use kaifong_domain::{
    archive::Restored,
    bridge::{Identity, Problem, Status, StorageError, Tick},
    command::Command,
    handover::{Carried, LetterError, LetterId, Offered, PackError, Packed, Reading},
    id::RequestId,
    record::{Entry, RecordKey},
    refusal::Refusal,
    refused::Refused,
    time::Timestamp,
};

use crate::storage::{ChunkId, Write};

/// Something that happened outside.
#[derive(Clone, Debug)]
pub enum Event {
    /// A socket to the server is open; the server speaks first.
    LinkOpened,
    /// A binary frame came in.
    Frame(Vec<u8>),
    /// The socket is closed, or could not be opened.
    LinkClosed,
    /// The device key's answer to [`Effect::Sign`]: r‖s, 64 bytes.
    Signed([u8; 64]),
    /// A write has been committed durably.
    Written {
        /// Which.
        write: u64,
    },
    /// A write has failed; nothing of it is stored.
    WriteFailed {
        /// Which.
        write: u64,
        /// Why.
        error: StorageError,
    },
    /// The chunk asked for by [`Effect::ReadBack`], or `None` if it is not there.
    ReadBack {
        /// Which.
        chunk: ChunkId,
        /// What is stored.
        bytes: Option<Vec<u8>>,
    },
    /// The device key's answer to [`Effect::Seal`].
    Sealed {
        /// What was signed.
        text: String,
        /// The key's public half: 65 bytes, uncompressed.
        key: Box<[u8; 65]>,
        /// r‖s.
        signature: Box<[u8; 64]>,
    },
    /// The device key did not sign what [`Effect::Seal`] asked for.
    SealFailed,
    /// The answer to [`Effect::Verify`].
    Verified {
        /// Of which letter.
        letter: LetterId,
        /// Whether the signature is the key's.
        holds: bool,
    },
    /// Time passes: sent about once a second while there is work, and when the phone is idle.
    Tick {
        /// Nothing else is going on: a good moment for compaction.
        idle: bool,
    },
    /// The phone was asleep or away from the network: a socket that looks open may be dead.
    Woken,
}

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Store all of it in one transaction with strict durability, then report [`Event::Written`] or
    /// [`Event::WriteFailed`]. There is never more than one write under way.
    Write(Write),
    /// Read a chunk from storage, not from a cache, and report [`Event::ReadBack`].
    ReadBack(ChunkId),
    /// Send a binary frame over the open socket.
    Send(Vec<u8>),
    /// Sign this text with the device key (ECDSA P-256, SHA-256), report [`Event::Signed`].
    Sign(String),
    /// Sign this text with the device key, for no server: report [`Event::Sealed`] or [`Event::SealFailed`].
    Seal(String),
    /// Look whether a signature is a key's (ECDSA P-256, SHA-256), report [`Event::Verified`].
    Verify {
        /// Of which letter.
        letter: LetterId,
        /// The public key: 65 bytes, uncompressed.
        key: Box<[u8; 65]>,
        /// What was signed.
        text: String,
        /// r‖s.
        signature: Box<[u8; 64]>,
    },
    /// Close the socket; a new one after the usual back-off.
    Close(CloseReason),
    /// Everything that can be seen, in the place of what could be seen before.
    View(Vec<Entry>),
    /// Entries that are new or have changed.
    Patch(Vec<Entry>),
    /// Records that can't be seen any more.
    Gone(Vec<RecordKey>),
    /// What became of a request.
    Answer {
        /// Which.
        request: RequestId,
        /// The command that undoes it, or why it was refused.
        outcome: Result<Option<Command>, Refusal>,
    },
    /// A request's change has come a step further.
    Tick {
        /// Which request.
        request: RequestId,
        /// How far.
        tick: Tick,
    },
    /// All commands whose change could not stay; only sent when they have changed.
    Refused(Vec<Refused>),
    /// What was packed to be handed over, or why it was not.
    Packed(Result<Packed, PackError>),
    /// How far the codes of a hand-over have been read.
    Scanning(Reading),
    /// The letters that somebody hands over, or why they can't be taken.
    Offered(Result<Vec<Offered>, LetterError>),
    /// The letters that this phone carries for others; only sent when that has changed.
    Carried(Vec<Carried>),
    /// How syncing goes; only sent when it has changed.
    Status(Status),
    /// Something a person should know.
    Problem(Problem),
    /// The person on this device is trusted with something else now: to be remembered durably.
    Identity(Identity),
    /// The community has taken back this device's access: no new line is to be made, and nothing of what was shown is
    /// to be kept.
    Revoked,
    /// A token for HTTP calls, as it was asked for.
    Bearer {
        /// As it stands in the `Authorization` header.
        token: String,
        /// For how many seconds from now it works.
        seconds: i64,
    },
    /// What a file held is here now, durably.
    Restored {
        /// Which request.
        request: RequestId,
        /// What became of it.
        restored: Restored,
    },
}

/// Why a replica closes its socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CloseReason {
    /// The other side sent what makes no sense.
    #[error("malformed frame")]
    Malformed,
    /// Nothing came in for 45 seconds.
    #[error("silent")]
    Silent,
    /// The server does not accept this device.
    #[error("refused")]
    Refused,
    /// What was said on it is not so any more: it is made anew at once.
    #[error("to be made anew")]
    Anew,
}

/// A command as it arrives: who asked is the replica's identity.
#[derive(Clone, Debug)]
pub struct Request {
    /// Names it.
    pub id: RequestId,
    /// What to do.
    pub command: Command,
    /// When.
    pub now: Timestamp,
}
