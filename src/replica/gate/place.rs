//! Where an object stands in a document: what may be written into it follows from that.

use std::str::FromStr;

use automerge::{Automerge, ObjId, ObjType, Prop, ReadDoc};
use kaifong_domain::{
    document::DocumentKind,
    field::Field,
    record::{Collection, Record, RecordKey},
};
use uuid::Uuid;

/// The place of a map or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The root.
    Root,
    /// A collection.
    Collection(Collection),
    /// A record.
    Record(RecordKey),
    /// A field of a record, known to this version.
    Field(RecordKey, Field),
    /// A field of a newer version in a record, so deep.
    Beside(RecordKey, u8),
    /// Anything of a newer version, so deep: the root's own keys are 1 deep.
    Elsewhere(u8),
}

/// An object that can be written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) place: Place,
    pub(super) kind: ObjType,
}

impl Place {
    /// The place under one of its keys.
    pub(super) fn under(self, key: &str, kind: DocumentKind) -> Self {
        match self {
            Self::Root => match Collection::from_code(key) {
                collection if kind.collections().contains(&collection) => Self::Collection(collection),
                _ => Self::Elsewhere(1),
            },
            Self::Collection(collection) => match record_id(key) {
                Some(id) => Self::Record(RecordKey { collection, id }),
                None => Self::Elsewhere(2),
            },
            Self::Record(record) => match Field::from_code(key) {
                field if Record::fits(record.collection, field, None).is_some() => Self::Field(record, field),
                _ => Self::Beside(record, 3),
            },
            Self::Field(record, _) => Self::Beside(record, 4),
            Self::Beside(record, depth) => Self::Beside(record, depth.saturating_add(1)),
            Self::Elsewhere(depth) => Self::Elsewhere(depth.saturating_add(1)),
        }
    }
}

/// A record's id, if a key is one as our writer has it: 32 lower-case hexadecimal digits.
pub(super) fn record_id(key: &str) -> Option<Uuid> {
    Uuid::from_str(key).ok().filter(|id| id.simple().to_string() == key)
}

/// The object with this id in a document, if there is one. An object under a list is as deep as it is.
pub(super) fn find(doc: &Automerge, kind: DocumentKind, id: &ObjId) -> Option<Object> {
    let object = doc.object_type(id).ok()?;
    let mut place = Place::Root;
    for (_, step) in doc.parents(id).ok()?.path() {
        place = match step {
            Prop::Map(key) => place.under(&key, kind),
            Prop::Seq(_) => place.under("", kind),
        };
    }
    Some(Object { place, kind: object })
}
