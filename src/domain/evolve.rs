//! A community without documents: what a change would make of it. For tests, and for making demo
//! data; real views come only from documents (invariant I2).

use crate::{
    change::{Change, Write},
    community::Community,
    field::Field,
    record::{Entry, Record, RecordKey},
    value::{FieldValue, Value},
};

/// Applies what happened, by the same writes that go into a document.
///
/// # Panics
/// If the change edits a record that is not there or can't be read: `decide` never says so.
pub fn evolve(community: &mut Community, change: &Change) {
    match change.write() {
        // As in a document: writing a record anew does not bring it back.
        Write::Create(key, fields) => {
            let removed = community.removed.contains_key(&key);
            put(community, key, &fields, removed);
        }
        Write::Put(key, field, value) => {
            let gone = community.removed.get(&key).cloned();
            let mut removed = gone.is_some();
            let record = community.record(key).or(gone).expect("only a record that is there is edited");
            let mut fields = record.fields();
            if field == Field::Removed {
                removed = bool::from_value(Some(&value)).expect("a yes or a no is written here");
            } else {
                fields.retain(|(other, _)| *other != field);
                fields.push((field, value));
            }
            put(community, key, &fields, removed);
        }
        Write::Part(..) => {}
    }
}

fn put(community: &mut Community, key: RecordKey, fields: &[(Field, Value)], removed: bool) {
    let get = |field| fields.iter().find(|(other, _)| *other == field).map(|(_, value)| value.clone());
    let record = Record::read(key, &get).expect("what was written can be read");
    community.put(Entry::plain(record, removed));
}
