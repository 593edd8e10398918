//! A document without some of its changes: made of all the others anew.

use std::collections::BTreeSet;

use automerge::{ActorId, ChangeHash};

use super::{Damaged, Document};
use crate::schema;

/// A document that was made without some of its changes.
pub struct Parted {
    /// What is left.
    pub document: Document,
    /// The changes that are not in it: those that were not wanted, and those that built on them.
    pub without: BTreeSet<ChangeHash>,
}

impl Document {
    /// The document as it would be if `unwanted` and everything that builds on them had never come.
    /// Changes that wait for others are not taken along: the community sends them again.
    ///
    /// # Errors
    /// [`Damaged`] if what is left does not make a document, which would be a fault of Automerge's.
    pub fn without(&self, unwanted: &BTreeSet<ChangeHash>) -> Result<Parted, Damaged> {
        let mut without = BTreeSet::new();
        let mut kept = Vec::new();
        for change in self.doc.get_changes(&[]) {
            let hash = change.hash();
            if unwanted.contains(&hash) || change.deps().iter().any(|dep| without.contains(dep)) {
                without.insert(hash);
            } else {
                kept.push(change);
            }
        }
        let mut doc = schema::genesis(self.kind);
        doc.apply_changes(kept).map_err(|_| Damaged)?;
        doc.set_actor(self.doc.get_actor().clone());
        Ok(Parted { document: Self { kind: self.kind, doc, contested: BTreeSet::new() }, without })
    }

    /// Who wrote a change; `None` if it is not here.
    pub fn author(&self, hash: &ChangeHash) -> Option<ActorId> {
        self.doc.get_change_meta_by_hash(hash).map(|change| change.actor.into_owned())
    }

    /// The changes of an actor from its number `seq` on.
    pub fn branch(&self, actor: &ActorId, seq: u64) -> BTreeSet<ChangeHash> {
        let all = self.doc.get_changes_meta(&[]).into_iter();
        all.filter(|change| change.seq >= seq && *change.actor == *actor).map(|change| change.hash).collect()
    }
}
