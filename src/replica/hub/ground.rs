//! What the policy asks of documents other than the one that is written into, and of records that stand far
//! apart in it: kept at hand, so that judging a change does not read whole documents.

use kaifong_domain::{
    community::Community,
    id::PersonId,
    record::{Collection, RecordKey},
};

use crate::document::{Document, Outcome};

/// The collections that rules look through.
const ASKED: [Collection; 8] = [
    Collection::People,
    Collection::Captaincies,
    Collection::Series,
    Collection::Claims,
    Collection::Events,
    Collection::Erasures,
    Collection::Devices,
    Collection::Contacts,
];

/// These records of all documents.
#[derive(Default)]
pub(super) struct Ground(Community);

impl Ground {
    /// Takes in a document that was just loaded.
    pub(super) fn read(&mut self, document: &mut Document) {
        let asked: Vec<Collection> =
            document.kind().collections().iter().copied().filter(|kind| ASKED.contains(kind)).collect();
        let outcome = document.entries_of(&asked);
        self.see(&outcome);
    }

    /// Something in a document is new, or has changed, or is gone.
    pub(super) fn see(&mut self, outcome: &Outcome) {
        for key in outcome.gone.iter().filter(|key| ASKED.contains(&key.collection)) {
            self.0.take(*key);
        }
        for entry in outcome.entries.iter().filter(|entry| ASKED.contains(&entry.record.key().collection)) {
            self.0.put(entry.clone());
        }
    }

    /// How somebody could be reached is gone with its document.
    pub(super) fn forget(&mut self, person: PersonId) {
        self.0.take(RecordKey { collection: Collection::Contacts, id: person.0 });
    }

    pub(super) fn known(&self) -> &Community {
        &self.0
    }
}
