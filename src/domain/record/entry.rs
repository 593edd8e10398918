//! A record's name, and a record as it now is.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Collection, Record};
use crate::conflict::Conflict;

/// Names one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordKey {
    /// Which kind of record.
    pub collection: Collection,
    /// Which one of them.
    pub id: Uuid,
}

/// A record as it now is, whether somebody took it out, and what was written apart in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The record.
    pub record: Record,
    /// Taken out, and so not shown; it can be brought back.
    pub removed: bool,
    /// Fields that matter and were written apart.
    pub conflicts: Vec<Conflict>,
}

impl Entry {
    /// A record in which nothing was written apart.
    pub fn plain(record: impl Into<Record>, removed: bool) -> Self {
        Self { record: record.into(), removed, conflicts: Vec::new() }
    }
}
