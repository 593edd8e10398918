//! A phone's storage: every write is done whole or not at all, and what was done stays.

use std::collections::BTreeMap;

use automerge::ChangeHash;
use kaifong_replica::storage::{ChunkId, ChunkKind, StoreOp, Stored, Write};

use crate::seed::Seed;

/// What a phone has stored.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Chunks of documents.
    pub chunks: BTreeMap<ChunkId, Vec<u8>>,
    /// Outbox rows.
    pub outbox: BTreeMap<[u8; 32], Vec<u8>>,
    /// Named values.
    pub meta: BTreeMap<String, Vec<u8>>,
}

impl Disk {
    /// Stores all of a write.
    pub fn store(&mut self, write: &Write) {
        for op in write.ops.iter().cloned() {
            match op {
                StoreOp::PutChunk(id, bytes) => drop(self.chunks.insert(id, bytes)),
                StoreOp::DeleteChunk(id) => drop(self.chunks.remove(&id)),
                StoreOp::PutOutbox(hash, row) => drop(self.outbox.insert(hash, row)),
                StoreOp::DeleteOutbox(hash) => drop(self.outbox.remove(&hash)),
                StoreOp::PutMeta(name, value) => drop(self.meta.insert(name, value)),
            }
        }
    }

    /// Everything, as a replica loads it.
    pub fn stored(&self) -> Stored {
        Stored {
            chunks: self.chunks.clone().into_iter().collect(),
            outbox: self.outbox.clone().into_iter().collect(),
            meta: self.meta.clone().into_iter().collect(),
        }
    }

    /// Flips one bit in some chunk; which chunk, if there is one.
    pub fn damage(&mut self, seed: &mut Seed) -> Option<ChunkId> {
        let ids: Vec<ChunkId> = self.chunks.keys().cloned().collect();
        let id = seed.pick(&ids)?;
        flip(self.chunks.get_mut(id)?, seed);
        Some(id.clone())
    }

    /// The snapshots of a document, by number.
    pub fn snapshots(&self, document: &str) -> Vec<u64> {
        let snapshots = self.chunks.keys().filter(|id| id.document == document && id.kind == ChunkKind::Snapshot);
        snapshots.map(|id| id.number).collect()
    }
}

/// Flips one bit.
pub fn flip(bytes: &mut [u8], seed: &mut Seed) {
    if let Some(length) = std::num::NonZeroUsize::new(bytes.len()) {
        let index = seed.below(length.get());
        bytes[index] ^= 1 << seed.below(8);
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
