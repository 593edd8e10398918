//! Where an object stands in a document: what may be written into it follows from that.

use std::str::FromStr;

use automerge::{Automerge, ObjId, ObjType, Prop, ReadDoc};
use kaifong_domain::{document::DocumentKind, field::Field, record::Collection};
use uuid::Uuid;

/// The place of a map or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The root.
    Root,
    /// A collection.
    Collection(Collection),
    /// A record.
    Record(Collection),
    /// A field of a record, known to this version.
    Field(Collection, Field),
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
            Self::Collection(collection) if is_record_id(key) => Self::Record(collection),
            Self::Collection(_) => Self::Elsewhere(2),
            Self::Record(collection) => match Field::from_code(key) {
                field if kaifong_domain::record::Record::fits(collection, field, None).is_some() => {
                    Self::Field(collection, field)
                }
                _ => Self::Elsewhere(3),
            },
            Self::Field(..) => Self::Elsewhere(4),
            Self::Elsewhere(depth) => Self::Elsewhere(depth.saturating_add(1)),
        }
    }
}

/// Whether a key is a record's id as our writer has it: 32 lower-case hexadecimal digits.
pub(super) fn is_record_id(key: &str) -> bool {
    Uuid::from_str(key).is_ok_and(|id| id.simple().to_string() == key)
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
