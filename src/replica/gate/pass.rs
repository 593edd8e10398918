//! What is known of whoever passes.

use std::collections::BTreeSet;

use automerge::ChangeHash;
use kaifong_domain::{community::Community, time::Timestamp};

use super::{Author, Rights, Vouched};

/// With whose rights a message passes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Pass<'a> {
    /// Who brings it.
    pub author: Author,
    /// What they may do.
    pub rights: Rights,
    /// What the policy asks of all documents: captaincies, series, claims and moves.
    pub known: &'a Community,
    /// The server's clock.
    pub now: Timestamp,
    /// Every device that there is: nobody else writes under its actors.
    pub devices: &'a BTreeSet<[u8; 8]>,
    /// The store was set back: devices may bring what others wrote.
    pub is_refilling: bool,
    /// Changes that were in the document, and were lost: anybody may bring them back.
    pub missing: &'a BTreeSet<ChangeHash>,
    /// What others have signed for this peer to bring.
    pub vouched: &'a Vouched,
    /// What was refused elsewhere: what rests on it waits for nothing.
    pub dead: &'a BTreeSet<ChangeHash>,
}

impl Pass<'_> {
    /// Whether a change is one that had been let in before, or is taken for one: it is not judged anew, or all
    /// that rests on it would be refused with it.
    pub(super) fn brings_back(&self, hash: &ChangeHash) -> bool {
        self.is_refilling || self.missing.contains(hash)
    }

    /// The clock by which a change may not be ahead. What comes back after a loss was judged when it first came,
    /// by a clock that may have been another one.
    pub(super) fn clock_for(&self, hash: &ChangeHash) -> Timestamp {
        if self.brings_back(hash) { Timestamp(i64::MAX) } else { self.now }
    }
}
