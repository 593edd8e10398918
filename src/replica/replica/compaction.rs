//! Compaction (invariant I5): a new snapshot is written and read back before anything older goes, and
//! the generation before it stays until the next. Damaged chunks go in the same way, once the community has
//! sent again what was in them.

use automerge::ChangeHash;
use kaifong_domain::{bridge::Problem, document::DocumentKind, time::Timestamp};

use super::{Replica, shelf::Sizes, writer::Cargo};
use crate::{
    document::Document,
    effect::Effect,
    storage::{ChunkId, unseal},
};

/// Increments smaller than this together are not worth a snapshot, in bytes.
const LEAST: usize = 32 * 1024;
/// What is older than the newest snapshot may take so many times its size: a document that is made anew without
/// refused changes is a snapshot each time.
const MOST_BEFORE: usize = 4;
/// After a snapshot that was not to be read back, how long until the next try, in milliseconds.
const PAUSE: i64 = 60_000;

/// The snapshot that is being made, if any.
#[derive(Default)]
pub(super) struct Compaction {
    making: Option<Making>,
    /// When a snapshot was last not to be read back.
    failed_at: Option<Timestamp>,
}

struct Making {
    kind: DocumentKind,
    chunk: ChunkId,
    heads: Vec<ChangeHash>,
    /// It holds all that the community has of the document: what was in damaged chunks, too.
    is_complete: bool,
}

impl Compaction {
    /// A document leaves the phone, and what is being made of it.
    pub(super) fn leave(&mut self, kind: DocumentKind) {
        self.making.take_if(|making| making.kind == kind);
    }
}

impl Replica {
    /// Begins a snapshot of the first document whose increments, or older generations, outweigh its last one, or
    /// whose damaged chunks are no longer needed.
    pub(super) fn compact(&mut self, now: Timestamp) {
        let since = |failed_at: Timestamp| now.0.saturating_sub(failed_at.0).saturating_abs();
        let rests = self.compaction.failed_at.is_some_and(|failed_at| since(failed_at) < PAUSE);
        if rests || self.compaction.making.is_some() || !self.writer.is_idle() {
            return;
        }
        let link = &self.link;
        let due = self.shelves.iter_mut().find(|(_, shelf)| {
            let Sizes { whole, since, before } = shelf.sizes();
            let worth = whole.max(LEAST);
            since > worth || before > MOST_BEFORE * worth || shelf.damaged().next().is_some() && link.is_even(shelf)
        });
        let Some((kind, shelf)) = due else { return };
        let (chunk, op) = shelf.snapshot();
        let (heads, is_complete) = (shelf.document.heads(), link.is_even(shelf));
        self.compaction.making = Some(Making { kind: *kind, chunk: chunk.clone(), heads, is_complete });
        self.writer.add([op], Some(Cargo::Snapshot(chunk)));
    }

    /// The snapshot has been read back: if it is whole, what is older than the generation before it goes.
    pub(super) fn read_back(
        &mut self,
        chunk: &ChunkId,
        bytes: Option<&[u8]>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(making) = self.compaction.making.take_if(|making| making.chunk == *chunk) else { return };
        let Some(shelf) = self.shelves.get_mut(&making.kind) else { return };
        let read = bytes.and_then(unseal).and_then(|bytes| Document::load(making.kind, bytes).ok());
        let mut ops = Vec::new();
        if read.is_some_and(|document| document.heads() == making.heads) {
            ops.extend(shelf.prove(chunk));
            if making.is_complete {
                ops.extend(shelf.forget_damaged(chunk.number));
            }
        } else {
            self.compaction.failed_at = Some(now);
            effects.push(Effect::Problem(Problem::Damaged { document: making.kind, parts: 1 }));
            ops.extend(shelf.forget(chunk));
        }
        self.writer.add(ops, None);
        self.remember_quarantine();
    }

    /// A snapshot that finds no room makes way for what else is to be written.
    pub(super) fn make_way(&mut self, effects: &mut Vec<Effect>) {
        let Some((chunk, done)) = self.writer.leave_out_snapshot() else { return };
        self.compaction.making = None;
        // Nothing of it is stored, so there is nothing to be forgotten but here.
        self.shelves.values_mut().for_each(|shelf| drop(shelf.forget(&chunk)));
        self.deliver(done, effects);
    }
}
