//! A community's room: one task that owns its [`Hub`](kaifong_replica::hub::Hub) and runs what the hub
//! asks for. Links tell it what arrives; nobody else touches the documents.

use axum::body::Bytes;
use kaifong_domain::{
    access::Actor,
    id::{PersonId, SuggestionId},
    suggestion::Suggestion,
};
use kaifong_replica::hub::{Caller, LinkId, Standing};
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use crate::{
    device::DeviceId,
    link::{Ending, Outgoing},
};

mod commit;
mod compaction;
mod core;
mod erasing;
mod intake;
mod leaving;
mod ledger;
mod loading;
mod registry;
mod task;
mod telling;

pub use self::registry::Rooms;

/// How many events may wait for a room. Whoever brings more waits, so a room that is behind slows
/// down those who write to it.
const QUEUE: usize = 256;

/// Something that a link tells its room.
#[derive(Debug)]
pub enum RoomEvent {
    /// Somebody has proved who they are.
    Opened {
        /// Their link.
        link: LinkId,
        /// Who.
        caller: Caller,
        /// Where to send what is for it.
        outgoing: Outgoing,
    },
    /// A frame arrived.
    Frame {
        /// On which link.
        link: LinkId,
        /// The frame.
        bytes: Bytes,
        /// Its place among the link's frames that may wait.
        place: OwnedSemaphorePermit,
    },
    /// Links are to be ended.
    Dismissed {
        /// Which.
        whose: Whose,
        /// Why.
        ending: Ending,
    },
    /// A link has gone.
    Closed {
        /// Which.
        link: LinkId,
    },
    /// A resident without an account has suggested something; it is in the store.
    Raised(Box<Suggestion>),
    /// A person is to be erased; the store knows.
    Erased(PersonId),
    /// How far has a resident's suggestion come?
    Asked {
        /// Which.
        suggestion: SuggestionId,
        /// Who asks; nobody: whoever has its code.
        by: Option<Actor>,
        /// Where the answer goes.
        answer: oneshot::Sender<Option<Standing>>,
    },
}

/// Whose links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those of a device.
    Device(DeviceId),
    /// Those of all of a person's devices.
    Person(PersonId),
}

impl Whose {
    /// Whether somebody's link is among them.
    fn has(self, caller: Caller) -> bool {
        match (self, caller) {
            (Self::Device(one), Caller::Device { device, .. }) => one.0 == device,
            (Self::Person(one), Caller::Device { actor, .. }) => one == actor.person,
            (_, Caller::Integration { .. }) => false,
        }
    }
}

/// A way to tell a room something.
#[derive(Clone, Debug)]
pub struct Room(mpsc::Sender<RoomEvent>);

/// The room has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the room has ended")]
pub struct RoomEnded;

impl Room {
    /// Tells the room; waits while too much is waiting already.
    pub async fn tell(&self, event: RoomEvent) -> Result<(), RoomEnded> {
        self.0.send(event).await.map_err(|_| RoomEnded)
    }
}
