//! Whether the other side is still there.

use kaifong_domain::time::Timestamp;

use super::{super::Replica, Phase};
use crate::{
    effect::{CloseReason, Effect},
    sync::frame::Frame,
};

/// After how long without a frame from us we ask whether the server is there, in milliseconds.
const PING_AFTER: i64 = 20_000;
/// After how long without a frame from the server the line is given up, in milliseconds.
const SILENT_AFTER: i64 = 45_000;
/// After how long without an answer the line is given up by a phone that has woken, in milliseconds.
const WOKEN_AFTER: i64 = 10_000;

impl Replica {
    /// Asks the server for a sign of life, to be given soon: timers stand still in a phone that sleeps, and what
    /// ended meanwhile looks open.
    pub(in crate::replica) fn ask_for_life(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.is_proven() {
            self.link.woken.get_or_insert(now);
            self.send(now, &Frame::Ping, effects);
        }
    }

    /// The heartbeat. A clock that jumps looks like silence: the line is made anew, and nothing is lost.
    pub(in crate::replica) fn beat(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if matches!(self.link.phase, Phase::Closed | Phase::Refused) {
            return;
        }
        let since = |then: Timestamp| now.0.saturating_sub(then.0).saturating_abs();
        let is_deaf = self.link.woken.is_some_and(|woken| since(woken) > WOKEN_AFTER);
        if is_deaf || since(self.link.heard) > SILENT_AFTER {
            effects.push(Effect::Close(CloseReason::Silent));
            self.link.close();
        } else if since(self.link.spoke) > PING_AFTER && self.is_proven() {
            self.send(now, &Frame::Ping, effects);
        }
    }
}
