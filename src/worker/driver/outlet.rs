//! The way out of a tab: to its page, and to the other tabs.

use std::rc::Rc;

use kaifong_domain::{
    bridge::{Status, Tick, ToPage, ViewSource},
    record::Entry,
};

use crate::{
    leader::{
        channel::{Channel, TabId, Told},
        pending::Pending,
    },
    port::Page,
};

/// The way out.
pub(super) struct Outlet {
    page: Rc<Page>,
    channel: Channel,
    /// What this tab must not forget.
    pub(super) pending: Pending,
    /// Whether another tab was ever heard of. A lonely tab does not talk to itself.
    pub(super) is_accompanied: bool,
}

impl Outlet {
    pub(super) fn new(page: Rc<Page>, channel: Channel, pending: Pending) -> Self {
        Self { page, channel, pending, is_accompanied: false }
    }

    pub(super) fn into_pending(self) -> Pending {
        self.pending
    }

    /// Tells this tab's page, unless it is an answer for another one's.
    pub(super) fn deliver(&mut self, message: ToPage) {
        match &message {
            ToPage::Answer { request, outcome } if !self.pending.answered(*request, outcome.is_ok()) => return,
            ToPage::Tick { request, tick: Tick::Saved } => self.pending.saved(*request),
            _ => {}
        }
        self.page.send(&message);
    }

    /// Tells every tab's page.
    pub(super) fn publish(&mut self, message: ToPage) {
        if self.is_accompanied {
            self.channel.tell(&Told::Relayed(message.clone()));
        }
        self.deliver(message);
    }

    /// Shows everything to this tab's page.
    pub(super) fn show(&mut self, entries: Vec<Entry>, from: ViewSource, status: Option<Status>) {
        self.deliver(ToPage::View { entries, from });
        if let Some(status) = status {
            self.deliver(ToPage::Status(status));
        }
    }

    /// Shows everything to one follower, or to all.
    pub(super) fn show_followers(&self, to: Option<TabId>, entries: Vec<Entry>, status: Status) {
        self.channel.tell(&Told::Ready { to, entries, status });
    }

    /// Tells the other tabs.
    pub(super) fn tell(&self, told: &Told) {
        self.channel.tell(told);
    }
}
