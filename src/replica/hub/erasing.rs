//! Erasing: somebody is to be forgotten. The hub takes them out of the shared documents and writes down, in the
//! community's own document, that they were erased; once that is durable, their private documents go whole. They go
//! again whenever they come back: with a backup that was put back, or with the phones that refill one. A family of the
//! book club is erased alike, under an id of its own (`FamilyId::subject`).

use std::collections::BTreeSet;

use kaifong_domain::{
    change::Change,
    community::Community,
    document::DocumentKind,
    erasure::{self, Erasure},
    id::PersonId,
    record::Collection,
    time::Timestamp,
};

use super::{Held, Hub, HubEffect};
use crate::schema::DocumentId;

/// The name and version of the changes that erase a person (invariant I1).
pub const ERASE_PERSON: &str = "ErasePerson/1";

/// Who is being erased.
#[derive(Default)]
pub(super) struct Erasing {
    /// To be written down.
    due: BTreeSet<PersonId>,
    /// Let go of since the hub was loaded.
    expunged: BTreeSet<PersonId>,
}

impl Erasing {
    pub(super) fn take(&mut self, person: PersonId) {
        self.due.insert(person);
        self.expunged.remove(&person);
    }
}

impl Hub {
    /// Writes down who is to be erased, when no commit is under way. Whoever was erased before is not erased twice; but a
    /// card that comes again, with what a store had lost or a phone brings back, is emptied again.
    pub(super) fn write_erasures(&mut self, now: Timestamp) {
        for person in std::mem::take(&mut self.erasing.due) {
            if !self.ground.known().erasures.contains_key(&person) {
                self.erase(person, now);
            }
        }
        for person in self.ground.take_stirred() {
            let changes = erasure::of_roster(self.ground.known(), person);
            self.write_erasure(DocumentKind::Roster, &changes, now);
        }
    }

    /// Says that a person is erased, and gives their places back.
    fn erase(&mut self, person: PersonId, now: Timestamp) {
        let mut withdrawn = Vec::new();
        for (kind, held) in &mut self.documents {
            if let DocumentKind::Tasks(_) = kind {
                let mut tasks = Community::default();
                let entries = held.document.entries_of(&[Collection::Tasks, Collection::Claims]).entries;
                entries.into_iter().for_each(|entry| tasks.put(entry));
                withdrawn.push((*kind, erasure::of_tasks(&tasks, person, now)));
            }
        }
        for (kind, changes) in withdrawn {
            self.write_erasure(kind, &changes, now);
        }
        let erased = [Change::PersonErased(Erasure { id: person, at: now })];
        self.write_erasure(DocumentKind::Erasures, &erased, now);
    }

    /// Writes a part of it, unless a newer version has been at work in the document: what stands there stays, and
    /// nothing is said of them again all the same.
    fn write_erasure(&mut self, kind: DocumentKind, changes: &[Change], now: Timestamp) {
        if changes.is_empty() {
            return;
        }
        let held = self.documents.entry(kind).or_insert_with(|| Held::new(kind));
        let before = held.document.heads();
        if held.enter(&self.usher, changes, ERASE_PERSON, now) {
            held.see_since(&before, &mut self.ground);
        }
    }

    /// Lets go of all that is kept of those who were erased, when no commit is under way: once each time that the hub
    /// is loaded, for what is in the store may have come from a backup.
    pub(super) fn expunge(&mut self, effects: &mut Vec<HubEffect>) {
        if !self.documents.get(&DocumentKind::Erasures).is_some_and(Held::is_durable) {
            return;
        }
        let erased: Vec<PersonId> = self.ground.known().erasures.keys().collect();
        for person in erased.into_iter().filter(|person| self.erasing.expunged.insert(*person)) {
            let held = self.documents.keys().copied().filter(|kind| kind.subject() == Some(person));
            let kinds: Vec<DocumentKind> = held.collect();
            for kind in &kinds {
                self.documents.remove(kind);
                self.stirred.remove(kind);
            }
            self.ground.forget(person);
            let documents = kinds.into_iter().map(|kind| DocumentId::of(&self.community, kind)).collect();
            effects.push(HubEffect::Expunge { person, documents });
        }
    }
}
