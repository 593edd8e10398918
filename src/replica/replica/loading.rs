//! From what is stored to a replica. A damaged chunk does not stop the rest: it is set aside, told of
//! once, and fetched again from the community; commands whose change is lost are given again.

use std::collections::BTreeMap;

use super::{
    Replica, Setup,
    carrying::Carrier,
    compaction::Compaction,
    handed::{HANDED, Handed},
    handing::Packing,
    link::Link,
    nonce::{NONCE, Nonce},
    opening::Opening,
    putting_down::{PUT_DOWN, PutDown},
    quarantine::{QUARANTINE, Quarantine},
    shelf::{Chunk, Shelf},
    standing::REVOKED,
    writer::Writer,
};
use crate::{
    actor,
    document::Document,
    effect::Effect,
    outbox::Outbox,
    refused::RefusedList,
    restored::{RESTORED, RestoredFrom},
    storage::{ChunkId, ChunkKind, StoreOp, Stored, unseal},
};
use automerge::ChangeHash;
use kaifong_domain::{bridge::Problem, community::Community, document::DocumentKind, refused::Cause, time::Timestamp};

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
        let meta: BTreeMap<String, Vec<u8>> = stored.meta.into_iter().collect();
        let quarantine = Quarantine::load(meta.get(QUARANTINE));
        let mut documents = Vec::new();
        for (kind, chunks) in by_kind {
            let (document, chunks) = assemble(kind, chunks, &quarantine);
            let news = |chunk: &&Chunk| !chunk.is_whole && !quarantine.holds(&chunk.id);
            let parts = chunks.iter().filter(news).count() as u32;
            if parts > 0 {
                effects.push(Effect::Problem(Problem::Damaged { document: kind, parts }));
            }
            documents.push((document, chunks));
        }
        let damaged = !effects.is_empty();
        let (nonce, new) = Nonce::load(setup.nonce, meta.get(NONCE).filter(|_| !damaged), now);
        let synced_at = meta.get(SYNCED_AT).and_then(|bytes| postcard::from_bytes(bytes).ok());
        let mut replica = Self {
            nonce,
            shelves: BTreeMap::new(),
            community: Community::default(),
            outbox: Outbox::default(),
            refused: RefusedList::default(),
            restored: RestoredFrom::load(meta.get(RESTORED)),
            writer: Writer::default(),
            link: Link::default(),
            compaction: Compaction::default(),
            quarantine,
            packing: Packing::default(),
            handed: Handed::load(meta.get(HANDED)),
            opening: Opening::default(),
            carrier: Carrier::default(),
            put_down: PutDown::load(meta.get(PUT_DOWN)),
            synced_at,
            is_previewing: false,
            is_revoked: Self::was_revoked(meta.get(REVOKED), setup.identity.device),
            told: Default::default(),
            setup,
        };
        replica.writer.add(new, None);
        replica.take_in(documents, &mut effects);
        replica.remember_quarantine();
        replica.load_refused(stored.refused, &mut effects);
        replica.load_carried(&meta, &mut effects);
        replica.recover(stored.outbox, now, &mut effects);
        replica.settle(now, &mut effects);
        (replica, effects)
    }

    fn take_in(&mut self, documents: Vec<(Document, Vec<Chunk>)>, effects: &mut Vec<Effect>) {
        let actor = actor::actor(self.setup.identity.device, self.nonce.get());
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
    fn recover(&mut self, rows: Vec<([u8; 32], Vec<u8>)>, now: Timestamp, effects: &mut Vec<Effect>) {
        for (hash, bytes) in rows {
            if self.outbox.load(hash, &bytes).is_none() {
                effects.push(Effect::Problem(Problem::OutboxDamaged));
            }
        }
        let shelves = &self.shelves;
        let held = |document: &str, hash: &ChangeHash| {
            let kind = DocumentKind::from_name(document);
            kind.and_then(|kind| shelves.get(&kind)).is_some_and(|shelf| shelf.document.has(hash))
        };
        let lost = self.outbox.take_lost(|row, hash| held(&row.document, hash));
        self.writer.add(lost.iter().map(|(hash, _)| StoreOp::DeleteOutbox(hash.0)), None);
        self.replay(lost, Cause::Lost, now, effects);
    }

    pub(super) fn remember_synced(&mut self, now: Timestamp) {
        let bytes = postcard::to_allocvec(&now).expect("a moment is only a number");
        self.writer.add([StoreOp::PutMeta(SYNCED_AT.into(), bytes)], None);
    }
}

/// Puts a document together from the newest snapshot that is whole and the increments since. What is older
/// than that is not looked at: it is as it was.
fn assemble(kind: DocumentKind, mut stored: Chunks, quarantine: &Quarantine) -> (Document, Vec<Chunk>) {
    stored.sort_by_key(|(id, _)| id.number);
    let as_it_was = |(id, bytes): &(ChunkId, Vec<u8>)| {
        let (is_whole, is_proven) = (!quarantine.holds(id), false);
        Chunk { id: id.clone(), size: bytes.len(), is_whole, is_proven }
    };
    let mut chunks: Vec<Chunk> = stored.iter().map(as_it_was).collect();
    let mut base = None;
    for (index, (id, bytes)) in stored.iter().enumerate().rev().filter(|(_, (id, _))| id.kind == ChunkKind::Snapshot) {
        let document = unseal(bytes).and_then(|bytes| Document::load(kind, bytes).ok());
        (chunks[index].is_whole, chunks[index].is_proven) = (document.is_some(), document.is_some());
        if let Some(document) = document {
            base = Some((id.number, document));
            break;
        }
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
