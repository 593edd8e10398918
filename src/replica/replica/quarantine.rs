//! Damaged chunks are set aside: they are told of once, take no part in anything, and go when what was
//! in them has come again from the community, is stored, and has been read back (invariant I5).

use std::collections::BTreeSet;

use super::Replica;
use crate::storage::{ChunkId, StoreOp};

/// The named value that holds which damaged chunks were told of.
pub(super) const QUARANTINE: &str = "quarantine";

/// Which damaged chunks a person was told of.
#[derive(Default)]
pub(super) struct Quarantine(BTreeSet<ChunkId>);

impl Quarantine {
    /// As it was stored. What can't be read is as good as nothing: the damage is told once more.
    pub(super) fn load(stored: Option<&Vec<u8>>) -> Self {
        Self(stored.and_then(|bytes| postcard::from_bytes(bytes).ok()).unwrap_or_default())
    }

    /// Whether a chunk was found damaged, and that was told.
    pub(super) fn holds(&self, chunk: &ChunkId) -> bool {
        self.0.contains(chunk)
    }

    /// From now on these were told of; how to store that, if it is new.
    fn tell(&mut self, damaged: BTreeSet<ChunkId>) -> Option<StoreOp> {
        if self.0 == damaged {
            return None;
        }
        let bytes = postcard::to_allocvec(&damaged).expect("chunk ids are plain data");
        self.0 = damaged;
        Some(StoreOp::PutMeta(QUARANTINE.into(), bytes))
    }
}

impl Replica {
    /// How many damaged chunks are set aside until their content comes again: of a document that the server does
    /// not give us any more, nothing comes.
    pub(super) fn set_aside(&self) -> u32 {
        let given = self.shelves.iter().filter(|(kind, _)| !self.link.withholds(**kind));
        given.map(|(_, shelf)| shelf.damaged().count() as u32).sum()
    }

    /// Remembers which damaged chunks were told of.
    pub(super) fn remember_quarantine(&mut self) {
        let damaged = self.shelves.values().flat_map(|shelf| shelf.damaged().cloned()).collect();
        let op = self.quarantine.tell(damaged);
        self.writer.add(op, None);
    }
}
