//! Why a command was refused. A refusal is turned into words only in the view.

use serde::{Deserialize, Serialize};

use crate::{field::Field, record::Collection, suggestion::Status};

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Refusal {
    /// Nobody is signed in on this device.
    #[error("nobody is signed in on this device")]
    SignedOut,
    /// The person's role does not allow it.
    #[error("the person's role does not allow it")]
    NotAllowed,
    /// Only the person themselves, or a coordinator, can do it.
    #[error("only the person themselves or a coordinator can do it")]
    NotYours,
    /// There is no such record here.
    #[error("there is no such record: {of:?}")]
    NotFound {
        /// Of which kind.
        of: Collection,
    },
    /// A record with this id is already there, and it is another one.
    #[error("the id is taken")]
    IdTaken,
    /// A field can't be empty.
    #[error("{field:?} can't be empty")]
    Missing {
        /// Which.
        field: Field,
    },
    /// A field holds too much.
    #[error("{field:?} holds more than {most}")]
    TooMuch {
        /// Which.
        field: Field,
        /// The most it can hold: characters, items, or the number itself.
        most: u64,
    },
    /// A field holds too little.
    #[error("{field:?} holds less than {least}")]
    TooLittle {
        /// Which.
        field: Field,
        /// The least it must hold.
        least: u64,
    },
    /// A field holds something that only a newer version can write.
    #[error("{field:?} needs a newer version")]
    NeedsUpdate {
        /// Which.
        field: Field,
    },
    /// It would end before it begins.
    #[error("it would end before it begins")]
    EndsBeforeStart,
    /// The task is done or called off.
    #[error("the task is done or called off")]
    TaskClosed,
    /// The person already has a claim to this role.
    #[error("the person already has a claim to this role")]
    AlreadyClaimed,
    /// A suggestion can't go that way.
    #[error("a suggestion can't go from {from:?} to {to:?}")]
    NoSuchMove {
        /// Where it stands.
        from: Status,
        /// Where it was to go.
        to: Status,
    },
    /// This move must say why, or with what result.
    #[error("a move to {to:?} needs a note")]
    NoteNeeded {
        /// Where it was to go.
        to: Status,
    },
    /// The series has no session on that day.
    #[error("the series has no session on that day")]
    NoSession,
    /// The device's clock is far off.
    #[error("the device's clock is far off")]
    ClockFarOff,
    /// A newer version of the app wrote the document: it can be read here, not written.
    #[error("a newer version wrote the document")]
    ReadOnly,
    /// The change could not be made, though it is allowed: a fault of the app.
    #[error("the change could not be made")]
    Fault,
    /// It can be seen already, but what it belongs to is still on its way to this device.
    #[error("it is still on its way to this device")]
    Arriving,
    /// The person was erased: nothing of theirs is kept any more.
    #[error("the person was erased")]
    Erased,
    /// Nobody speaks for themselves.
    #[error("nobody speaks for themselves")]
    Oneself,
}
