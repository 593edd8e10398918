//! From a change's operations to what it does to records, as the policy judges it.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    ScalarValue,
    legacy::{Key, ObjectId, Op, OpId, OpType},
};
use kaifong_domain::{
    change::Write,
    field::Field,
    record::{Collection, Record, RecordKey},
    value::Value,
};
use uuid::Uuid;

use super::place::Place;
use crate::{projection, schema::MADE_KEY};

/// What a change does, in its order. What it writes into a record that it makes is part of the making, until it
/// says that this is done: then it edits, as a command does that makes a record and edits it.
#[derive(Default)]
pub(super) struct Deeds {
    writes: Vec<Write>,
    /// Where the records that it makes stand among the writes, by the counters of their maps.
    records: BTreeMap<u64, usize>,
    /// Those of them that are made.
    made: BTreeSet<usize>,
    /// The texts and sets that it makes, and where they stand among the writes, by their counters.
    parts: BTreeMap<u64, (usize, Field)>,
}

impl Deeds {
    /// Takes note of an operation on something at `place`. What follows from it counts only if the operation
    /// has the right shape.
    pub(super) fn note(&mut self, op: &Op, id: &OpId, place: Place) {
        let own = match &op.obj {
            ObjectId::Id(object) if object.actor() == id.actor() => Some(object.counter()),
            _ => None,
        };
        match place {
            Place::Collection(collection) => match (op_key(op).and_then(|key| Uuid::try_parse(key).ok()), &op.action) {
                (Some(uuid), OpType::Make(_)) => {
                    self.records.insert(id.counter(), self.writes.len());
                    self.writes.push(Write::Create(RecordKey { collection, id: uuid }, Vec::new()));
                }
                _ => self.writes.push(unknown()),
            },
            Place::Record(key) => match own.and_then(|own| self.records.get(&own)).copied() {
                Some(index) if op_key(op) == Some(MADE_KEY) => drop(self.made.insert(index)),
                Some(index) if !self.made.contains(&index) => self.begin(op, id, index, key),
                _ => self.put(op, id, key),
            },
            Place::Field(key, field) => match own.and_then(|own| self.parts.get(&own)).copied() {
                Some((index, field)) if !self.made.contains(&index) => self.fill(op, index, field),
                _ => self.writes.push(Write::Part(key, field)),
            },
            Place::Beside(key, _) => self.writes.push(Write::Put(key, Field::Unknown, Value::Nothing)),
            Place::Root | Place::Elsewhere(_) => self.writes.push(unknown()),
        }
    }

    /// A field of a record that is there.
    fn put(&mut self, op: &Op, id: &OpId, key: RecordKey) {
        let field = field(op, key);
        if matches!(op.action, OpType::Make(_)) {
            self.parts.insert(id.counter(), (self.writes.len(), field));
        }
        self.writes.push(Write::Put(key, field, value(&op.action)));
    }

    /// A field of a record that this change makes.
    fn begin(&mut self, op: &Op, id: &OpId, index: usize, key: RecordKey) {
        let field = field(op, key);
        if matches!(field, Field::Removed | Field::Unknown) {
            self.writes.push(Write::Put(key, field, value(&op.action)));
            return;
        }
        if matches!(op.action, OpType::Make(_)) {
            self.parts.insert(id.counter(), (index, field));
        }
        if let Some(Write::Create(_, fields)) = self.writes.get_mut(index) {
            fields.retain(|(other, _)| *other != field);
            fields.push((field, value(&op.action)));
        }
    }

    /// A piece of a text, or an item of a set, that this change makes. The pieces may not be in their order: that
    /// there are any is what the policy asks.
    fn fill(&mut self, op: &Op, index: usize, field: Field) {
        let value = match self.writes.get_mut(index) {
            Some(Write::Create(_, fields)) => {
                fields.iter_mut().find(|(other, _)| *other == field).map(|(_, value)| value)
            }
            Some(Write::Put(_, _, value)) => Some(value),
            _ => None,
        };
        match (value, &op.action, &op.key) {
            (Some(Value::Long(text)), OpType::Put(ScalarValue::Str(piece)), _) => text.push_str(piece),
            (Some(Value::Set(items)), OpType::Put(_), Key::Map(item)) => drop(items.insert(item.to_string())),
            _ => {}
        }
    }

    /// The writes.
    pub(super) fn into_writes(self) -> Vec<Write> {
        self.writes
    }
}

/// Something that only a newer version knows.
fn unknown() -> Write {
    Write::Put(RecordKey { collection: Collection::Unknown, id: Uuid::nil() }, Field::Unknown, Value::Nothing)
}

fn op_key(op: &Op) -> Option<&str> {
    match &op.key {
        Key::Map(key) => Some(key),
        Key::Seq(_) => None,
    }
}

/// The field that an operation writes in a record, if its records have it.
fn field(op: &Op, key: RecordKey) -> Field {
    let field = op_key(op).map_or(Field::Unknown, Field::from_code);
    let is_known = field == Field::Removed || Record::fits(key.collection, field, None).is_some();
    if is_known { field } else { Field::Unknown }
}

fn value(action: &OpType) -> Value {
    match action {
        OpType::Put(scalar) => projection::scalar(scalar).unwrap_or(Value::Nothing),
        OpType::Make(automerge::ObjType::Text) => Value::Long(String::new()),
        OpType::Make(_) => Value::Set(Default::default()),
        _ => Value::Nothing,
    }
}
