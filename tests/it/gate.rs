//! The gate: what no honest writer makes is refused, each for its reason, and nothing else is hurt.

mod change;
mod message;
mod operation;
mod parcel;
mod record;

use automerge::{
    ExpandedChange, ObjId, ROOT, ReadDoc,
    legacy::{ObjectId, Op},
};
use kaifong_domain::rejection::Rejection;
use kaifong_replica::{document::Document, gate::Rights, sync::frame::RefusedChange};
use kaifong_tests::{
    forge::{DEVICE, Desk, KIND, id, seal},
    founding,
};

/// The object that stands at these keys.
fn object(desk: &Desk, keys: &[&str]) -> ObjectId {
    let doc = desk.document().automerge();
    let mut object = ROOT;
    for key in keys {
        object = doc.get(&object, *key).unwrap().unwrap().1;
    }
    match object {
        ObjId::Root => ObjectId::Root,
        ObjId::Id(counter, actor, _) => ObjectId::Id(id(counter, &actor)),
    }
}

/// The first suggestion's key.
fn record() -> String {
    founding::suggestion(0).0.simple().to_string()
}

/// The forger's next change, with these operations.
fn change(desk: &Desk, operations: Vec<Op>) -> ExpandedChange {
    ExpandedChange { operations, ..desk.envelope() }
}

/// A change that anybody may make: the first suggestion has another place.
pub(crate) fn good(desk: &Desk, place: &str) -> ExpandedChange {
    let op = kaifong_tests::forge::on_key(
        object(desk, &["suggestions", &record()]),
        "place",
        automerge::legacy::OpType::Put(place.into()),
    );
    let mut change = change(desk, vec![op]);
    let doc = desk.document().automerge();
    let record = doc.get(doc.get(ROOT, "suggestions").unwrap().unwrap().1, record()).unwrap().unwrap().1;
    let seen = doc.get_all(&record, "place").unwrap();
    let ids = seen.into_iter().filter_map(|(_, seen)| match seen {
        ObjId::Id(counter, actor, _) => Some(id(counter, &actor)),
        ObjId::Root => None,
    });
    change.operations[0].pred = ids.collect();
    change
}

/// A link on which the policy refuses nothing: what is looked at here holds for programs too.
fn desk() -> Desk {
    Desk::new().with_rights(Rights::Program)
}

/// Brings a change that must be refused for this reason, together with an honest one of another device's
/// making before it, and looks whether everything else goes on.
fn refuse(name: &str, forge: impl FnOnce(&Desk) -> Vec<u8>, why: Rejection) {
    let mut desk = desk();
    let before = desk.document().heads();
    let forged = forge(&desk);
    let refused = desk.bring(vec![forged]).unwrap_or_else(|violation| panic!("{name}: {violation}"));
    assert_eq!(refused.iter().map(|refused| refused.why).collect::<Vec<_>>(), [why], "{name}");
    assert_eq!(desk.document().heads(), before, "{name}");
    let honest = seal(good(&desk, "Yard"));
    assert_eq!(desk.bring(vec![honest]), Ok(vec![]), "{name}: the next one is taken");
    whole(desk.document(), name);
}

/// Brings a change that must be taken in.
fn take(name: &str, forge: impl FnOnce(&Desk) -> Vec<u8>) {
    let mut desk = desk();
    let before = desk.document().heads();
    let forged = forge(&desk);
    assert_eq!(desk.bring(vec![forged]), Ok(vec![]), "{name}");
    assert_ne!(desk.document().heads(), before, "{name}");
    whole(desk.document(), name);
}

/// What is saved can be loaded and shown.
fn whole(document: &Document, name: &str) {
    let mut loaded =
        Document::load(KIND, &document.save()).unwrap_or_else(|_| panic!("{name}: the save does not load"));
    assert_eq!(loaded.heads(), document.heads(), "{name}");
    assert_eq!(loaded.entries(), document.clone().entries(), "{name}");
    assert_eq!(loaded.entries().unreadable, 0, "{name}");
}

fn whys(refused: &[RefusedChange]) -> Vec<Rejection> {
    refused.iter().map(|refused| refused.why).collect()
}

/// The forger's actor.
fn actor() -> automerge::ActorId {
    kaifong_replica::actor::actor(DEVICE, [0; 8])
}
