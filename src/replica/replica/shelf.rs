//! A document on a phone with the chunks that store it.

use automerge::{ActorId, ChangeHash};
use kaifong_domain::document::DocumentKind;

use crate::{
    document::Document,
    storage::{ChunkId, ChunkKind, StoreOp, seal},
};

/// What is stored, or about to be.
pub(super) struct Chunk {
    pub(super) id: ChunkId,
    /// In bytes.
    pub(super) size: usize,
    /// Not known to be damaged.
    pub(super) is_whole: bool,
    /// A snapshot that has been read since it was written.
    pub(super) is_proven: bool,
}

/// How large is what is stored of a document, in bytes.
pub(super) struct Sizes {
    /// The newest snapshot.
    pub(super) whole: usize,
    /// The increments since.
    pub(super) since: usize,
    /// What is older than the newest snapshot.
    pub(super) before: usize,
}

/// A document and its chunks.
pub(super) struct Shelf {
    pub(super) document: Document,
    chunks: Vec<Chunk>,
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

    pub(super) fn loaded(mut document: Document, actor: ActorId, chunks: Vec<Chunk>) -> Self {
        document.set_actor(actor);
        let next = chunks.iter().map(|chunk| chunk.id.number + 1).max().unwrap_or(0);
        Self { document, chunks, next, unsaved: 0, durable: vec![] }
    }

    /// How to store changes.
    pub(super) fn increment(&mut self, changes: &[u8]) -> (ChunkId, StoreOp) {
        self.chunk(ChunkKind::Increment, changes)
    }

    /// How to store the whole document.
    pub(super) fn snapshot(&mut self) -> (ChunkId, StoreOp) {
        let bytes = self.document.save();
        self.chunk(ChunkKind::Snapshot, &bytes)
    }

    /// Puts another document in the place of this one, and says how to store it.
    pub(super) fn replace(&mut self, document: Document) -> StoreOp {
        self.document = document;
        self.snapshot().1
    }

    fn chunk(&mut self, kind: ChunkKind, bytes: &[u8]) -> (ChunkId, StoreOp) {
        let id = ChunkId { document: self.document.kind().name(), number: self.next, kind };
        self.next += 1;
        let sealed = seal(bytes);
        self.chunks.push(Chunk { id: id.clone(), size: sealed.len(), is_whole: true, is_proven: false });
        (id.clone(), StoreOp::PutChunk(id, sealed))
    }

    /// The number of the newest whole snapshot, if there is one.
    fn newest_snapshot(&self) -> Option<u64> {
        let snapshots = self.chunks.iter().filter(|chunk| chunk.is_whole && chunk.id.kind == ChunkKind::Snapshot);
        snapshots.map(|chunk| chunk.id.number).max()
    }

    /// A snapshot has been read back, and is whole: the newest one before it that was ever read is the generation
    /// before it. What is older than that is not needed; how to forget it.
    pub(super) fn prove(&mut self, snapshot: &ChunkId) -> Vec<StoreOp> {
        let earlier = self.chunks.iter().filter(|chunk| chunk.is_proven && chunk.id.number < snapshot.number);
        let before = earlier.map(|chunk| chunk.id.number).max();
        self.chunks.iter_mut().filter(|chunk| chunk.id == *snapshot).for_each(|chunk| chunk.is_proven = true);
        before.map(|before| self.forget_before(before)).unwrap_or_default()
    }

    /// How large is what is stored.
    pub(super) fn sizes(&self) -> Sizes {
        let snapshot = self.newest_snapshot();
        let size_of = |wanted: &dyn Fn(&ChunkId) -> bool| {
            self.chunks.iter().filter(|chunk| wanted(&chunk.id)).map(|chunk| chunk.size).sum()
        };
        let whole = size_of(&|id| Some(id.number) == snapshot);
        let since = size_of(&|id| snapshot.is_none_or(|number| id.number > number));
        let before = size_of(&|id| snapshot.is_some_and(|number| id.number < number));
        Sizes { whole, since, before }
    }

    /// The damaged chunks: they are set aside.
    pub(super) fn damaged(&self) -> impl Iterator<Item = &ChunkId> {
        self.chunks.iter().filter(|chunk| !chunk.is_whole).map(|chunk| &chunk.id)
    }

    /// Takes out the whole chunks before `number`, and says how to forget them.
    fn forget_before(&mut self, number: u64) -> Vec<StoreOp> {
        let before = self.chunks.extract_if(.., |chunk| chunk.is_whole && chunk.id.number < number);
        before.map(|chunk| StoreOp::DeleteChunk(chunk.id)).collect()
    }

    /// Takes out the damaged chunks before `number`, and says how to forget them.
    pub(super) fn forget_damaged(&mut self, number: u64) -> Vec<StoreOp> {
        let damaged = self.chunks.extract_if(.., |chunk| !chunk.is_whole && chunk.id.number < number);
        damaged.map(|chunk| StoreOp::DeleteChunk(chunk.id)).collect()
    }

    /// How to forget all of it.
    pub(super) fn forget_all(&mut self) -> Vec<StoreOp> {
        self.chunks.drain(..).map(|chunk| StoreOp::DeleteChunk(chunk.id)).collect()
    }

    /// Takes out one chunk, and says how to forget it.
    pub(super) fn forget(&mut self, chunk: &ChunkId) -> Vec<StoreOp> {
        let found = self.chunks.extract_if(.., |other| other.id == *chunk);
        found.map(|chunk| StoreOp::DeleteChunk(chunk.id)).collect()
    }
}
