//! How links leave a room that the room sends away.

use kaifong_domain::denial::Denial;
use kaifong_replica::{
    hub::{Caller, LinkId},
    sync::frame::Frame,
};

use super::{Whose, task::RoomTask};
use crate::link::{Ending, Outgoing};

/// Somebody on a link.
pub(super) struct Seat {
    pub(super) caller: Caller,
    pub(super) outgoing: Outgoing,
}

impl RoomTask {
    /// Sends the links of a device or a person away. Nothing more of what they say is heard, and a phone whose access
    /// is gone is told so in words that it understands.
    pub(super) fn dismiss(&mut self, whose: Whose, ending: &Ending) {
        let theirs = self.links.iter().filter(|(_, seat)| whose.has(seat.caller));
        for link in theirs.map(|(link, _)| *link).collect::<Vec<LinkId>>() {
            if *ending == Ending::AccessLost
                && let Some(seat) = self.links.get(&link)
            {
                let farewell = Frame::Error { message: ending.to_string(), why: Some(Denial::Revoked) };
                // A queue that is full ends with the link, which hears the reason when it comes again.
                let _ = seat.outgoing.send(farewell.encode().into());
            }
            self.end(link, ending.clone());
            self.cut.push(link);
        }
    }
}
