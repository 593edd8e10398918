//! Which store it is.

use std::fmt;

use uuid::{Builder, Uuid};

/// Names a store for as long as what it told stays true: a store that was put back from a backup has
/// another id, so that nobody takes it for one that holds what was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StorageId(Uuid);

impl StorageId {
    /// The id made of these random bits.
    pub fn from_random(bits: [u8; 16]) -> Self {
        Self(Builder::from_random_bytes(bits).into_uuid())
    }
}

impl fmt::Display for StorageId {
    /// As a UUID, which is how automerge-repo tells storage ids to its peers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
