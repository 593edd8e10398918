//! The usher at work in a document: which claims there are, and the seats that are written into it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::ActorId;
use kaifong_domain::{
    community::Community,
    document::DocumentKind,
    record::{Collection, RecordKey},
    time::Timestamp,
    usher::usher,
};

use crate::document::{Document, Outcome};

/// The name and version of the usher's changes (invariant I1).
const MESSAGE: &str = "SeatClaims/1";

/// What the usher knows of a document.
#[derive(Default)]
pub struct Seating {
    /// Its roles and claims.
    known: Community,
    /// Whether some of them have changed since the usher looked.
    is_stirred: bool,
}

impl Seating {
    /// The seating of a document as it is.
    pub fn of(document: &mut Document) -> Self {
        let mut seating = Self::default();
        if matches!(document.kind(), DocumentKind::Tasks(_)) {
            seating.see(document.entries_of(&[Collection::Roles, Collection::Claims]));
        }
        seating
    }

    /// Something in the document is new, or has changed, or is gone.
    pub fn see(&mut self, outcome: Outcome) {
        let counts = |key: &RecordKey| matches!(key.collection, Collection::Roles | Collection::Claims);
        for key in outcome.gone.into_iter().filter(counts) {
            self.known.take(key);
            self.is_stirred = true;
        }
        for entry in outcome.entries.into_iter().filter(|entry| counts(&entry.record.key())) {
            self.known.put(entry);
            self.is_stirred = true;
        }
    }

    /// Writes what the usher has to write into the document; whether that was anything. As with what phones
    /// send (invariant I6), it is written into a copy first, and a panic leaves everything as it was.
    pub fn seat(&mut self, document: &mut Document, actor: &ActorId, now: Timestamp) -> bool {
        if !std::mem::take(&mut self.is_stirred) || document.is_newer() {
            return false;
        }
        let changes = usher(&self.known, now);
        if changes.is_empty() {
            return false;
        }
        let write = || {
            let mut copy = document.clone();
            copy.set_actor(actor.clone());
            let committed = copy.commit(&changes, MESSAGE, now).ok()??;
            Some((copy, committed.outcome.entries))
        };
        let Ok(Some((copy, entries))) = catch_unwind(AssertUnwindSafe(write)) else {
            // Not as it was known: the usher looks again at what there is.
            *self = Self::of(document);
            return false;
        };
        *document = copy;
        entries.into_iter().for_each(|entry| self.known.put(entry));
        true
    }
}
