//! From what is stored to a replica. A damaged chunk does not stop the rest: it is left where it is,
//! told of, and fetched again from the community; commands whose change is lost are given again.

use std::collections::BTreeMap;

use kaifong_domain::{bridge::Problem, community::Community, document::DocumentKind, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Replica, Setup,
    compaction::Compaction,
    link::Link,
    shelf::{Chunk, Shelf},
    writer::Writer,
};
use crate::{
    actor,
    document::Document,
    effect::Effect,
    outbox::{Outbox, Row},
    storage::{ChunkId, ChunkKind, StoreOp, Stored, unseal},
};

/// The stored nonce is good for the month it was made in.
#[derive(Serialize, Deserialize)]
struct StoredNonce {
    month: (i16, i8),
    nonce: [u8; 8],
}

const NONCE: &str = "nonce";
const SYNCED_AT: &str = "synced-at";

type Chunks = Vec<(ChunkId, Vec<u8>)>;

impl Replica {
    /// Loads a replica. The effects are what must be done first: problems to tell, a new nonce to store.
    pub fn load(setup: Setup, stored: Stored, now: Timestamp) -> (Self, Vec<Effect>) {
        let mut effects = Vec::new();
        let mut by_kind: BTreeMap<DocumentKind, Chunks> = BTreeMap::new();
        // Chunks of documents that this version does not know stay where they are (invariant I8).
        for (id, bytes) in stored.chunks {
            if let Some(kind) = DocumentKind::from_name(&id.document) {
                by_kind.entry(kind).or_default().push((id, bytes));
            }
        }
        let mut documents = Vec::new();
        for (kind, chunks) in by_kind {
            let (document, chunks) = assemble(kind, chunks);
            let parts = chunks.iter().filter(|chunk| !chunk.is_whole).count() as u32;
            if parts > 0 {
                effects.push(Effect::Problem(Problem::Damaged { document: kind, parts }));
            }
            documents.push((document, chunks));
        }
        let meta: BTreeMap<String, Vec<u8>> = stored.meta.into_iter().collect();
        let damaged = !effects.is_empty();
        let (nonce, new) = nonce(&setup, meta.get(NONCE).filter(|_| !damaged), now);
        let synced_at = meta.get(SYNCED_AT).and_then(|bytes| postcard::from_bytes(bytes).ok());
        let mut replica = Self {
            nonce,
            shelves: BTreeMap::new(),
            community: Community::default(),
            outbox: Outbox::default(),
            writer: Writer::default(),
            link: Link::default(),
            compaction: Compaction::default(),
            synced_at,
            told: Default::default(),
            setup,
        };
        replica.writer.add(new, None);
        replica.take_in(documents, &mut effects);
        replica.recover(stored.outbox, &mut effects);
        replica.settle(now, &mut effects);
        (replica, effects)
    }

    fn take_in(&mut self, documents: Vec<(Document, Vec<Chunk>)>, effects: &mut Vec<Effect>) {
        let actor = actor::actor(self.setup.identity.device, self.nonce);
        for (mut document, chunks) in documents {
            let (kind, outcome) = (document.kind(), document.entries());
            if outcome.unreadable > 0 {
                effects.push(Effect::Problem(Problem::NeedsUpdate { document: kind, records: outcome.unreadable }));
            }
            for entry in outcome.entries {
                self.community.put(entry);
            }
            self.shelves.insert(kind, Shelf::loaded(document, actor.clone(), chunks));
        }
    }

    /// Loads the outbox, and gives those commands again whose change was in a damaged chunk.
    fn recover(&mut self, rows: Vec<([u8; 32], Vec<u8>)>, effects: &mut Vec<Effect>) {
        for (hash, bytes) in rows {
            if self.outbox.load(hash, &bytes).is_none() {
                effects.push(Effect::Problem(Problem::OutboxDamaged));
            }
        }
        let shelves = &self.shelves;
        let held = |document: &str, hash: &automerge::ChangeHash| {
            let kind = DocumentKind::from_name(document);
            kind.and_then(|kind| shelves.get(&kind)).is_some_and(|shelf| shelf.document.has(hash))
        };
        let lost = self.outbox.take_lost(|row, hash| held(&row.document, hash));
        self.give_again(lost, effects);
    }

    /// Gives commands again, each document's in the order in which they were given. One may need what
    /// stood in another document: what is refused has another try when something else was not.
    fn give_again(&mut self, mut lost: Vec<([u8; 32], Row)>, effects: &mut Vec<Effect>) {
        lost.sort_by(|(_, one), (_, other)| (&one.document, one.chunk).cmp(&(&other.document, other.chunk)));
        loop {
            let (before, mut refused) = (lost.len(), Vec::new());
            let mut why = Vec::new();
            for (hash, row) in lost {
                match self.carry_out(row.request, row.given.clone(), effects) {
                    Ok(_) => self.writer.add([StoreOp::DeleteOutbox(hash)], None),
                    Err(refusal) => {
                        why.push(refusal);
                        refused.push((hash, row));
                    }
                }
            }
            if refused.len() == before {
                // The rows stay in storage: what was asked for is not forgotten.
                effects.extend(why.into_iter().map(|why| Effect::Problem(Problem::CommandLost(why))));
                return;
            }
            lost = refused;
        }
    }

    pub(super) fn remember_synced(&mut self, now: Timestamp) {
        let bytes = postcard::to_allocvec(&now).expect("a moment is only a number");
        self.writer.add([StoreOp::PutMeta(SYNCED_AT.into(), bytes)], None);
    }
}

/// The nonce to write under: the stored one for its month, else the fresh one and how to store it. It
/// is stored in one transaction with, or before, the first change that is made under it.
fn nonce(setup: &Setup, stored: Option<&Vec<u8>>, now: Timestamp) -> ([u8; 8], Option<StoreOp>) {
    let month = (now.date().year(), now.date().month());
    let stored = stored.and_then(|bytes| postcard::from_bytes::<StoredNonce>(bytes).ok());
    match stored {
        Some(stored) if stored.month == month => (stored.nonce, None),
        _ => {
            let fresh = StoredNonce { month, nonce: setup.nonce };
            let bytes = postcard::to_allocvec(&fresh).expect("a nonce is only bytes");
            (setup.nonce, Some(StoreOp::PutMeta(NONCE.into(), bytes)))
        }
    }
}

/// Puts a document together from the newest snapshot that is whole and the increments since.
fn assemble(kind: DocumentKind, mut stored: Chunks) -> (Document, Vec<Chunk>) {
    stored.sort_by_key(|(id, _)| id.number);
    let mut chunks: Vec<Chunk> =
        stored.iter().map(|(id, bytes)| Chunk { id: id.clone(), size: bytes.len(), is_whole: true }).collect();
    let mut base = None;
    for (index, (id, bytes)) in stored.iter().enumerate().rev().filter(|(_, (id, _))| id.kind == ChunkKind::Snapshot) {
        if let Some(document) = unseal(bytes).and_then(|bytes| Document::load(kind, bytes).ok()) {
            base = Some((id.number, document));
            break;
        }
        chunks[index].is_whole = false;
    }
    let (since, mut document) = match base {
        Some((number, document)) => (Some(number), document),
        None => (None, Document::new(kind)),
    };
    let after = |id: &ChunkId| id.kind == ChunkKind::Increment && since.is_none_or(|since| id.number > since);
    for (index, (_, bytes)) in stored.iter().enumerate().filter(|(_, (id, _))| after(id)) {
        chunks[index].is_whole = unseal(bytes).and_then(|bytes| document.absorb(bytes).ok()).is_some();
    }
    (document, chunks)
}
