//! What was promised, and whether it was kept: the oracles. They know only what the replicas told and
//! what is found after a restart, never what a driver did.

mod broken;
pub mod readers;

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, ChangeHash};
use kaifong_domain::{bridge::Tick, document::DocumentKind, id::RequestId};
use kaifong_replica::{document::Document, hub::Hub};

pub use self::broken::Broken;
use crate::phone::{Phone, community_of};

/// What a request came to.
#[derive(Clone, Debug)]
pub struct Deed {
    /// In which document.
    pub kind: DocumentKind,
    /// The changes that it rests on: its own, or those that made it needless.
    pub changes: Vec<ChangeHash>,
    /// The last tick.
    pub tick: Option<Tick>,
    /// Whether it made a change.
    pub is_own: bool,
    /// Whether the phone still owes it a tick: what made no change of its own is forgotten when the
    /// phone is switched off.
    pub is_owed: bool,
}

/// The ledger.
#[derive(Default)]
pub struct Ledger {
    /// What was asked for on which phone.
    pub deeds: BTreeMap<(usize, RequestId), Deed>,
    /// Chunks may be damaged: what was saved may have to be given again.
    pub is_damaged: bool,
    writers: BTreeMap<(DocumentKind, ActorId, u64), ChangeHash>,
    receipts: BTreeMap<DocumentKind, Vec<ChangeHash>>,
}

impl Ledger {
    /// A request was carried out.
    pub fn enter(&mut self, phone: usize, request: RequestId, kind: DocumentKind, made: Option<ChangeHash>) {
        let own = |(key, deed): (&(usize, RequestId), &Deed)| {
            (key.0 == phone && deed.kind == kind && deed.tick < Some(Tick::Kept)).then(|| deed.changes.clone())
        };
        let changes = match made {
            Some(hash) => vec![hash],
            None if self.deeds.contains_key(&(phone, request)) => return,
            None => self.deeds.iter().filter_map(own).flatten().collect::<BTreeSet<_>>().into_iter().collect(),
        };
        self.deeds.insert((phone, request), Deed { kind, changes, tick: None, is_owed: true, is_own: made.is_some() });
    }

    /// A request came a step further.
    pub fn tick(&mut self, phone: usize, request: RequestId, tick: Tick) {
        if let Some(deed) = self.deeds.get_mut(&(phone, request)) {
            deed.tick = deed.tick.max(Some(tick));
        }
    }

    /// A phone was switched on: what it was told is saved must be there.
    ///
    /// # Errors
    /// What is not.
    pub fn phone_loaded(&mut self, index: usize, phone: &Phone) -> Result<(), Broken> {
        let documents: BTreeMap<DocumentKind, &Document> = phone.replica().documents().collect();
        let held =
            |deed: &Deed, hash: &ChangeHash| documents.get(&deed.kind).is_some_and(|document| document.has(hash));
        for ((_, request), deed) in self.deeds.iter().filter(|(key, _)| key.0 == index) {
            let request = *request;
            for hash in deed.changes.iter().filter(|_| deed.tick >= Some(Tick::Saved)) {
                let waits = phone.disk.outbox.contains_key(&hash.0);
                if !held(deed, hash) && !self.is_damaged {
                    return Err(Broken::SavedLost { phone: index, request });
                }
                if deed.tick == Some(Tick::Saved) && !waits && !self.is_kept_otherwise(index, hash) {
                    return Err(Broken::NotWaiting { phone: index, request });
                }
            }
        }
        // What was never said to be saved may be gone.
        self.deeds.retain(|key, deed| {
            let is_here = deed.is_own && deed.changes.iter().all(|hash| held(deed, hash));
            key.0 != index || deed.tick.is_some() || is_here
        });
        for (_, deed) in self.deeds.iter_mut().filter(|(key, _)| key.0 == index) {
            deed.is_owed = deed.is_own;
        }
        documents.into_iter().try_for_each(|(kind, document)| self.read_authors(kind, document))
    }

    /// Whether a change is known to be kept through another request that it stands for too, or was
    /// given again as another one.
    fn is_kept_otherwise(&self, phone: usize, hash: &ChangeHash) -> bool {
        self.is_damaged
            || self
                .deeds
                .iter()
                .any(|(key, deed)| key.0 == phone && deed.tick == Some(Tick::Kept) && deed.changes.contains(hash))
    }

    /// The server was started: what was told to be kept must be there.
    ///
    /// # Errors
    /// What is not.
    pub fn server_loaded(&mut self, hub: &Hub) -> Result<(), Broken> {
        for ((phone, request), deed) in self.deeds.iter().filter(|(_, deed)| deed.tick == Some(Tick::Kept)) {
            let held = |hash| hub.document(deed.kind).is_some_and(|document| document.has(hash));
            if !self.is_damaged && !deed.changes.iter().all(held) {
                return Err(Broken::KeptLost { phone: *phone, request: *request });
            }
        }
        let documents: Vec<_> = hub.kinds().filter_map(|kind| Some((kind, hub.document(kind)?))).collect();
        documents.into_iter().try_for_each(|(kind, document)| self.read_authors(kind, document))
    }

    /// Nobody writes two changes under one number.
    ///
    /// # Errors
    /// If somebody did.
    pub fn read_authors(&mut self, kind: DocumentKind, document: &Document) -> Result<(), Broken> {
        for change in document.automerge().get_changes_meta(&[]) {
            let (hash, seq) = (change.hash, change.seq);
            let other = *self.writers.entry((kind, change.actor.into_owned(), seq)).or_insert(hash);
            if other != hash {
                return Err(Broken::Forked(kind, other, hash, seq));
            }
        }
        Ok(())
    }

    /// The server tells what is durable.
    ///
    /// # Errors
    /// If it told more before.
    pub fn receipt(&mut self, kind: DocumentKind, heads: &[ChangeHash], document: &Document) -> Result<(), Broken> {
        let beyond = document.beyond(heads);
        let told = self.receipts.entry(kind).or_default();
        if told.iter().any(|head| beyond.contains(head) || !document.has(head)) {
            return Err(Broken::Receipt(kind));
        }
        *told = heads.to_vec();
        Ok(())
    }

    /// The page shows what the replica holds, and the replica holds what its documents say.
    ///
    /// # Errors
    /// If not.
    pub fn look(&self, index: usize, phone: &Phone) -> Result<(), Broken> {
        let Some(replica) = &phone.replica else { return Ok(()) };
        if phone.view != *replica.community() {
            return Err(Broken::Stale(index));
        }
        let fresh = replica.documents().flat_map(|(_, document)| document.clone().entries().entries);
        if community_of(fresh) != *replica.community() {
            return Err(Broken::Misread(index));
        }
        Ok(())
    }
}
