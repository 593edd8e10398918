//! What a change makes: objects, records, and texts that say something only when all their pieces are there.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{
    ActorId, Automerge, ObjId, ObjType, ReadDoc,
    legacy::{Key, ObjectId, Op, OpId, OpType},
};
use kaifong_domain::{
    document::DocumentKind,
    field::Field,
    record::{Collection, Fit, Record, RecordKey},
    rejection::Rejection,
    value::Value,
};

use super::place::{Object, Place};

/// How many times a field's bound a text may have: several people who write apart do not see each other's.
const APART: usize = 4;
/// The longest text of a newer version, in bytes.
const TEXT: usize = 64 * 1024;

/// What a change makes, by the counters of its operations.
#[derive(Default)]
pub(super) struct Made {
    pub(super) objects: BTreeMap<u64, Object>,
    /// The fields of each record.
    records: BTreeMap<u64, (Collection, BTreeSet<Field>)>,
    pub(super) texts: Texts,
}

impl Made {
    /// Takes note of an operation on an object.
    pub(super) fn note(&mut self, op: &Op, id: &OpId, object: Object, kind: DocumentKind) {
        if let (ObjectId::Id(within), Key::Map(key)) = (&op.obj, &op.key)
            && within.actor() == id.actor()
            && let Some((_, fields)) = self.records.get_mut(&within.counter())
        {
            fields.insert(Field::from_code(key));
        }
        if let (ObjectId::Id(text), ObjType::Text) = (&op.obj, object.kind) {
            self.texts.add(text, object.place);
        }
        let (OpType::Make(made), Key::Map(key)) = (&op.action, &op.key) else { return };
        let place = object.place.under(key, kind);
        self.objects.insert(id.counter(), Object { place, kind: *made });
        match place {
            Place::Record(record) => drop(self.records.insert(id.counter(), (record.collection, BTreeSet::new()))),
            _ if *made == ObjType::Text => self.texts.add(id, place),
            _ => {}
        }
    }

    /// Whether every record has what all records of its kind have.
    pub(super) fn complete(&self) -> Result<(), Rejection> {
        let lacks = |(collection, fields): &(Collection, BTreeSet<Field>)| {
            Record::required(*collection).into_iter().any(|field| !fields.contains(&field))
        };
        if self.records.values().any(lacks) { Err(Rejection::Incomplete) } else { Ok(()) }
    }
}

/// Texts that changes have written in, and where they stand.
#[derive(Clone, Default)]
pub(super) struct Texts(BTreeMap<(u64, ActorId), Place>);

impl Texts {
    fn add(&mut self, id: &OpId, place: Place) {
        self.0.insert((id.counter(), id.actor().clone()), place);
    }

    /// Whether they say, in a document that has them, what can stand in their places.
    pub(super) fn fit(&self, doc: &Automerge) -> Result<(), Rejection> {
        self.0.iter().try_for_each(|((counter, actor), place)| {
            let text = doc.text(ObjId::Id(*counter, actor.clone(), 0)).map_err(|_| Rejection::Malformed)?;
            says(*place, text)
        })
    }
}

fn says(place: Place, text: String) -> Result<(), Rejection> {
    let Place::Field(RecordKey { collection, .. }, field) = place else {
        return if text.len() <= TEXT { Ok(()) } else { Err(Rejection::TooLarge) };
    };
    let fit = |text: String| Record::fits(collection, field, Some(&Value::Text(text)));
    let part: String = text.chars().step_by(APART).collect();
    match fit(text) {
        Some(Fit::Fits) => Ok(()),
        Some(Fit::TooMuch) if fit(part) == Some(Fit::Fits) => Ok(()),
        Some(Fit::TooMuch) => Err(Rejection::TooLarge),
        Some(Fit::Misfit) | None => Err(Rejection::Shape),
    }
}
