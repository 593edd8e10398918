//! From what a command changes to operations in a document.

use std::collections::BTreeSet;

use automerge::{
    AutomergeError, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, Value as AmValue, transaction::Transactable,
};
use kaifong_domain::{
    change::Write,
    field::Field,
    record::{Record, RecordKey},
    value::Value,
};

use crate::{projection, schema};

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
            let mut maps = projection::maps(tx, &collection, &id);
            if maps.is_empty() {
                maps.push(tx.put_object(&collection, id.as_str(), ObjType::Map)?);
            }
            fields.iter().try_for_each(|(field, value)| put(tx, *key, &maps, *field, value))?;
            Ok(tx.put(&maps[0], schema::MADE_KEY, true)?)
        }
        Write::Put(key, field, value) => {
            let collection = collection(tx, *key)?;
            let maps = projection::maps(tx, &collection, &key.id.simple().to_string());
            if maps.is_empty() {
                return Err(WriteError::NoSuchRecord(*key));
            }
            put(tx, *key, &maps, *field, value)
        }
        // It says of something written that it is there; a change of ours never has one.
        Write::Part(..) => Ok(()),
    }
}

fn collection(tx: &impl ReadDoc, key: RecordKey) -> Result<ObjId, WriteError> {
    match tx.get(ROOT, key.collection.code())? {
        Some((AmValue::Object(ObjType::Map), collection)) => Ok(collection),
        _ => Err(WriteError::NoSuchRecord(key)),
    }
}

/// Writes a field where it can be seen. A record that was made apart on several phones has several maps,
/// the winning one first; an edit goes to the map whose value is the one that people see.
fn put(
    tx: &mut impl Transactable,
    key: RecordKey,
    maps: &[ObjId],
    field: Field,
    value: &Value,
) -> Result<(), WriteError> {
    let code = field.code();
    let record = projection::visible(tx, maps, code).unwrap_or(&maps[0]);
    if let Some(scalar) = scalar(value).filter(|_| Record::matters(key.collection, field)) {
        for map in maps {
            // An edit that somebody made in another map is answered too, or it would stay a conflict.
            if map == record || projection::is_edited(tx, map, code) {
                settle(tx, map, code, &scalar)?;
            }
        }
        return Ok(());
    }
    match value {
        Value::Text(text) => tx.put(record, code, text.as_str())?,
        Value::Int(number) => tx.put(record, code, *number)?,
        Value::Bool(yes) => tx.put(record, code, *yes)?,
        Value::Long(text) => put_long(tx, maps, record, code, text)?,
        Value::Set(items) => put_set(tx, maps, code, items)?,
        // An absent field and an empty one are the same: nothing is written where nothing stood.
        Value::Nothing => match tx.get(record, code)? {
            Some((AmValue::Scalar(old), _)) if *old == ScalarValue::Null => {}
            Some(_) => tx.put(record, code, ScalarValue::Null)?,
            None => {}
        },
    }
    Ok(())
}

fn scalar(value: &Value) -> Option<ScalarValue> {
    Some(match value {
        Value::Text(text) => ScalarValue::Str(text.as_str().into()),
        Value::Int(number) => ScalarValue::Int(*number),
        Value::Bool(yes) => ScalarValue::Boolean(*yes),
        Value::Nothing => ScalarValue::Null,
        Value::Long(_) | Value::Set(_) => return None,
    })
}

/// Writes a value in the place of all that stand there, however many were written apart.
fn settle(tx: &mut impl Transactable, map: &ObjId, code: &str, value: &ScalarValue) -> Result<(), AutomergeError> {
    let standing = tx.get_all(map, code)?;
    if standing.is_empty() && *value == ScalarValue::Null {
        return Ok(());
    }
    let is_same = |other: &AmValue<'_>| matches!(other, AmValue::Scalar(other) if **other == *value);
    // Where the value wins already, Automerge would delete the others, which is no way to write a field
    // that must be there: so another one is written before it.
    if let ([.., (winner, _)], Some((other, _))) = (&standing[..], standing.iter().find(|(other, _)| !is_same(other)))
        && is_same(winner)
    {
        let other = match other {
            AmValue::Scalar(other) => other.as_ref().clone(),
            AmValue::Object(_) => ScalarValue::Str("".into()),
        };
        tx.put(map, code, other)?;
    }
    tx.put(map, code, value.clone())
}

/// Edits a long text in place, so that two people's edits to different parts of it merge.
fn put_long(
    tx: &mut impl Transactable,
    maps: &[ObjId],
    record: &ObjId,
    code: &str,
    text: &str,
) -> Result<(), AutomergeError> {
    let object = match tx.get(record, code)? {
        Some((AmValue::Object(ObjType::Text), object)) => object,
        _ => tx.put_object(record, code, ObjType::Text)?,
    };
    tx.update_text(&object, text)?;
    // An empty text lets the text of another map be seen.
    for map in maps.iter().filter(|map| text.is_empty() && *map != record) {
        if let Some((AmValue::Object(ObjType::Text), object)) = tx.get(map, code)? {
            tx.update_text(&object, text)?;
        }
    }
    Ok(())
}

/// Adds and removes single items, so that two people's items both stay.
fn put_set(
    tx: &mut impl Transactable,
    maps: &[ObjId],
    code: &str,
    items: &BTreeSet<String>,
) -> Result<(), AutomergeError> {
    let mut sets = Vec::new();
    for map in maps {
        if let Some((AmValue::Object(ObjType::Map), set)) = tx.get(map, code)? {
            sets.push(set);
        }
    }
    if sets.is_empty() {
        sets.push(tx.put_object(&maps[0], code, ObjType::Map)?);
    }
    let mut before = BTreeSet::new();
    for set in &sets {
        for item in tx.keys(set).collect::<Vec<_>>() {
            if !items.contains(&item) {
                tx.delete(set, item.as_str())?;
            }
            before.insert(item);
        }
    }
    for item in items.difference(&before) {
        tx.put(&sets[0], item.as_str(), true)?;
    }
    Ok(())
}
