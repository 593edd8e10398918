//! What a tab does that is not the leader.

use kaifong_domain::{
    bridge::{ToWorker, ViewSource},
    command::Command,
    id::RequestId,
    time::Timestamp,
};

use super::outlet::Outlet;
use crate::{
    input::Inputs,
    leader::{
        channel::{TabId, Told},
        lock::{self, Manner},
        pending::Whose,
    },
};

/// For how long a leader may leave a question unanswered, in milliseconds. Loading many documents on
/// an old phone takes it several seconds.
const PATIENCE: i64 = 15_000;

/// A follower.
pub(super) struct Follower {
    tab: TabId,
    /// Whether the leader has shown everything; before, it would not take a request.
    is_linked: bool,
    /// Since when a question waits for the leader.
    asked_at: Option<Timestamp>,
}

impl Follower {
    /// Before there is anybody to follow.
    pub(super) fn new(tab: TabId) -> Self {
        Self { tab, is_linked: false, asked_at: None }
    }

    /// Looks for a leader.
    pub(super) fn seek(&mut self, now: Timestamp, outlet: &Outlet) {
        self.asked_at = Some(now);
        outlet.tell(&Told::Hello(self.tab));
    }

    /// Passes a command on; before the leader is ready, it only waits.
    pub(super) fn pass_on(&mut self, now: Timestamp, request: RequestId, command: Command, outlet: &Outlet) {
        if self.is_linked {
            self.asked_at = self.asked_at.or(Some(now));
            outlet.tell(&Told::Asked(ToWorker::Execute { request, command }));
        }
    }

    /// The leader says something.
    pub(super) fn hear(&mut self, now: Timestamp, told: Told, outlet: &mut Outlet) {
        match told {
            Told::Leading => {
                self.is_linked = false;
                self.asked_at = Some(now);
            }
            Told::Ready { to, entries, status } if to.is_none_or(|to| to == self.tab) => {
                self.is_linked = true;
                self.asked_at = None;
                outlet.show(entries, ViewSource::Documents, Some(status));
                for (request, command) in outlet.pending.all() {
                    self.pass_on(now, request, command, outlet);
                }
            }
            Told::Relayed(message) => {
                self.asked_at = None;
                outlet.deliver(message);
            }
            Told::Keep { request, command } => outlet.pending.hold(request, command, Whose::Leaders),
            // Said to a leader, or to another follower.
            Told::Ready { .. } | Told::Hello(_) | Told::Asked(_) | Told::Rejoined => {}
        }
    }

    /// A second has passed: if the leader has left a question unanswered for too long, this tab takes
    /// its place.
    pub(super) fn tick(&mut self, now: Timestamp, community: &str, inputs: &Inputs) {
        let is_silent = |asked_at: &mut Timestamp| now.0.saturating_sub(asked_at.0) > PATIENCE;
        if self.asked_at.take_if(is_silent).is_some() {
            lock::request(community, Manner::Steal, inputs);
        }
    }
}
