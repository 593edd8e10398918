//! The traces that changes have left in some records.

use std::collections::BTreeMap;

use automerge::{
    ActorId, Automerge, Change, ChangeHash, ExpandedChange, ObjId, ObjType, ReadDoc, Value as AmValue,
    legacy::{Key, ObjectId, Op, OpType},
};
use kaifong_domain::{
    field::Field,
    history::{Part, Place, Step, Written},
    record::RecordKey,
    time::Timestamp,
    value::Value,
};

use super::excerpt::excerpt;
use crate::{actor::author_of, projection, schema::MADE_KEY};

/// Objects by the operation that made them.
type Objects<T> = BTreeMap<u64, Vec<(ActorId, T)>>;

/// A place in one of the records: its map, and the field, where it is an object in a field.
#[derive(Clone)]
struct Spot {
    key: RecordKey,
    map: ObjId,
    field: Option<String>,
}

/// Some records of a document, and where they stand in it.
pub(super) struct Trace<'a> {
    doc: &'a Automerge,
    spots: Objects<Spot>,
}

impl<'a> Trace<'a> {
    /// The records with these keys, as far as they are in the document.
    pub(super) fn of(doc: &'a Automerge, keys: &[RecordKey]) -> Self {
        let mut spots = Objects::new();
        for key in keys {
            let Some(collection) = projection::collection(doc, key.collection) else { continue };
            for map in projection::maps(doc, &collection, &key.id.simple().to_string()) {
                for code in doc.keys(&map) {
                    for (_, object) in doc.get_all(&map, code.as_str()).unwrap_or_default() {
                        let spot = Spot { key: *key, map: map.clone(), field: Some(code.clone()) };
                        put(&mut spots, &object, spot);
                    }
                }
                put(&mut spots, &map, Spot { key: *key, map: map.clone(), field: None });
            }
        }
        Self { doc, spots }
    }

    /// The change that made the first of the records.
    pub(super) fn beginning(&self) -> Option<ChangeHash> {
        let mut maps = self.spots.values().flatten().filter(|(_, spot)| spot.field.is_none());
        self.doc.hash_for_opid(&maps.next()?.1.map)
    }

    /// What the changes did that are not in the history of these heads.
    pub(super) fn steps(&self, since: &[ChangeHash]) -> Vec<Step> {
        let mut spots = self.spots.clone();
        let changes = self.doc.get_changes(since);
        changes.iter().filter_map(|change| self.step(&mut spots, change)).collect()
    }

    fn step(&self, spots: &mut Objects<Spot>, change: &Change) -> Option<Step> {
        let expanded = change.decode();
        let touched = touched(spots, &expanded);
        if touched.is_empty() {
            return None;
        }
        let hash = change.hash();
        let part = |(key, Touched { is_new, fields, begun, .. }): (RecordKey, Touched)| {
            let written = |(code, map): (String, ObjId)| {
                let begun = begun.get(&code).cloned();
                self.written(&map, &code, change.deps(), hash, begun)
            };
            Part { key, is_new, fields: fields.into_iter().filter_map(written).collect() }
        };
        Some(Step {
            place: Place(expanded.start_op.get(), hash.0),
            by: author_of(&expanded.actor_id),
            at: Timestamp(expanded.time.saturating_mul(1_000)),
            name: expanded.message.unwrap_or_default(),
            parts: touched.into_iter().map(part).collect(),
        })
    }

    /// What a change wrote into a field; `None` if it is as before. Where there were several values, to
    /// say that one of them holds is something as well. A new record's field was as it `begun`.
    fn written(
        &self,
        map: &ObjId,
        code: &str,
        deps: &[ChangeHash],
        hash: ChangeHash,
        begun: Option<Value>,
    ) -> Option<Written> {
        let before = begun.unwrap_or_else(|| self.value_at(map, code, deps));
        let after = self.value_at(map, code, &[hash]);
        let was_apart = || self.doc.get_all_at(map, code, deps).is_ok_and(|all| all.len() > 1);
        if before == after && !was_apart() {
            return None;
        }
        let (before, after) = excerpt(before, after);
        Some(Written { field: Field::from_code(code), before, after })
    }

    fn value_at(&self, map: &ObjId, code: &str, heads: &[ChangeHash]) -> Value {
        let found = self.doc.get_at(map, code, heads).ok().flatten();
        let value = found.and_then(|(value, object)| match value {
            AmValue::Object(ObjType::Text) => self.doc.text_at(&object, heads).ok().map(Value::Long),
            AmValue::Object(ObjType::Map) => Some(Value::Set(self.doc.keys_at(&object, heads).collect())),
            AmValue::Object(_) => None,
            AmValue::Scalar(scalar) => projection::scalar(&scalar),
        });
        value.unwrap_or(Value::Nothing)
    }
}

/// What a change did to a record: the fields that it wrote, each with the map in which it stands.
#[derive(Default)]
struct Touched {
    is_new: bool,
    /// The change is still at what a new record begins with.
    is_beginning: bool,
    fields: BTreeMap<String, ObjId>,
    /// What a new record began with.
    begun: BTreeMap<String, Value>,
}

fn touched(spots: &mut Objects<Spot>, change: &ExpandedChange) -> BTreeMap<RecordKey, Touched> {
    let mut touched: BTreeMap<RecordKey, Touched> = BTreeMap::new();
    for (counter, op) in (change.start_op.get()..).zip(&change.operations) {
        // A record's own map, being made.
        let made = matches!(op.action, OpType::Make(_)).then(|| find(spots, counter, &change.actor_id)).flatten();
        if let Some(Spot { key, field: None, .. }) = made {
            let entry = touched.entry(*key).or_default();
            (entry.is_new, entry.is_beginning) = (true, true);
            continue;
        }
        let Some(Spot { key, map, field }) = spot_of(spots, op) else { continue };
        let (key, map) = (*key, map.clone());
        let field = match (field, &op.key) {
            (Some(field), _) => field.clone(),
            (None, Key::Map(field)) => field.to_string(),
            (None, Key::Seq(_)) => continue,
        };
        if let OpType::Make(_) = op.action {
            let spot = Spot { key, map: map.clone(), field: Some(field.clone()) };
            spots.entry(counter).or_default().push((change.actor_id.clone(), spot));
        }
        let entry = touched.entry(key).or_default();
        match &op.action {
            _ if field == MADE_KEY => entry.is_beginning = false,
            // What a new record begins with is said by the record itself.
            OpType::Put(value) if entry.is_beginning => {
                entry.begun.extend(projection::scalar(value).map(|value| (field, value)));
            }
            _ if entry.is_beginning => {}
            _ => drop(entry.fields.insert(field, map)),
        }
    }
    touched
}

fn spot_of<'a>(spots: &'a Objects<Spot>, op: &Op) -> Option<&'a Spot> {
    match &op.obj {
        ObjectId::Root => None,
        ObjectId::Id(id) => find(spots, id.counter(), id.actor()),
    }
}

fn find<'a>(spots: &'a Objects<Spot>, counter: u64, actor: &ActorId) -> Option<&'a Spot> {
    spots.get(&counter)?.iter().find(|(other, _)| other == actor).map(|(_, spot)| spot)
}

fn put(spots: &mut Objects<Spot>, object: &ObjId, spot: Spot) {
    if let ObjId::Id(counter, actor, _) = object {
        spots.entry(*counter).or_default().push((actor.clone(), spot));
    }
}
