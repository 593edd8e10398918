//! What a hub is told, and what it asks for.

use std::sync::Arc;

use kaifong_domain::{
    access::Actor,
    document::DocumentKind,
    handover::{LetterId, LetterRejection},
    id::{PersonId, SuggestionId},
    suggestion::Suggestion,
};

use super::{Claim, Standing, Verdict};
use crate::{
    gate::Violation,
    schema::DocumentId,
    sync::frame::{FrameError, RefusedChange},
};

/// Names a socket for as long as it is open.
pub type LinkId = u64;

/// Who is on a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A device of the community's. It speaks all of the protocol.
    Device {
        /// Which.
        device: [u8; 8],
        /// On whose behalf it acts, trusted with what, as the server knows it.
        actor: Actor,
    },
    /// A program of somebody else's, let in by a token. It speaks automerge-repo's protocol and no more of
    /// it, is told of no document that it has not asked for, and begins none.
    Integration {
        /// Whether what it writes is taken in.
        writes: bool,
    },
}

/// Something that happened to a community's server.
#[derive(Clone, Debug)]
pub enum HubEvent {
    /// Somebody has proven who they are on a new link.
    Opened {
        /// The link.
        link: LinkId,
        /// Who.
        caller: Caller,
    },
    /// A binary frame came in.
    Frame {
        /// On which link.
        link: LinkId,
        /// The frame.
        bytes: Vec<u8>,
    },
    /// A link is gone.
    Closed {
        /// Which.
        link: LinkId,
    },
    /// The answer to [`HubEffect::Verify`].
    Verified {
        /// On which link.
        link: LinkId,
        /// Of which letter.
        letter: LetterId,
        /// What the server says.
        verdict: Verdict,
    },
    /// A resident without an account has suggested something.
    Raised {
        /// What.
        suggestion: Box<Suggestion>,
    },
    /// Somebody asks how far a resident's suggestion has come.
    Asked {
        /// Names the question.
        ticket: u64,
        /// Which suggestion.
        suggestion: SuggestionId,
        /// Who asks; nobody: whoever has its code.
        by: Option<Actor>,
    },
    /// A person is to be erased.
    Erase {
        /// Who.
        person: PersonId,
    },
    /// A batch is durable.
    Committed {
        /// Which.
        batch: u64,
    },
    /// A batch could not be committed; nothing of it is stored. It is tried again with the next one.
    CommitFailed {
        /// Which.
        batch: u64,
    },
}

/// Something that the room has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum HubEffect {
    /// Send a frame.
    Send {
        /// On which link.
        link: LinkId,
        /// The frame.
        frame: Arc<[u8]>,
    },
    /// Store all of it in one transaction, durably, then report [`HubEvent::Committed`] or
    /// [`HubEvent::CommitFailed`]. There is never more than one under way.
    Commit {
        /// Names the batch.
        batch: u64,
        /// What to store.
        appends: Vec<Append>,
    },
    /// Changes were refused, and their bringer was told; for whoever counts.
    Refused {
        /// On which link.
        link: LinkId,
        /// In which document.
        kind: DocumentKind,
        /// Which.
        changes: Vec<RefusedChange>,
    },
    /// Look whether a device of the community's has signed a letter and has access, and report
    /// [`HubEvent::Verified`]: whatever else comes on the link waits for it.
    Verify {
        /// On which link it came.
        link: LinkId,
        /// Which.
        letter: LetterId,
        /// What the device is said to have signed.
        claim: Claim,
    },
    /// A letter was refused as a whole, and its bringer was told; for whoever counts.
    LetterRefused {
        /// On which link.
        link: LinkId,
        /// Which.
        letter: LetterId,
        /// Why.
        why: LetterRejection,
    },
    /// Give a device a token for HTTP calls, in a [`Frame::Bearer`](crate::sync::frame::Frame::Bearer).
    Bearer {
        /// On which link it asks.
        link: LinkId,
        /// Which device.
        device: [u8; 8],
    },
    /// A resident's suggestion is written down, durably: it need not be told again.
    WrittenDown {
        /// Which.
        suggestion: SuggestionId,
    },
    /// A resident's suggestion was taken out of its document: what is kept beside it has no reason any more.
    Removed {
        /// Which.
        suggestion: SuggestionId,
    },
    /// A person, or a family, is erased from the shared documents, durably: let go of their private documents with all
    /// that was ever stored of them, and of what else is known of them, after what is being stored.
    Expunge {
        /// Who.
        person: PersonId,
        /// The documents' ids on the wire.
        documents: Vec<DocumentId>,
    },
    /// How far a resident's suggestion has come; nothing if there is none.
    Answer {
        /// To which question.
        ticket: u64,
        /// How far.
        standing: Option<Standing>,
    },
    /// Close a link.
    Close {
        /// Which.
        link: LinkId,
        /// Why.
        reason: Cut,
    },
}

/// Changes to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Append {
    /// Of which document.
    pub kind: DocumentKind,
    /// Its id on the wire.
    pub document: DocumentId,
    /// The changes, to be absorbed in the order in which they were appended.
    pub chunk: Vec<u8>,
}

/// Why a link is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cut {
    /// A frame could not be read.
    #[error("malformed frame: {0}")]
    Frame(#[from] FrameError),
    /// The peer speaks no version that we know.
    #[error("no common protocol version")]
    Version,
    /// A frame came before the peer had joined, or the peer joined twice.
    #[error("out of turn")]
    OutOfTurn,
    /// A sync message did not pass the gate.
    #[error(transparent)]
    Gate(#[from] Violation),
    /// The peer said good-bye.
    #[error("left")]
    Left,
}
