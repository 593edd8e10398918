//! Which changes are on some disk, and so can come back from there.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, Change, ChangeHash};
use kaifong_domain::document::DocumentKind;
use kaifong_replica::{
    document::Document,
    storage::{ChunkId, ChunkKind, unseal},
};

use crate::{disk::Disk, stranger::Store};

/// Changes with what they build on, wherever they were found.
#[derive(Clone, Default)]
pub struct Durable {
    /// Mostly in the order in which they were made.
    found: Vec<(ChangeHash, Vec<ChangeHash>)>,
}

impl Durable {
    /// What a server has stored.
    pub fn in_store(store: &Store) -> Self {
        let mut durable = Self::default();
        durable.begin(store.keys());
        store.values().flatten().for_each(|chunk| durable.read(chunk));
        durable
    }

    /// What a phone has stored, as far as it is whole and a replica reads it: not what is older than the newest
    /// snapshot.
    pub fn on_disk(disk: &Disk) -> Self {
        let mut durable = Self::default();
        durable.begin(disk.chunks.keys().map(|id| &id.document));
        let whole = disk.chunks.iter().filter_map(|(id, bytes)| Some((id, unseal(bytes)?)));
        let mut newest: BTreeMap<&String, u64> = BTreeMap::new();
        for (id, bytes) in whole.clone() {
            if id.kind == ChunkKind::Snapshot && Automerge::load(bytes).is_ok() {
                let number = newest.entry(&id.document).or_insert(id.number);
                *number = id.number.max(*number);
            }
        }
        let is_read = |id: &ChunkId| newest.get(&id.document).is_none_or(|number| id.number >= *number);
        whole.filter(|(id, _)| is_read(id)).for_each(|(_, bytes)| durable.read(bytes));
        durable
    }

    /// Both together.
    pub fn with(mut self, other: &Self) -> Self {
        self.found.extend_from_slice(&other.found);
        self
    }

    /// The changes all of whose history is there.
    pub fn whole(&self) -> BTreeSet<ChangeHash> {
        let mut whole = BTreeSet::new();
        loop {
            let before = whole.len();
            for (hash, deps) in &self.found {
                if deps.iter().all(|dep| whole.contains(dep)) {
                    whole.insert(*hash);
                }
            }
            if whole.len() == before {
                return whole;
            }
        }
    }

    /// Every document's first changes are everybody's own.
    fn begin<'a>(&mut self, names: impl Iterator<Item = &'a String>) {
        for kind in names.filter_map(|name| DocumentKind::from_name(name)) {
            self.found.extend(Document::new(kind).beyond(&[]).into_iter().map(|first| (first, vec![])));
        }
    }

    fn read(&mut self, bytes: &[u8]) {
        match bytes.get(8) {
            // Automerge's binary format: 0 is a whole document.
            Some(0) => {
                let document = Automerge::load(bytes).into_iter();
                for change in document.flat_map(|document| document.get_changes(&[])) {
                    self.found.push((change.hash(), change.deps().to_vec()));
                }
            }
            _ => self.read_changes(bytes),
        }
    }

    fn read_changes(&mut self, mut bytes: &[u8]) {
        while let Some(length) = chunk_length(bytes).filter(|length| *length <= bytes.len()) {
            let (chunk, rest) = bytes.split_at(length);
            if let Ok(change) = Change::try_from(chunk) {
                self.found.push((change.hash(), change.deps().to_vec()));
            }
            bytes = rest;
        }
    }
}

/// The changes in a document's chunks.
pub fn changes_in(chunks: &[Vec<u8>]) -> BTreeSet<ChangeHash> {
    let mut durable = Durable::default();
    chunks.iter().for_each(|chunk| durable.read(chunk));
    durable.found.into_iter().map(|(hash, _)| hash).collect()
}

/// Four magic bytes, four of checksum, one of type, then the length of what follows in LEB128.
fn chunk_length(bytes: &[u8]) -> Option<usize> {
    const BEFORE_LENGTH: usize = 9;
    let mut length = 0_usize;
    for (index, byte) in bytes.get(BEFORE_LENGTH..)?.iter().take(5).enumerate() {
        length |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return length.checked_add(BEFORE_LENGTH + index + 1);
        }
    }
    None
}
