//! The records that changes write in, whether or not it shows: what loses against what stands there already may
//! make no patch, and is written apart from it all the same.

use std::collections::BTreeSet;

use automerge::{ActorId, Automerge, Change, ObjId, Prop, ReadDoc, legacy::ObjectId};
use kaifong_domain::record::{Collection, RecordKey};

use super::key;

/// The objects that some changes write in, by the operations that made them.
pub struct Targets(BTreeSet<(u64, ActorId)>);

impl Targets {
    /// Those of these changes.
    pub fn of(changes: &[Change]) -> Self {
        let objects = changes.iter().flat_map(|change| change.decode().operations).filter_map(|op| match op.obj {
            ObjectId::Id(id) => Some((id.counter(), id.actor().clone())),
            ObjectId::Root => None,
        });
        Self(objects.collect())
    }

    /// The records in a document that they are, or are part of.
    pub fn records(self, doc: &Automerge) -> BTreeSet<RecordKey> {
        self.0.into_iter().filter_map(|(counter, actor)| record_of(doc, &ObjId::Id(counter, actor, 0))).collect()
    }
}

fn record_of(doc: &Automerge, object: &ObjId) -> Option<RecordKey> {
    let path = doc.parents(object).ok()?.path();
    match path.as_slice() {
        [(_, Prop::Map(collection)), (_, Prop::Map(id)), ..] => key(Collection::from_code(collection), id),
        _ => None,
    }
}
