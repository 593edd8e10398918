//! Compaction (invariant I5): a new snapshot is written and read back before anything older goes, and
//! the generation before it stays until the next.

use automerge::ChangeHash;
use kaifong_domain::{bridge::Problem, document::DocumentKind};

use super::{Replica, writer::Cargo};
use crate::{
    document::Document,
    effect::Effect,
    storage::{ChunkId, unseal},
};

/// Increments smaller than this together are not worth a snapshot, in bytes.
const LEAST: usize = 32 * 1024;

/// The snapshot that is being made, if any.
#[derive(Default)]
pub(super) struct Compaction {
    making: Option<Making>,
}

struct Making {
    kind: DocumentKind,
    chunk: ChunkId,
    heads: Vec<ChangeHash>,
}

impl Replica {
    /// Begins a snapshot of the first document whose increments outweigh its last one.
    pub(super) fn compact(&mut self) {
        if self.compaction.making.is_some() || !self.writer.is_idle() {
            return;
        }
        let due = self.shelves.iter_mut().find(|(_, shelf)| {
            let (whole, since) = shelf.sizes();
            since > whole.max(LEAST)
        });
        let Some((kind, shelf)) = due else { return };
        let (chunk, op) = shelf.snapshot();
        self.compaction.making = Some(Making { kind: *kind, chunk: chunk.clone(), heads: shelf.document.heads() });
        self.writer.add([op], Some(Cargo::Snapshot(chunk)));
    }

    /// The snapshot has been read back: if it is whole, what is older than the generation before it goes.
    pub(super) fn read_back(&mut self, chunk: &ChunkId, bytes: Option<&[u8]>, effects: &mut Vec<Effect>) {
        let Some(making) = self.compaction.making.take_if(|making| making.chunk == *chunk) else { return };
        let Some(shelf) = self.shelves.get_mut(&making.kind) else { return };
        let read = bytes.and_then(unseal).and_then(|bytes| Document::load(making.kind, bytes).ok());
        let ops = if read.is_some_and(|document| document.heads() == making.heads) {
            shelf.snapshot_before(chunk.number).map(|previous| shelf.forget_before(previous)).unwrap_or_default()
        } else {
            effects.push(Effect::Problem(Problem::Damaged { document: making.kind, parts: 1 }));
            shelf.forget(chunk)
        };
        self.writer.add(ops, None);
    }
}
