//! The history of records: who did what to them and when, as the documents' changes tell it. It is asked
//! for when somebody wants to see it, a page at a time, and kept nowhere.

use serde::{Deserialize, Serialize};

use crate::{device::Author, field::Field, record::RecordKey, time::Timestamp, value::Value};

/// How many steps are told at once.
pub const STEPS: usize = 50;

/// Where a step stands in its document's history: later ones are greater. No two stand in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place(pub u64, pub [u8; 32]);

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The records, all of one document: a suggestion with its moves and comments, say. The first one
    /// tells in which document they are.
    pub keys: Vec<RecordKey>,
    /// Only what is earlier than this.
    pub before: Option<Place>,
}

/// The answer: at most [`STEPS`] steps, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The steps.
    pub steps: Vec<Step>,
    /// Whether there are earlier ones.
    pub has_earlier: bool,
}

/// One change, as far as it touched the records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Where it stands.
    pub place: Place,
    /// Who.
    pub by: Author,
    /// When, by their clock.
    pub at: Timestamp,
    /// The name and version of the command, such as `EditTask/1`; others' programs may give none.
    pub name: String,
    /// What it did to each record.
    pub parts: Vec<Part>,
}

/// What one change did to one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which record.
    pub key: RecordKey,
    /// Whether it made the record.
    pub is_new: bool,
    /// The fields that it wrote, beyond what a new record began with.
    pub fields: Vec<Written>,
}

/// A field that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Which, as far as this version knows it.
    pub field: Field,
    /// What its author saw there before.
    pub before: Value,
    /// What they wrote.
    pub after: Value,
}
