//! What the policy asks of documents other than the one that is written into, and of records that stand far
//! apart in it: kept at hand, so that judging a change does not read whole documents.

use std::collections::BTreeSet;

use kaifong_domain::{
    community::Community,
    document::DocumentKind,
    erasure,
    id::PersonId,
    record::{Collection, Record, RecordKey},
};

use crate::document::{Document, Outcome};

/// The collections that rules look through.
const ASKED: [Collection; 9] = [
    Collection::People,
    Collection::Captaincies,
    Collection::Series,
    Collection::Claims,
    Collection::Events,
    Collection::Erasures,
    Collection::Devices,
    Collection::Contacts,
    Collection::Endorsements,
];

/// These records of all documents.
#[derive(Default)]
pub(super) struct Ground {
    known: Community,
    /// Whose private documents may be for somebody new, who has not been told of them.
    reopened: BTreeSet<PersonId>,
    /// Of whom something has come that goes when they are erased, or that they are.
    stirred: BTreeSet<PersonId>,
}

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
            self.known.take(*key);
        }
        for entry in outcome.entries.iter().filter(|entry| ASKED.contains(&entry.record.key().collection)) {
            self.stirred.extend(erasure::concerned(&self.known, &entry.record));
            self.known.put(entry.clone());
            match &entry.record {
                Record::Person(card) => drop(self.reopened.insert(card.id)),
                Record::Captaincy(captaincy) => {
                    let there = self.known.people.values().filter(|card| card.building == Some(captaincy.building));
                    self.reopened.extend(there.map(|card| card.id));
                }
                _ => {}
            }
        }
    }

    /// The private documents that may be for somebody new, as a building has another captain or somebody moved.
    pub(super) fn take_reopened(&mut self) -> impl Iterator<Item = DocumentKind> + use<> {
        std::mem::take(&mut self.reopened).into_iter().map(DocumentKind::Private)
    }

    /// Those who are erased, of whom something has come since this was last asked.
    pub(super) fn take_stirred(&mut self) -> Vec<PersonId> {
        let stirred = std::mem::take(&mut self.stirred).into_iter();
        stirred.filter(|person| self.known.erasures.contains_key(person)).collect()
    }

    /// How somebody could be reached is gone with its document.
    pub(super) fn forget(&mut self, person: PersonId) {
        self.known.take(RecordKey { collection: Collection::Contacts, id: person.0 });
    }

    pub(super) fn known(&self) -> &Community {
        &self.known
    }
}
