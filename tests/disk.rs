//! A phone's storage: every write is done whole or not at all, and what was done stays; but bytes go bad,
//! and there may be no room.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, id::RequestId, refused::Refused};
use kaifong_replica::{
    outbox::Row,
    storage::{ChunkId, ChunkKind, StoreOp, Stored, Write},
};

use crate::seed::Seed;

/// What a phone has stored.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Chunks of documents.
    pub chunks: BTreeMap<ChunkId, Vec<u8>>,
    /// Outbox rows.
    pub outbox: BTreeMap<[u8; 32], Vec<u8>>,
    /// Refused commands.
    pub refused: BTreeMap<[u8; 32], Vec<u8>>,
    /// Named values.
    pub meta: BTreeMap<String, Vec<u8>>,
    /// How many bytes it takes, if there is a bound.
    pub quota: Option<usize>,
}

impl Disk {
    /// Stores all of a write.
    pub fn store(&mut self, write: &Write) {
        for op in write.ops.iter().cloned() {
            match op {
                StoreOp::PutChunk(id, bytes) => drop(self.chunks.insert(id, bytes)),
                StoreOp::DeleteChunk(id) => drop(self.chunks.remove(&id)),
                StoreOp::DeleteChunks => self.chunks.clear(),
                StoreOp::PutOutbox(hash, row) => drop(self.outbox.insert(hash, row)),
                StoreOp::DeleteOutbox(hash) => drop(self.outbox.remove(&hash)),
                StoreOp::PutRefused(hash, row) => drop(self.refused.insert(hash, row)),
                StoreOp::DeleteRefused(hash) => drop(self.refused.remove(&hash)),
                StoreOp::PutMeta(name, value) => drop(self.meta.insert(name, value)),
                StoreOp::DeleteMeta(name) => drop(self.meta.remove(&name)),
            }
        }
    }

    /// The power goes while a write is being stored: all of its steps are there, and the bytes of some are not.
    pub fn tear(&mut self, mut write: Write, seed: &mut Seed) {
        let chunks = write.ops.iter_mut().filter_map(|op| match op {
            StoreOp::PutChunk(_, bytes) => Some(bytes),
            _ => None,
        });
        chunks.for_each(|bytes| bytes.truncate(seed.below(bytes.len() + 1)));
        self.store(&write);
    }

    /// Whether there is room for a write: what it stores needs it before what it deletes gives it back.
    pub fn has_room_for(&self, write: &Write) -> bool {
        let size = |op: &StoreOp| match op {
            StoreOp::PutChunk(_, bytes) | StoreOp::PutMeta(_, bytes) => bytes.len(),
            StoreOp::PutOutbox(_, bytes) | StoreOp::PutRefused(_, bytes) => bytes.len(),
            StoreOp::DeleteChunk(_) | StoreOp::DeleteOutbox(_) | StoreOp::DeleteRefused(_) => 0,
            StoreOp::DeleteMeta(_) | StoreOp::DeleteChunks => 0,
        };
        self.quota.is_none_or(|quota| self.size() + write.ops.iter().map(size).sum::<usize>() <= quota)
    }

    /// How many bytes are stored.
    pub fn size(&self) -> usize {
        let (chunks, rows) = (self.chunks.values(), self.outbox.values());
        chunks.chain(rows).chain(self.refused.values()).chain(self.meta.values()).map(Vec::len).sum()
    }

    /// Everything, as a replica loads it.
    pub fn stored(&self) -> Stored {
        Stored {
            chunks: self.chunks.clone().into_iter().collect(),
            outbox: self.outbox.clone().into_iter().collect(),
            refused: self.refused.clone().into_iter().collect(),
            meta: self.meta.clone().into_iter().collect(),
        }
    }

    /// The bytes of some chunk go bad; which chunk, if there is one.
    pub fn damage(&mut self, seed: &mut Seed) -> Option<ChunkId> {
        let known = |id: &&ChunkId| DocumentKind::from_name(&id.document).is_some();
        let ids: Vec<ChunkId> = self.chunks.keys().filter(known).cloned().collect();
        let id = seed.pick(&ids)?;
        spoil(self.chunks.get_mut(id)?, seed);
        Some(id.clone())
    }

    /// The requests whose change waits here.
    pub fn waiting(&self) -> BTreeSet<RequestId> {
        let rows = self.outbox.values().filter_map(|bytes| postcard::from_bytes::<Row>(bytes).ok());
        rows.map(|row| row.request).collect()
    }

    /// The requests that are listed as refused here.
    pub fn listed(&self) -> BTreeSet<RequestId> {
        let rows = self.refused.values().filter_map(|bytes| postcard::from_bytes::<Refused>(bytes).ok());
        rows.map(|row| row.request).collect()
    }

    /// The snapshots of a document, by number.
    pub fn snapshots(&self, document: &str) -> Vec<u64> {
        let snapshots = self.chunks.keys().filter(|id| id.document == document && id.kind == ChunkKind::Snapshot);
        snapshots.map(|id| id.number).collect()
    }
}

/// One bit flips, the end is missing, or the end is blank.
pub fn spoil(bytes: &mut Vec<u8>, seed: &mut Seed) {
    let length = bytes.len();
    match seed.below(3) {
        0 => bytes.truncate(seed.below(length + 1)),
        1 => bytes[seed.below(length + 1)..].fill(0),
        _ if length == 0 => {}
        _ => bytes[seed.below(length)] ^= 1 << seed.below(8),
    }
}

/// The changes whose outbox rows are in a write.
pub fn rows(write: &Write) -> Vec<ChangeHash> {
    let row = |op: &StoreOp| match op {
        StoreOp::PutOutbox(hash, _) => Some(ChangeHash(*hash)),
        _ => None,
    };
    write.ops.iter().filter_map(row).collect()
}

/// The bytes of a snapshot that a step stores.
pub fn snapshot(op: &mut StoreOp) -> Option<&mut Vec<u8>> {
    match op {
        StoreOp::PutChunk(id, bytes) if id.kind == ChunkKind::Snapshot => Some(bytes),
        _ => None,
    }
}

/// Deletes what a write's snapshot replaces together with storing it.
pub fn delete_hastily(write: &mut Write, stored: Vec<ChunkId>) {
    let new: Vec<_> = write
        .ops
        .iter()
        .filter_map(|op| match op {
            StoreOp::PutChunk(id, _) if id.kind == ChunkKind::Snapshot => Some(id.clone()),
            _ => None,
        })
        .collect();
    let old = |id: &ChunkId| new.iter().any(|new| new.document == id.document && id.number < new.number);
    write.ops.extend(stored.into_iter().filter(old).map(StoreOp::DeleteChunk));
}
