//! Writes held against the table, one after the other.

use super::{
    Allowed, Deed, Overlay, Party, Rule, Sight, acts, allowed, may,
    overlay::{Written, read},
    party::{author_of, is_as_its_series_has_it},
};
use crate::{
    access::Actor,
    change::Write,
    field::Field,
    record::{Collection, Record, RecordKey},
    refusal::Refusal,
    value::Value,
};

/// Whether somebody may make these writes, in this order; the records as they are then.
///
/// # Errors
/// Why the first that they may not make is refused.
pub fn judge(actor: Actor, writes: &[Write], sight: &dyn Sight) -> Result<Written, Refusal> {
    acts(actor)?;
    let mut overlay = Overlay::over(sight);
    for write in writes {
        match write {
            Write::Create(key, fields) => make(actor, *key, fields, &overlay)?,
            Write::Put(key, field, _) | Write::Part(key, field) => put(actor, *key, *field, &overlay)?,
        }
        overlay.write(write);
    }
    Ok(overlay.into_written())
}

/// A record says truly who made it. Made a second time, as by a phone that was set back, it is the same one.
fn make(actor: Actor, key: RecordKey, fields: &[(Field, Value)], sight: &dyn Sight) -> Allowed {
    let record = read(key, fields).ok_or(Refusal::NotAllowed)?;
    if let Some(other) = sight.record(key) {
        allowed(identity(&other) == identity(&record), Refusal::NotAllowed)?;
    }
    let is_signed = author_of(&record).is_none_or(|author| author == actor.person);
    allowed(is_signed || is_as_its_series_has_it(&record, sight), Refusal::NotAllowed)?;
    may(actor, Deed::Make, &record, sight)?;
    let says =
        |(field, value): &&(Field, Value)| *value != Value::Nothing && Rule::naming(key.collection, *field).is_some();
    fields.iter().filter(says).try_for_each(|(field, _)| may(actor, Deed::Edit(*field), &record, sight))
}

/// What makes a record this one and no other: who made it, and what it is of.
fn identity(record: &Record) -> Vec<(Field, Value)> {
    let collection = record.key().collection;
    let is_part = |field: Field| !Record::edits(collection, field) && !field.is_clock() && field != Field::From;
    record.fields().into_iter().filter(|(field, _)| is_part(*field)).collect()
}

fn put(actor: Actor, key: RecordKey, field: Field, sight: &dyn Sight) -> Allowed {
    // What a newer version keeps beside what is known here is carried for whoever may write into the document.
    if key.collection == Collection::Unknown {
        return Ok(());
    }
    // Of a record that this version can't read nobody can tell whose it is.
    let Some(record) = sight.record(key) else { return allowed(actor.coordinates(), Refusal::NotAllowed) };
    match field {
        Field::Removed => may(actor, Deed::Remove, &record, sight),
        Field::Unknown => allowed(edits_something(actor, &record, sight), Refusal::NotAllowed),
        field => may(actor, Deed::Edit(field), &record, sight),
    }
}

/// Whether somebody may edit any field of a record: then they may write what a newer version knows of it too.
fn edits_something(actor: Actor, record: &Record, sight: &dyn Sight) -> bool {
    let edits = |(field, _): &(Field, Value)| may(actor, Deed::Edit(*field), record, sight).is_ok();
    record.fields().iter().any(edits) || Party::Author.includes(actor, record, sight)
}
