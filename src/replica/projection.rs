//! From a document to the entries that can be seen. Local and remote changes take this one way
//! (invariant I2).

mod conflict;
mod target;

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, ObjId, ObjType, Patch, PatchAction, Prop, ROOT, ReadDoc, ScalarValue, Value as AmValue};
use kaifong_domain::{
    field::Field,
    record::{Collection, Entry, Record, RecordKey},
    value::{FieldValue, Value},
};
use uuid::Uuid;

pub use self::target::Targets;
use crate::schema::MADE_KEY;

/// The records that patches touch.
pub fn touched(patches: &[Patch]) -> BTreeSet<RecordKey> {
    patches.iter().filter_map(touched_by).collect()
}

/// A patch's path is the way from the root to the object it changes; the record is its second step,
/// or the key that the patch itself puts into a collection.
fn touched_by(patch: &Patch) -> Option<RecordKey> {
    let step = |index: usize| match patch.path.get(index) {
        Some((_, Prop::Map(key))) => Some(key.as_str()),
        _ => None,
    };
    let collection = Collection::from_code(step(0)?);
    let id = match (step(1), &patch.action) {
        (Some(id), _) => id,
        (None, PatchAction::PutMap { key, .. } | PatchAction::DeleteMap { key }) => key,
        (None, PatchAction::Conflict { prop: Prop::Map(key) }) => key,
        _ => return None,
    };
    key(collection, id)
}

fn key(collection: Collection, id: &str) -> Option<RecordKey> {
    let id = Uuid::try_parse(id).ok()?;
    (collection != Collection::Unknown).then_some(RecordKey { collection, id })
}

/// What a document says of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A record that this version can read.
    Entry(Box<Entry>),
    /// It is there, but this version can't read it (invariant I8: it is kept).
    Unreadable,
    /// It is not there.
    Absent,
}

impl Reading {
    /// Whether something in it was written apart.
    pub fn is_apart(&self) -> bool {
        matches!(self, Self::Entry(entry) if !entry.conflicts.is_empty())
    }
}

/// Reads one record.
pub fn read(doc: &Automerge, collection: &ObjId, key: RecordKey) -> Reading {
    let maps = maps(doc, collection, &key.id.simple().to_string());
    if maps.is_empty() {
        return Reading::Absent;
    }
    let mut apart = BTreeSet::new();
    let fields = match maps.as_slice() {
        [map] => fields(doc, map, &mut apart),
        _ => merged(doc, &maps, &mut apart),
    };
    let removed = bool::from_value(fields.get(&Field::Removed)).unwrap_or(false);
    apart.retain(|field| Record::matters(key.collection, *field));
    match Record::read(key, &|field| fields.get(&field).cloned()) {
        Ok(record) => {
            let conflicts = apart.into_iter().filter_map(|field| conflict::read(doc, &maps, field)).collect();
            Reading::Entry(Box::new(Entry { record, removed, conflicts }))
        }
        Err(_) => Reading::Unreadable,
    }
}

/// The collection's map in a document.
pub fn collection(doc: &Automerge, collection: Collection) -> Option<ObjId> {
    match doc.get(ROOT, collection.code()) {
        Ok(Some((AmValue::Object(ObjType::Map), object))) => Some(object),
        _ => None,
    }
}

/// Whether a record was made apart on several phones, and so consists of several maps.
pub fn is_contested(doc: &Automerge, collection: &ObjId, key: RecordKey) -> bool {
    maps(doc, collection, &key.id.simple().to_string()).len() > 1
}

/// A record's maps, the winning one first. There is more than one if two phones made it apart, such
/// as a session of a series of which both said something.
pub fn maps(doc: &impl ReadDoc, collection: &ObjId, id: &str) -> Vec<ObjId> {
    let all = doc.get_all(collection, id).unwrap_or_default();
    let maps = all.into_iter().filter(|(value, _)| matches!(value, AmValue::Object(ObjType::Map)));
    maps.map(|(_, object)| object).rev().collect()
}

/// The fields of a record that has one map, as almost every record has, and those that were written apart.
fn fields(doc: &Automerge, map: &ObjId, apart: &mut BTreeSet<Field>) -> BTreeMap<Field, Value> {
    let mut fields = BTreeMap::new();
    for item in doc.map_range(map, ..) {
        let field = Field::from_code(&item.key);
        if item.conflict {
            apart.insert(field);
        }
        if item.conflict && field.is_ushers() {
            fields.extend(earliest(doc, map, field).map(|at| (field, Value::Int(at))));
            continue;
        }
        let object = item.id();
        if let Some(value) = value(doc, &item.value.into_value(), &object).filter(|_| field != Field::Unknown) {
            fields.insert(field, value);
        }
    }
    fields
}

/// What the usher wrote twice, before and after its server was restored from an old backup: what was
/// written first was told first, and holds.
fn earliest(doc: &Automerge, map: &ObjId, field: Field) -> Option<i64> {
    let all = doc.get_all(map, field.code()).ok()?;
    all.into_iter().filter_map(|(value, _)| value.as_i64()).min()
}

/// The fields of a record that was made apart on several phones: edits made in any of its maps are seen.
/// Each of them may have been written apart.
fn merged(doc: &Automerge, maps: &[ObjId], apart: &mut BTreeSet<Field>) -> BTreeMap<Field, Value> {
    let mut fields = BTreeMap::new();
    let written = maps.iter().flat_map(|map| doc.keys(map)).map(|code| Field::from_code(&code));
    apart.extend(written.filter(|field| *field != Field::Unknown));
    for field in apart.iter().copied() {
        let read = |map: &ObjId| {
            let (value, object) = doc.get(map, field.code()).ok().flatten()?;
            self::value(doc, &value, &object)
        };
        let Some(mut seen) = visible(doc, maps, field.code()).and_then(read) else { continue };
        if let Value::Set(items) = &mut seen {
            for other in maps.iter().filter_map(read) {
                if let Value::Set(more) = other {
                    items.extend(more);
                }
            }
        }
        fields.insert(field, seen);
    }
    fields
}

/// In which of a record's maps the value of a field stands that people see: the last edit; before any,
/// what the winning map began with, unless it is empty.
pub fn visible<'a>(doc: &impl ReadDoc, maps: &'a [ObjId], code: &str) -> Option<&'a ObjId> {
    if let [map] = maps {
        return Some(map);
    }
    let mut best: Option<(Rank, &ObjId)> = None;
    for map in maps {
        let Ok(Some((value, id))) = doc.get(map, code) else { continue };
        let rank = rank(doc, map, &value, &id);
        if best.as_ref().is_none_or(|(other, _)| *other < rank) {
            best = Some((rank, map));
        }
    }
    best.map(|(_, map)| map)
}

/// How far a value goes before another: edits in the order in which they were made, then what is not
/// empty.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    edited: Option<(u64, Vec<u8>)>,
    filled: bool,
}

/// The counter of the operation with which a record's map was done: what comes after is somebody's edit.
fn made(doc: &impl ReadDoc, map: &ObjId) -> u64 {
    match doc.get(map, MADE_KEY) {
        Ok(Some((_, ObjId::Id(counter, ..)))) => counter,
        _ => 0,
    }
}

/// Whether somebody has edited a field in one of a record's maps.
pub fn is_edited(doc: &impl ReadDoc, map: &ObjId, code: &str) -> bool {
    let id = doc.get(map, code).ok().flatten().map(|(_, id)| id);
    matches!(id, Some(ObjId::Id(counter, ..)) if counter > made(doc, map))
}

fn rank(doc: &impl ReadDoc, map: &ObjId, value: &AmValue<'_>, id: &ObjId) -> Rank {
    let edited = match id {
        ObjId::Id(counter, actor, _) if *counter > made(doc, map) => Some((*counter, actor.to_bytes().to_vec())),
        _ => None,
    };
    let filled = match value {
        AmValue::Object(ObjType::Text) => doc.length(id) > 0,
        AmValue::Object(_) => true,
        AmValue::Scalar(scalar) => !matches!(scalar.as_ref(), ScalarValue::Null),
    };
    Rank { edited, filled }
}

fn value(doc: &Automerge, value: &AmValue<'_>, object: &ObjId) -> Option<Value> {
    Some(match value {
        AmValue::Object(ObjType::Text) => Value::Long(doc.text(object).ok()?),
        AmValue::Object(ObjType::Map) => Value::Set(doc.keys(object).collect()),
        AmValue::Object(_) => return None,
        AmValue::Scalar(scalar) => self::scalar(scalar)?,
    })
}

/// A scalar as a field's value; `None` if it can be none.
pub fn scalar(scalar: &ScalarValue) -> Option<Value> {
    Some(match scalar {
        ScalarValue::Str(text) => Value::Text(text.to_string()),
        ScalarValue::Int(number) | ScalarValue::Timestamp(number) => Value::Int(*number),
        ScalarValue::Uint(number) => Value::Int(i64::try_from(*number).ok()?),
        ScalarValue::Boolean(yes) => Value::Bool(*yes),
        ScalarValue::Counter(counter) => Value::Int(counter.into()),
        ScalarValue::Null => Value::Nothing,
        ScalarValue::Bytes(_) | ScalarValue::F64(_) | ScalarValue::Unknown { .. } => return None,
    })
}

/// Every record's key in a collection.
pub fn keys(doc: &Automerge, collection: Collection, object: &ObjId) -> Vec<RecordKey> {
    doc.keys(object).filter_map(|id| key(collection, &id)).collect()
}
