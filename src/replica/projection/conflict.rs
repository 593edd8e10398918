//! Fields that were written apart: all their values, with who wrote each and when.

use automerge::{Automerge, ObjId, ReadDoc};
use kaifong_domain::{
    conflict::{Conflict, Version},
    field::Field,
    time::Timestamp,
    value::Value,
};

use super::{made, value};
use crate::actor::author_of;

/// The order in which Automerge lets one value go before another: the number of the operation, then its
/// actor.
type Turn = (u64, Vec<u8>);

/// A field's conflict in a record's maps; `None` if all that was written into it is the same.
pub(super) fn read(doc: &Automerge, maps: &[ObjId], field: Field) -> Option<Conflict> {
    let mut written: Vec<(Turn, Version)> = Vec::new();
    for map in maps {
        // What each of several maps began with is nobody's word.
        let beginning = if maps.len() > 1 { made(doc, map) } else { 0 };
        for (found, id) in doc.get_all(map, field.code()).ok()? {
            let ObjId::Id(counter, actor, _) = &id else { continue };
            let read = value(doc, &found, &id).map(short).filter(|_| *counter > beginning);
            let Some((value, change)) = read.zip(doc.hash_for_opid(&id)) else { continue };
            let Some(change) = doc.get_change_meta_by_hash(&change) else { continue };
            let at = Timestamp(change.timestamp.saturating_mul(1_000));
            let turn = (*counter, actor.to_bytes().to_vec());
            written.push((turn, Version { value, by: author_of(actor), at }));
        }
    }
    written.sort_by(|(one, _), (other, _)| other.cmp(one));
    let mut versions: Vec<Version> = Vec::new();
    for (_, version) in written {
        if versions.iter().all(|other| other.value != version.value) {
            versions.push(version);
        }
    }
    (versions.len() > 1).then_some(Conflict { field, versions })
}

/// No field that matters is a long text; JavaScript's Automerge writes short ones as if they were.
fn short(value: Value) -> Value {
    match value {
        Value::Long(text) => Value::Text(text),
        value => value,
    }
}
