//! Putting a letter down: somebody does not want to carry it any longer. What is still under way goes as if the
//! community had not taken it; its author has it, or nobody.

use std::collections::BTreeSet;

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, handover::LetterId, time::Timestamp};

use super::{Replica, opening::Change};
use crate::{effect::Effect, storage::StoreOp};

/// The named value that holds what was put down.
pub(super) const PUT_DOWN: &str = "put-down";

/// The changes that were put down and are not known to be with the community. They come back with a generation of
/// the document that was stored before; then nobody is to wait for them.
#[derive(Default)]
pub(super) struct PutDown(BTreeSet<[u8; 32]>);

impl PutDown {
    /// As it was stored. What can't be read is as good as nothing.
    pub(super) fn load(stored: Option<&Vec<u8>>) -> Self {
        Self(stored.and_then(|bytes| postcard::from_bytes(bytes).ok()).unwrap_or_default())
    }

    /// Whether a change was put down.
    pub(super) fn has(&self, hash: &ChangeHash) -> bool {
        self.0.contains(&hash.0)
    }

    fn store(&self) -> StoreOp {
        StoreOp::PutMeta(PUT_DOWN.into(), postcard::to_allocvec(&self.0).expect("hashes are only bytes"))
    }
}

impl Replica {
    /// Forgets a letter, as a person asked for; and what was merged of it, if it is still on its way.
    pub fn put_down(&mut self, id: LetterId, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(load) = self.carrier.loads.get(&id) {
            let (changes, is_under_way) = (load.changes.clone(), load.is_under_way());
            self.forget(id);
            if is_under_way {
                self.take_letter_out(changes.clone(), now, &mut effects);
                // A server that was told of what is gone now would build on it.
                self.dial_anew(&mut effects);
            }
            self.leave_behind(&changes);
            let kinds: BTreeSet<DocumentKind> =
                changes.iter().filter_map(|change| DocumentKind::from_name(&change.document)).collect();
            // What was found done waits for this letter no more.
            kinds.into_iter().for_each(|kind| self.count_kept(kind, &mut effects));
        }
        self.settle(now, &mut effects);
        effects
    }

    /// Remembers those of a letter's changes that are not here, nor in another letter.
    fn leave_behind(&mut self, changes: &[Change]) {
        let is_gone = |change: &&Change| !self.holds(change) && !self.carrier.brings(&change.hash);
        let gone: Vec<[u8; 32]> = changes.iter().filter(is_gone).map(|change| change.hash.0).collect();
        if !gone.is_empty() {
            self.put_down.0.extend(gone);
            self.writer.add([self.put_down.store()], None);
        }
    }

    /// A letter is taken: none of its changes is put down any more.
    pub(super) fn take_up(&mut self, changes: &[Change]) {
        let before = self.put_down.0.len();
        self.put_down.0.retain(|hash| !changes.iter().any(|change| change.hash.0 == *hash));
        self.store_put_down(before);
    }

    /// The community has what this phone holds: what was put down and is here again is with the community.
    pub(super) fn confirm_put_down(&mut self) {
        let (before, shelves) = (self.put_down.0.len(), &self.shelves);
        let is_here = |hash: &[u8; 32]| shelves.values().any(|shelf| shelf.document.has(&ChangeHash(*hash)));
        self.put_down.0.retain(|hash| !is_here(hash));
        self.store_put_down(before);
    }

    fn store_put_down(&mut self, before: usize) {
        if self.put_down.0.len() < before {
            self.writer.add([self.put_down.store()], None);
        }
    }
}
