//! A document on a phone with the chunks that store it.

use automerge::{ActorId, ChangeHash};
use kaifong_domain::document::DocumentKind;

use crate::{
    document::Document,
    storage::{ChunkId, ChunkKind, StoreOp, seal},
};

/// A document and its chunks.
pub(super) struct Shelf {
    pub(super) document: Document,
    /// What is stored, or about to be, with its size.
    chunks: Vec<(ChunkId, usize)>,
    next: u64,
    /// Changes made here that are not durable yet: until they are, nobody is told of them.
    pub(super) unsaved: u32,
    /// The newest durable heads that the server has told.
    pub(super) durable: Vec<ChangeHash>,
}

impl Shelf {
    pub(super) fn new(kind: DocumentKind, actor: ActorId) -> Self {
        Self::loaded(Document::new(kind), actor, vec![])
    }

    pub(super) fn loaded(mut document: Document, actor: ActorId, chunks: Vec<(ChunkId, usize)>) -> Self {
        document.set_actor(actor);
        let next = chunks.iter().map(|(chunk, _)| chunk.number + 1).max().unwrap_or(0);
        Self { document, chunks, next, unsaved: 0, durable: vec![] }
    }

    /// How to store changes.
    pub(super) fn increment(&mut self, changes: &[u8]) -> StoreOp {
        self.chunk(ChunkKind::Increment, changes).1
    }

    /// How to store the whole document.
    pub(super) fn snapshot(&mut self) -> (ChunkId, StoreOp) {
        let bytes = self.document.save();
        self.chunk(ChunkKind::Snapshot, &bytes)
    }

    fn chunk(&mut self, kind: ChunkKind, bytes: &[u8]) -> (ChunkId, StoreOp) {
        let id = ChunkId { document: self.document.kind().name(), number: self.next, kind };
        self.next += 1;
        let sealed = seal(bytes);
        self.chunks.push((id.clone(), sealed.len()));
        (id.clone(), StoreOp::PutChunk(id, sealed))
    }

    /// The number of the newest snapshot before `number`, if there is one.
    pub(super) fn snapshot_before(&self, number: u64) -> Option<u64> {
        let earlier = self.chunks.iter().filter(|(id, _)| id.kind == ChunkKind::Snapshot && id.number < number);
        earlier.map(|(id, _)| id.number).max()
    }

    /// The sizes of the newest snapshot and of the increments since.
    pub(super) fn sizes(&self) -> (usize, usize) {
        let snapshot = self.snapshot_before(u64::MAX);
        let size_of = |wanted: &dyn Fn(&ChunkId) -> bool| {
            self.chunks.iter().filter(|(id, _)| wanted(id)).map(|(_, size)| size).sum()
        };
        let whole = size_of(&|id| Some(id.number) == snapshot);
        let since = size_of(&|id| snapshot.is_none_or(|number| id.number > number));
        (whole, since)
    }

    /// Takes out the chunks before `number`, and says how to forget them.
    pub(super) fn forget_before(&mut self, number: u64) -> Vec<StoreOp> {
        self.chunks.extract_if(.., |(id, _)| id.number < number).map(|(id, _)| StoreOp::DeleteChunk(id)).collect()
    }

    /// Takes out one chunk, and says how to forget it.
    pub(super) fn forget(&mut self, chunk: &ChunkId) -> Vec<StoreOp> {
        self.chunks.extract_if(.., |(id, _)| id == chunk).map(|(id, _)| StoreOp::DeleteChunk(id)).collect()
    }
}
