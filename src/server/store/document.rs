//! Documents as the store sees them: an append-only log of opaque chunks.

use kaifong_domain::time::Timestamp;
pub use kaifong_replica::schema::DocumentId;

use crate::{device::DeviceId, slug::Slug};

/// A chunk's id. Within a document, later chunks have greater ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkId(pub i64);

/// A chunk to be added to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// In which community.
    pub community: Slug,
    /// To which document.
    pub document: DocumentId,
    /// The document's kind, by name; what the first chunk says stays.
    pub kind: String,
    /// The changes, encoded.
    pub chunk: Vec<u8>,
    /// When they were accepted.
    pub accepted_at: Timestamp,
    /// Which changes these are, for the audit.
    pub changes: Vec<Accepted>,
}

/// A change that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its hash.
    pub hash: [u8; 32],
    /// The device under whose name it was made; none if no device made it.
    pub device: Option<DeviceId>,
    /// The name of the command that made it, if it says so.
    pub command: Option<String>,
}

/// A document with all that is stored of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDocument {
    /// Which.
    pub document: DocumentId,
    /// Its kind, by name.
    pub kind: String,
    /// Its chunks, in the order in which to load them.
    pub chunks: Vec<Chunk>,
}

/// A stored chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Its id.
    pub id: ChunkId,
    /// The bytes, as they were read.
    pub bytes: Vec<u8>,
    /// Whether they are the bytes that were stored.
    pub condition: Condition,
}

/// Whether a chunk is what was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Its SHA-256 is the one that was stored with it.
    Intact,
    /// It is not.
    Damaged,
}

/// A snapshot that takes the place of chunks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// In which community.
    pub community: Slug,
    /// In which document.
    pub document: DocumentId,
    /// The greatest id of the chunks that the snapshot holds.
    pub upto: ChunkId,
    /// The whole document, encoded.
    pub snapshot: Vec<u8>,
}
