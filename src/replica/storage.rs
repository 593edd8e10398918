//! What a phone keeps of its documents: chunks, an outbox and a few named values.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ChunkKind {
    /// A whole document.
    Snapshot,
    /// Changes on top of what has a lower number.
    Increment,
}

/// Names a chunk of a document in storage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChunkId {
    /// The document's name, such as `tasks-2026`.
    pub document: String,
    /// Grows with every chunk of the document.
    pub number: u64,
    /// What it is.
    pub kind: ChunkKind,
}

/// One step of a write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoreOp {
    /// Keep a chunk.
    PutChunk(ChunkId, Vec<u8>),
    /// Forget a chunk.
    DeleteChunk(ChunkId),
    /// Forget all chunks, those of documents that this version does not know too.
    DeleteChunks,
    /// Keep an outbox row under its change's hash.
    PutOutbox([u8; 32], Vec<u8>),
    /// Forget an outbox row.
    DeleteOutbox([u8; 32]),
    /// Keep a refused command under the hash of the change that it had made.
    PutRefused([u8; 32], Vec<u8>),
    /// Forget a refused command.
    DeleteRefused([u8; 32]),
    /// Keep a named value.
    PutMeta(String, Vec<u8>),
    /// Forget a named value.
    DeleteMeta(String),
}

/// Steps that are stored together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// Names the write.
    pub id: u64,
    /// What to store.
    pub ops: Vec<StoreOp>,
}

/// Everything that a phone has stored of a community.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// All chunks, in any order.
    pub chunks: Vec<(ChunkId, Vec<u8>)>,
    /// All outbox rows by change hash.
    pub outbox: Vec<([u8; 32], Vec<u8>)>,
    /// All refused commands by the hash of the change that they had made.
    pub refused: Vec<([u8; 32], Vec<u8>)>,
    /// All named values.
    pub meta: Vec<(String, Vec<u8>)>,
}

/// How many bytes of SHA-256 stand before a chunk's bytes.
const SEAL: usize = 8;

/// A chunk's bytes as they are stored: with a checksum before them.
pub fn seal(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = Sha256::digest(bytes)[..SEAL].to_vec();
    sealed.extend_from_slice(bytes);
    sealed
}

/// A stored chunk's bytes, if the checksum is right.
pub fn unseal(sealed: &[u8]) -> Option<&[u8]> {
    let (checksum, bytes) = sealed.split_at_checked(SEAL)?;
    (Sha256::digest(bytes)[..SEAL] == *checksum).then_some(bytes)
}
