//! What a phone remembers of the files from which it was restored.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::document::DocumentKind;
use serde::{Deserialize, Serialize};

use crate::{document::Document, storage::StoreOp};

/// The named value that holds it.
pub const RESTORED: &str = "restored";

/// What came from files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoredFrom {
    /// The changes whose command was given again: it is not given a second time, whatever became of it.
    given: BTreeSet<[u8; 32]>,
    /// The heads of documents that may hold what the community has never had.
    unconfirmed: BTreeMap<String, Vec<[u8; 32]>>,
}

impl RestoredFrom {
    /// As it was stored; what can't be read is as good as nothing.
    pub fn load(stored: Option<&Vec<u8>>) -> Self {
        stored.and_then(|bytes| postcard::from_bytes(bytes).ok()).unwrap_or_default()
    }

    /// How to store it.
    pub fn store(&self) -> StoreOp {
        let bytes = postcard::to_allocvec(self).expect("hashes are plain data");
        StoreOp::PutMeta(RESTORED.into(), bytes)
    }

    /// Notes that a change's command is given again; whether that is new.
    pub fn give(&mut self, hash: ChangeHash) -> bool {
        self.given.insert(hash.0)
    }

    /// Notes that a document holds what came from a file.
    pub fn mark(&mut self, document: &Document) {
        let heads = document.heads().into_iter().map(|head| head.0).collect();
        self.unconfirmed.insert(document.kind().name(), heads);
    }

    /// The community has all that a document holds; whether that is news.
    pub fn confirm(&mut self, kind: DocumentKind) -> bool {
        self.unconfirmed.remove(&kind.name()).is_some()
    }

    /// Whether a change of a document may have come from a file.
    pub fn brought(&self, document: &Document, hash: &ChangeHash) -> bool {
        let heads = self.unconfirmed.get(&document.kind().name());
        heads.is_some_and(|heads| {
            let heads: Vec<ChangeHash> = heads.iter().map(|head| ChangeHash(*head)).collect();
            !document.beyond(&heads).contains(hash)
        })
    }
}
