//! How a phone introduces itself to servers of other kinds.

use kaifong_domain::time::Timestamp;

use super::{super::Replica, Phase, exchanging};
use crate::{
    effect::Effect,
    sync::frame::{Frame, VERSION, hex},
};

impl Replica {
    /// Introduces itself, on a line that was just opened, to a server that asks for no proof and waits to be
    /// spoken to, as automerge-repo's own does. It lists no documents either, so it is asked for those that a
    /// person looks at first.
    ///
    /// Nothing in the app calls it, and the linker leaves it out there: it is for whoever puts a phone before another
    /// server than ours, so that nobody's documents depend on this one (`tests/interop/server.rs`).
    pub fn greet(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.link.phase == Phase::Greeting {
            for kind in exchanging::looked_at(now) {
                self.shelf(kind);
            }
            let (sender, versions) = (hex(&self.setup.identity.device), vec![VERSION.into()]);
            self.send(now, &Frame::Join { sender, versions, digest: None }, &mut effects);
            self.link.phase = Phase::Joining;
        }
        self.settle(now, &mut effects);
        effects
    }
}
