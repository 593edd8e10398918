//! What a hub holds for a link: bounded, whatever the peer does (invariant I6).

use super::{Hub, LinkId};

/// What a hub holds for one link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burden {
    /// The bytes of changes that wait for what they rest on.
    pub waiting: usize,
    /// How many changes are remembered as refused or set aside.
    pub outside: usize,
    /// The bytes that were sent and, as far as the hub knows, not taken in.
    pub under_way: usize,
}

impl Hub {
    /// What it holds for each link, for checks.
    pub fn burdens(&self) -> impl Iterator<Item = (LinkId, Burden)> {
        self.members.iter().map(|(link, member)| {
            let (waiting, outside) = member.session.burden();
            let under_way = member.counterpart.as_ref().map_or(0, |counterpart| counterpart.exchange.under_way());
            (*link, Burden { waiting, outside, under_way })
        })
    }
}
