//! The server: a hub and the store beneath it.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, id::PersonId, time::Timestamp};
use kaifong_replica::{
    document::Damaged,
    hub::{Append, Hub, HubEvent},
};

use crate::{phone::COMMUNITY, stranger::Store};

/// The server.
pub struct Server {
    /// Running, unless the server is down.
    pub hub: Option<Hub>,
    /// Whether it stays down.
    pub is_off: bool,
    /// What is stored: every document's chunks in order.
    pub store: Store,
    /// What a backup of it holds, if there is one.
    pub backup: Option<Store>,
    /// Whether it was set back to a backup, so that the phones are to refill it.
    pub is_set_back: bool,
    /// What its chunks have lost, by the name of the document.
    pub missing: BTreeMap<String, BTreeSet<ChangeHash>>,
    /// Until when they may.
    pub refilled_by: Timestamp,
    /// How far its clock is off, in milliseconds.
    pub skew: i64,
    /// Whether its disk is full.
    pub is_full: bool,
    /// The batch on its way to the store.
    pub committing: Option<(u64, Vec<Append>)>,
    /// Who was erased, as the store notes it beside the documents.
    pub erased: BTreeSet<PersonId>,
    /// Whether the hub has news that it has not settled.
    pub is_unsettled: bool,
    /// How many of the next commits fail.
    pub failing: u32,
}

impl Server {
    /// A server that is down, with what it has stored.
    pub fn new(store: Store) -> Self {
        Self {
            hub: None,
            is_off: false,
            store,
            backup: None,
            is_set_back: false,
            missing: BTreeMap::new(),
            refilled_by: Timestamp(i64::MAX),
            skew: 0,
            is_full: false,
            committing: None,
            erased: BTreeSet::new(),
            is_unsettled: false,
            failing: 0,
        }
    }

    /// Stores a batch.
    pub fn keep(&mut self, appends: Vec<Append>) {
        for Append { kind, chunk, .. } in appends {
            self.store.entry(kind.name()).or_default().push(chunk);
        }
    }

    /// Begins, from what is stored, with this much randomness.
    ///
    /// # Errors
    /// The document that can't be read.
    pub fn start(&mut self, nonce: [u8; 8]) -> Result<(), (String, Damaged)> {
        let mut hub = Hub::load(COMMUNITY, self.store.clone().into_iter().collect(), nonce)?;
        if self.is_set_back {
            hub.refill(self.refilled_by);
        }
        for (name, changes) in &self.missing {
            let kind = DocumentKind::from_name(name);
            kind.into_iter().for_each(|kind| hub.miss(kind, changes.iter().copied()));
        }
        for person in self.erased.iter().copied() {
            hub.handle(Timestamp(0), HubEvent::Erase { person });
        }
        self.hub = Some(hub);
        self.is_unsettled = false;
        Ok(())
    }

    /// The hub, while the server runs.
    ///
    /// # Panics
    /// If the server is down.
    pub fn hub(&self) -> &Hub {
        self.hub.as_ref().expect("the server is up")
    }
}
