//! What an operation may write at its place. What this version knows must be of the type that it reads;
//! what it does not know is kept, within bounds (invariant I8).

use automerge::{
    ObjType, ScalarValue,
    legacy::{Key, Op, OpType},
};
use kaifong_domain::{
    document::DocumentKind,
    field::Field,
    record::{Collection, Fit, ITEM, Record, RecordKey},
    rejection::Rejection,
    time::Timestamp,
    value::{FieldValue, Value},
};
use uuid::Uuid;

use super::{
    clock,
    place::{Object, Place, record_id},
};
use crate::{projection, schema};

/// How deep maps may be nested; a field of a record stands 3 deep.
const DEPTH: u8 = 8;
/// The longest key of a newer version, in bytes.
const KEY: usize = 128;
/// The longest value of a newer version, in bytes.
const VALUE: usize = 16 * 1024;
/// The longest piece of a text, in bytes: our writer makes one for each character.
const PIECE: usize = 64;

type Shaped = Result<(), Rejection>;

/// Whether an operation may write what it writes into `object`.
pub(super) fn check(op: &Op, object: Object, kind: DocumentKind, now: Timestamp) -> Shaped {
    match (&op.key, object.kind) {
        (Key::Seq(_), ObjType::Text) => piece(op),
        (Key::Map(key), ObjType::Map) if !op.insert => match object.place {
            Place::Root if key == schema::MAJOR_KEY || is_collection(key, kind) => Err(Rejection::Shape),
            Place::Root => foreign(op, key, 1),
            Place::Collection(collection) => record(op, key, collection, kind),
            Place::Record(record) => field(op, record.collection, key, now),
            Place::Field(..) => item(op, key),
            Place::Beside(_, depth) | Place::Elsewhere(depth) => foreign(op, key, depth.saturating_add(1)),
        },
        (Key::Seq(_), ObjType::List) | (Key::Map(_), ObjType::Table) => Err(Rejection::Shape),
        _ => Err(Rejection::Malformed),
    }
}

fn is_collection(key: &str, kind: DocumentKind) -> bool {
    kind.collections().iter().any(|collection| collection.code() == key)
}

/// A record is made once and never replaced: to take it out is one of its fields. It is one that the document is for.
fn record(op: &Op, key: &str, collection: Collection, kind: DocumentKind) -> Shaped {
    let makes = matches!(op.action, OpType::Make(ObjType::Map)) && op.pred.is_empty();
    let is_at_home = record_id(key).is_some_and(|id| kind.may_hold(RecordKey { collection, id }));
    if makes && is_at_home { Ok(()) } else { Err(Rejection::Shape) }
}

fn field(op: &Op, collection: Collection, key: &str, now: Timestamp) -> Shaped {
    if key == schema::MADE_KEY {
        return shaped(op.action == OpType::Put(ScalarValue::Boolean(true)));
    }
    let field = Field::from_code(key);
    if field == Field::Removed {
        return shaped(matches!(op.action, OpType::Put(ScalarValue::Boolean(_)) | OpType::Delete));
    }
    let value = match &op.action {
        OpType::Put(value) => Some(projection::scalar(value).ok_or(Rejection::Shape)),
        OpType::Make(ObjType::Text) => Some(Ok(text_for(collection, field))),
        OpType::Make(ObjType::Map) => Some(Ok(Value::Set(Default::default()))),
        OpType::Delete => None,
        _ => Some(Err(Rejection::Shape)),
    };
    match Record::fits(collection, field, value.clone().and_then(Result::ok).as_ref()) {
        None => foreign(op, key, 3),
        Some(fit) => {
            let value = value.transpose()?;
            match fit {
                Fit::Fits => clock::field(field, value.as_ref(), now),
                Fit::TooMuch => Err(Rejection::TooLarge),
                Fit::Misfit => Err(Rejection::Shape),
            }
        }
    }
}

/// What a text object is to a field. Others write every string as one (automerge's JavaScript does), and
/// its pieces come after it, so only what kind of text the field takes can be looked at here.
fn text_for(collection: Collection, field: Field) -> Value {
    let long = Value::Long(String::new());
    let short = [String::new(), Uuid::nil().simple().to_string()].map(Value::Text);
    let takes = |value: &Value| matches!(Record::fits(collection, field, Some(value)), Some(Fit::Fits | Fit::TooMuch));
    short.into_iter().find(takes).filter(|_| !takes(&long)).unwrap_or(long)
}

/// A set's item is a key with a yes; it goes by being deleted.
fn item(op: &Op, key: &str) -> Shaped {
    match &op.action {
        OpType::Put(ScalarValue::Boolean(true)) if key.to_owned().measure() > ITEM => Err(Rejection::TooLarge),
        OpType::Put(ScalarValue::Boolean(true)) | OpType::Delete => Ok(()),
        _ => Err(Rejection::Shape),
    }
}

/// What a newer version writes.
fn foreign(op: &Op, key: &str, depth: u8) -> Shaped {
    if key.len() > KEY {
        return Err(Rejection::TooLarge);
    }
    match &op.action {
        OpType::Make(ObjType::Map | ObjType::Text) if depth >= DEPTH => Err(Rejection::TooLarge),
        OpType::Make(ObjType::Map | ObjType::Text) | OpType::Delete => Ok(()),
        OpType::Put(value) => scalar(value, VALUE),
        _ => Err(Rejection::Shape),
    }
}

/// A piece of a text.
fn piece(op: &Op) -> Shaped {
    match &op.action {
        OpType::Put(value @ ScalarValue::Str(_)) => scalar(value, PIECE),
        OpType::Delete if !op.insert => Ok(()),
        _ => Err(Rejection::Shape),
    }
}

fn scalar(value: &ScalarValue, most: usize) -> Shaped {
    let length = match value {
        ScalarValue::Str(text) => text.len(),
        ScalarValue::Bytes(bytes) => bytes.len(),
        ScalarValue::Unknown { .. } => return Err(Rejection::Shape),
        _ => 0,
    };
    if length <= most { Ok(()) } else { Err(Rejection::TooLarge) }
}

fn shaped(is_so: bool) -> Shaped {
    if is_so { Ok(()) } else { Err(Rejection::Shape) }
}
