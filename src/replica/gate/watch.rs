//! What the gate remembers of a link's changes to a document: those that are not in it, and why.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Change, ChangeHash, sync::Message};

use super::Violation;
use crate::document::Document;

/// The most bytes of changes that may wait on a link, in one document.
const WAITING: usize = 2 * 1024 * 1024;
/// The most changes that may be refused or set aside on a link, in one document.
const OUTSIDE: usize = 4_096;

/// A link's changes that are not in the document.
#[derive(Clone, Default)]
pub struct Watch {
    /// They wait for what they rest on.
    waiting: Vec<Change>,
    /// What each refused change rests on.
    refused: BTreeMap<ChangeHash, Vec<ChangeHash>>,
    /// What each change rests on that only somebody else can bring. What rests on it waits.
    aside: BTreeMap<ChangeHash, Vec<ChangeHash>>,
}

impl Watch {
    /// Whether some of them wait.
    pub(crate) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub(super) fn take_waiting(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.waiting)
    }

    pub(super) fn wait(&mut self, waiting: Vec<Change>) -> Result<(), Violation> {
        self.waiting = waiting;
        if self.waiting() <= WAITING { Ok(()) } else { Err(Violation::TooMuch) }
    }

    pub(super) fn refuse(&mut self, hash: ChangeHash, deps: &[ChangeHash]) -> Result<(), Violation> {
        self.refused.insert(hash, deps.to_vec());
        self.bounded()
    }

    /// Sets a change aside; whether it was not before.
    pub(super) fn set_aside(&mut self, hash: ChangeHash, deps: &[ChangeHash]) -> Result<bool, Violation> {
        let is_new = self.aside.insert(hash, deps.to_vec()).is_none();
        self.bounded().map(|()| is_new)
    }

    fn bounded(&self) -> Result<(), Violation> {
        if self.outside() <= OUTSIDE { Ok(()) } else { Err(Violation::TooMuch) }
    }

    /// The bytes of the changes that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.iter().map(|change| change.raw_bytes().len()).sum()
    }

    /// How many changes are refused or set aside.
    pub(crate) fn outside(&self) -> usize {
        self.refused.len() + self.aside.len()
    }

    /// Whether a change waits for one that is neither here nor known to be outside.
    pub(super) fn is_orphaned(&self, document: &Document) -> bool {
        let waiting: BTreeSet<ChangeHash> = self.waiting.iter().map(Change::hash).collect();
        let is_known = |hash: &ChangeHash| {
            waiting.contains(hash) || self.aside.contains_key(hash) || self.has_refused(hash) || document.has(hash)
        };
        self.waiting.iter().any(|change| !change.deps().iter().all(is_known))
    }

    pub(crate) fn has_refused(&self, hash: &ChangeHash) -> bool {
        self.refused.contains_key(hash)
    }

    /// What a peer has that names these heads, as far as the document can know it: a change that is not in
    /// the document stands for what it rests on. A peer whose heads could never be reached would be asked
    /// for them forever; one whose change waits is asked for what it waits for.
    pub(super) fn known_part(&self, heads: &[ChangeHash], document: &Document) -> Vec<ChangeHash> {
        let waiting: BTreeMap<ChangeHash, &[ChangeHash]> =
            self.waiting.iter().map(|change| (change.hash(), change.deps())).collect();
        let outside = |hash: &ChangeHash| -> Option<&[ChangeHash]> {
            let deps = [&self.refused, &self.aside].into_iter().find_map(|map| map.get(hash)).map(Vec::as_slice);
            deps.or_else(|| waiting.get(hash).copied()).filter(|_| !document.has(hash))
        };
        if !heads.iter().any(|hash| outside(hash).is_some()) {
            return heads.to_vec();
        }
        let (mut known, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut next = heads.to_vec();
        while let Some(hash) = next.pop() {
            match outside(&hash) {
                _ if !seen.insert(hash) => {}
                Some(deps) => next.extend(deps),
                None => drop(known.insert(hash)),
            }
        }
        let known: Vec<ChangeHash> = known.into_iter().collect();
        // Together they may be all that there is, and then the document's heads say so more briefly.
        let is_all = known.iter().all(|hash| document.has(hash)) && document.beyond(&known).is_empty();
        if is_all { document.heads() } else { known }
    }
}

/// Tells a peer that only changes are read here: one that is told of nothing more sends changes, and no
/// documents.
pub(crate) fn read_only_changes(message: &mut Message) {
    message.flags = None;
}
