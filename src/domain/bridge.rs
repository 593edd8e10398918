//! What the page and its worker say to each other. The page holds no documents: it sends commands and
//! takes in entries; everything is plain data, encoded with postcard in between.

mod joining;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use self::joining::{CheckInProgress, JoinError};
use crate::{
    access::Actor,
    archive::{ArchiveError, Outcome, Wish},
    call::{Call, CallRefusal, check_in::Details},
    command::Command,
    document::DocumentKind,
    handover::{Carried, LetterError, LetterId, Offered, PackError, Packed, Reading},
    history::{History, Question},
    id::RequestId,
    record::{Entry, RecordKey},
    refusal::Refusal,
    refused::{Refused, RefusedId},
    time::Timestamp,
};

/// From the page to its worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// The page is there. `community` names the one it last belonged to, if any.
    Start {
        /// The community's slug, from the page's settings.
        community: Option<String>,
    },
    /// Join a community with the secret of a sign-in link.
    Join {
        /// The community's slug.
        community: String,
        /// The link's secret.
        secret: String,
        /// What the device is called, such as "Chrome on Android".
        device: String,
    },
    /// Check in: ask a community to be let in.
    CheckIn {
        /// The community's slug.
        community: String,
        /// What the person says of themselves.
        details: Details,
        /// To which text they consented.
        consent: u16,
        /// What the device is called.
        device: String,
    },
    /// Ask what has become of a check-in.
    AskCheckIn {
        /// The community's slug.
        community: String,
    },
    /// Carry out a command.
    Execute {
        /// Names the request: the answer and the ticks carry it too. Sent again under the same name
        /// after a change of leader, it does no harm.
        request: RequestId,
        /// What to do.
        command: Command,
    },
    /// Forget a refused command for good.
    Discard(RefusedId),
    /// Put a command back on the list of the refused that was discarded by mistake.
    Reinstate(Box<Refused>),
    /// The line may be back, or the page is visible again: try now.
    Wake,
    /// Read the documents again after a storage error.
    Retry,
    /// Something with a file that holds everything of a phone.
    Archive {
        /// Names the request.
        request: RequestId,
        /// What.
        wish: Wish,
    },
    /// What happened to some records.
    History {
        /// Names the question.
        request: RequestId,
        /// What is asked.
        question: Question,
    },
    /// Ask the community's server something, by an HTTP call with this device's bearer.
    Call {
        /// Names the call.
        request: RequestId,
        /// The call.
        call: Call,
    },
    /// Pack what waits, to be handed over to another phone.
    Pack,
    /// Look at what somebody hands over, as the text that their phone has packed.
    Unpack(String),
    /// A QR code was read; it may be one of a hand-over's.
    Scanned(String),
    /// Take along what was last offered.
    TakeAlong,
    /// Forget a letter of which the community did not take all.
    PutDown(LetterId),
}

/// From the worker to its page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToPage {
    /// Nobody is signed in on this device.
    SignedOut,
    /// Joining failed.
    JoinFailed(JoinError),
    /// How far a check-in is.
    CheckIn(CheckInProgress),
    /// Who is signed in, on which device.
    Identity(Identity),
    /// Everything that can be seen: first as it was saved last time, then from the documents.
    View {
        /// All entries.
        entries: Vec<Entry>,
        /// Where they come from.
        from: ViewSource,
    },
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
    /// All commands whose change could not stay, the newest first.
    Refused(Vec<Refused>),
    /// How syncing goes.
    Status(Status),
    /// Something went wrong that a person should know.
    Problem(Problem),
    /// What came of a wish about a file that holds everything of a phone.
    Archive {
        /// Which request.
        request: RequestId,
        /// What came of it.
        outcome: Result<Outcome, ArchiveError>,
    },
    /// What happened to the records that were asked about.
    History {
        /// To which question.
        request: RequestId,
        /// The answer.
        history: History,
    },
    /// What the server has answered.
    Called {
        /// To which call.
        request: RequestId,
        /// Its body, JSON.
        answer: Result<String, CallRefusal>,
    },
    /// What was packed to be handed over, or why it was not.
    Packed(Result<Packed, PackError>),
    /// How far the codes of a hand-over have been read.
    Scanning(Reading),
    /// The letters that somebody hands over, or why they can't be taken.
    Offered(Result<Vec<Offered>, LetterError>),
    /// The letters that this phone carries for others.
    Carried(Vec<Carried>),
}

/// Where a view comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ViewSource {
    /// Saved last time; the documents are still being loaded, and commands wait for them.
    Saved,
    /// The documents.
    Documents,
}

/// How safe a change is (invariant I4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tick {
    /// Tick 1: on this phone, durably.
    Saved,
    /// Tick 2: kept by the community, durably.
    Kept,
}

/// Who is signed in, on which device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The community's slug.
    pub community: String,
    /// The community's name.
    pub community_name: String,
    /// The device's id: the first 8 bytes of the SHA-256 of its public key.
    pub device: [u8; 8],
    /// Who acts on it, trusted with what.
    pub actor: Actor,
}

/// Whether the line to the server stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Line {
    /// No line; the next try comes by itself.
    #[default]
    Offline,
    /// Being made.
    Connecting,
    /// Up; what each side has is being compared.
    Syncing,
    /// Up, and both sides have the same.
    Synced,
    /// The server does not accept this device.
    Refused,
    /// The community has taken back this device's access: nothing of the community's is kept on it any more.
    Revoked,
}

/// How syncing goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The line.
    pub line: Line,
    /// Changes that are saved on this phone and not yet kept by the community.
    pub waiting: u32,
    /// Changes that are not yet saved on this phone.
    pub saving: u32,
    /// Damaged parts of this phone's storage that are set aside until the community has sent again what was in
    /// them.
    pub set_aside: u32,
    /// Records with a change that waits.
    pub waiting_records: BTreeSet<RecordKey>,
    /// When both sides last had the same.
    pub synced_at: Option<Timestamp>,
}

/// Something went wrong that a person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Writing to the phone's storage failed; it is tried again.
    WriteFailed(StorageError),
    /// The phone's storage can't be read.
    ReadFailed(StorageError),
    /// A part of a document is damaged; the rest was loaded, and the part is set aside.
    Damaged {
        /// In which document.
        document: DocumentKind,
        /// How many parts.
        parts: u32,
    },
    /// Records that this version can't read; they are kept.
    NeedsUpdate {
        /// In which document.
        document: DocumentKind,
        /// How many.
        records: u32,
    },
    /// A waiting change could not be read back from storage.
    OutboxDamaged,
    /// The server said no to something of ours.
    ServerRefused(String),
}

/// What is wrong with the phone's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StorageError {
    /// It is full.
    #[error("storage is full")]
    Full,
    /// It is not available: private mode, or switched off.
    #[error("storage is not available")]
    Unavailable,
    /// The transaction was cut short.
    #[error("the transaction was cut short")]
    Aborted,
}
