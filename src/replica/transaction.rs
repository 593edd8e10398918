//! From what a command changes to operations in a document.

use std::collections::BTreeSet;

use automerge::{
    AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value as AmValue, transaction::Transactable,
};
use kaifong_domain::{change::Write, field::Field, record::RecordKey, value::Value};

/// Why a write could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The record, or its collection, is not in this document.
    #[error("{0:?} is not in this document")]
    NoSuchRecord(RecordKey),
    /// Automerge refused.
    #[error(transparent)]
    Automerge(#[from] AutomergeError),
}

/// Makes one write.
///
/// # Errors
/// See [`WriteError`]; the caller rolls the transaction back.
pub fn write(tx: &mut impl Transactable, write: &Write) -> Result<(), WriteError> {
    match write {
        Write::Create(key, fields) => {
            let collection = collection(tx, *key)?;
            let id = key.id.simple().to_string();
            let record = match tx.get(&collection, id.as_str())? {
                Some((AmValue::Object(ObjType::Map), record)) => record,
                _ => tx.put_object(&collection, id.as_str(), ObjType::Map)?,
            };
            fields.iter().try_for_each(|(field, value)| put(tx, &record, *field, value))
        }
        Write::Put(key, field, value) => {
            let collection = collection(tx, *key)?;
            match tx.get(&collection, key.id.simple().to_string())? {
                Some((AmValue::Object(ObjType::Map), record)) => put(tx, &record, *field, value),
                _ => Err(WriteError::NoSuchRecord(*key)),
            }
        }
    }
}

fn collection(tx: &impl ReadDoc, key: RecordKey) -> Result<ObjId, WriteError> {
    match tx.get(ROOT, key.collection.code())? {
        Some((AmValue::Object(ObjType::Map), collection)) => Ok(collection),
        _ => Err(WriteError::NoSuchRecord(key)),
    }
}

fn put(tx: &mut impl Transactable, record: &ObjId, field: Field, value: &Value) -> Result<(), WriteError> {
    let code = field.code();
    match value {
        Value::Text(text) => tx.put(record, code, text.as_str())?,
        Value::Int(number) => tx.put(record, code, *number)?,
        Value::Bool(yes) => tx.put(record, code, *yes)?,
        Value::Long(text) => put_long(tx, record, code, text)?,
        Value::Set(items) => put_set(tx, record, code, items)?,
        // An absent field and an empty one are the same: nothing is written where nothing stood.
        Value::Nothing => match tx.get(record, code)? {
            Some((AmValue::Scalar(old), _)) if *old == ScalarValue::Null => {}
            Some(_) => tx.put(record, code, ScalarValue::Null)?,
            None => {}
        },
    }
    Ok(())
}

/// Edits a long text in place, so that two people's edits to different parts of it merge.
fn put_long(tx: &mut impl Transactable, record: &ObjId, code: &str, text: &str) -> Result<(), AutomergeError> {
    let object = match tx.get(record, code)? {
        Some((AmValue::Object(ObjType::Text), object)) => object,
        _ => tx.put_object(record, code, ObjType::Text)?,
    };
    tx.update_text(&object, text)
}

/// Adds and removes single items, so that two people's items both stay.
fn put_set(
    tx: &mut impl Transactable,
    record: &ObjId,
    code: &str,
    items: &BTreeSet<String>,
) -> Result<(), AutomergeError> {
    let object = match tx.get(record, code)? {
        Some((AmValue::Object(ObjType::Map), object)) => object,
        _ => tx.put_object(record, code, ObjType::Map)?,
    };
    let before: BTreeSet<String> = tx.keys(&object).collect();
    for item in before.difference(items) {
        tx.delete(&object, item.as_str())?;
    }
    for item in items.difference(&before) {
        tx.put(&object, item.as_str(), true)?;
    }
    Ok(())
}
