//! The outbox: changes made here that the community has not yet said it keeps.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{command::Given, document::DocumentKind, id::RequestId, record::RecordKey, time::Timestamp};
use serde::{Deserialize, Serialize};

use crate::storage::StoreOp;

/// One change that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The document it is in, by name.
    pub document: String,
    /// The number of the chunk that holds it: says in which order a document's changes were made, also
    /// where a clock was set back in between.
    pub chunk: u64,
    /// The request that made it.
    pub request: RequestId,
    /// The command, so that it can be given again if its change is ever lost.
    pub given: Given,
    /// The records it touches.
    pub records: Vec<RecordKey>,
}

/// All changes that wait, by hash.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    rows: BTreeMap<[u8; 32], Row>,
    /// Requests that found their wish fulfilled by changes that wait: they come as far as those do.
    echoes: Vec<(DocumentKind, RequestId, Given)>,
}

impl Outbox {
    /// Adds a change, and says how to store it.
    pub fn add(&mut self, hash: ChangeHash, row: Row) -> StoreOp {
        let bytes = postcard::to_allocvec(&row).expect("a row has only what postcard can write");
        self.rows.insert(hash.0, row);
        StoreOp::PutOutbox(hash.0, bytes)
    }

    /// Takes in a stored row; `None` if it can't be read.
    pub fn load(&mut self, hash: [u8; 32], bytes: &[u8]) -> Option<()> {
        self.rows.insert(hash, postcard::from_bytes(bytes).ok()?);
        Some(())
    }

    /// Takes out the rows of a document that are kept, and says how to forget them.
    pub fn keep(&mut self, kind: DocumentKind, kept: impl Fn(&ChangeHash) -> bool) -> Vec<(RequestId, StoreOp)> {
        let name = kind.name();
        let done = self.rows.extract_if(.., |hash, row| row.document == name && kept(&ChangeHash(*hash)));
        done.map(|(hash, row)| (row.request, StoreOp::DeleteOutbox(hash))).collect()
    }

    /// Adds a request that changed nothing because of what waits in a document.
    pub fn echo(&mut self, kind: DocumentKind, request: RequestId, given: Given) {
        self.echoes.push((kind, request, given));
    }

    /// Takes out the requests that changed nothing, once nothing of their document waits.
    pub fn take_echoes(&mut self, kind: DocumentKind) -> Vec<RequestId> {
        if self.has_any_of(kind) {
            return vec![];
        }
        self.unfounded_echoes(kind).into_iter().map(|(request, _)| request).collect()
    }

    /// Takes out the requests that changed nothing because of what stood in a document, which stands no
    /// more, with what they asked for.
    pub fn unfounded_echoes(&mut self, kind: DocumentKind) -> Vec<(RequestId, Given)> {
        let of_it = self.echoes.extract_if(.., |(other, ..)| *other == kind);
        of_it.map(|(_, request, given)| (request, given)).collect()
    }

    /// Takes out the rows of these changes.
    pub fn take(&mut self, changes: &BTreeSet<ChangeHash>) -> Vec<(ChangeHash, Row)> {
        let taken = self.rows.extract_if(.., |hash, _| changes.contains(&ChangeHash(*hash)));
        taken.map(|(hash, row)| (ChangeHash(hash), row)).collect()
    }

    /// The changes of a document whose command was given longer ago than so many milliseconds; or as far ahead, by
    /// a clock that was wrong.
    pub fn given_long_ago(&self, kind: DocumentKind, now: Timestamp, millis: i64) -> BTreeSet<ChangeHash> {
        let name = kind.name();
        let is_old = |row: &Row| now.0.saturating_sub(row.given.at.0).saturating_abs() > millis;
        let old = self.rows.iter().filter(|(_, row)| row.document == name && is_old(row));
        old.map(|(hash, _)| ChangeHash(*hash)).collect()
    }

    /// Takes out the rows whose change is nowhere to be found.
    pub fn take_lost(&mut self, held: impl Fn(&Row, &ChangeHash) -> bool) -> Vec<(ChangeHash, Row)> {
        let lost = self.rows.extract_if(.., |hash, row| !held(row, &ChangeHash(*hash)));
        lost.map(|(hash, row)| (ChangeHash(hash), row)).collect()
    }

    /// All rows with the hash of their change.
    pub fn rows(&self) -> impl Iterator<Item = (ChangeHash, &Row)> {
        self.rows.iter().map(|(hash, row)| (ChangeHash(*hash), row))
    }

    /// How many changes wait.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a document has a change that waits.
    pub fn has_any_of(&self, kind: DocumentKind) -> bool {
        let name = kind.name();
        self.rows.values().any(|row| row.document == name)
    }

    /// Whether a document's changes wait, or requests that changed nothing because of some.
    pub fn awaits(&self, kind: DocumentKind) -> bool {
        self.has_any_of(kind) || self.echoes.iter().any(|(other, ..)| *other == kind)
    }

    /// The changes of a document that wait.
    pub fn waiting_in(&self, kind: DocumentKind) -> BTreeSet<ChangeHash> {
        let name = kind.name();
        let of_it = self.rows.iter().filter(|(_, row)| row.document == name);
        of_it.map(|(hash, _)| ChangeHash(*hash)).collect()
    }

    /// Whether a change is among them.
    pub fn waits(&self, hash: &ChangeHash) -> bool {
        self.rows.contains_key(&hash.0)
    }

    /// Whether a request's change is among them.
    pub fn has(&self, request: RequestId) -> bool {
        self.kind_of(request).is_some()
    }

    /// In which document a request's change waits, if it does.
    pub fn kind_of(&self, request: RequestId) -> Option<DocumentKind> {
        let row = self.rows.values().find(|row| row.request == request)?;
        DocumentKind::from_name(&row.document)
    }

    /// The records that have a change which waits.
    pub fn records(&self) -> BTreeSet<RecordKey> {
        self.rows.values().flat_map(|row| row.records.iter().copied()).collect()
    }
}
