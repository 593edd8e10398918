//! Somebody who does not run this version: what they have written is found in the server's store.

use std::collections::BTreeMap;

use automerge::{
    ActorId, Automerge, ObjId, ROOT, ReadDoc, Value,
    transaction::{Transactable, Transaction},
};
use kaifong_domain::{document::DocumentKind, record::RecordKey};
use kaifong_replica::document::Document;

/// What a server has stored: every document's chunks in order.
pub type Store = BTreeMap<String, Vec<Vec<u8>>>;

/// Writes into a stored document what this version would not. Each stranger is an author of its own.
///
/// # Panics
/// If what is stored can't be read, or Automerge refuses what is written.
pub fn write(store: &mut Store, kind: DocumentKind, author: u64, write: impl FnOnce(&mut Transaction<'_>)) {
    let chunks = store.entry(kind.name()).or_default();
    let mut document = Document::new(kind);
    chunks.iter().for_each(|chunk| document.absorb(chunk).expect("what is stored can be read"));
    let actor = ActorId::from([b"stranger".as_slice(), &author.to_be_bytes()].concat());
    let mut doc = document.automerge().clone().with_actor(actor);
    let before = doc.get_heads();
    let mut tx = doc.transaction();
    write(&mut tx);
    tx.commit();
    chunks.push(doc.save_after(&before));
}

/// Deletes a record for good, as a stranger may: this version only ever marks one as removed.
///
/// # Panics
/// If Automerge refuses.
pub fn delete(tx: &mut Transaction<'_>, key: RecordKey) {
    let collection = collection(tx, key.collection.code()).expect("the collection is there");
    tx.delete(&collection, key.id.simple().to_string()).expect("a record can be deleted");
}

/// A map in a document's root.
pub fn collection(doc: &impl ReadDoc, code: &str) -> Option<ObjId> {
    map(doc, &ROOT, code)
}

/// A record's map.
pub fn record(doc: &impl ReadDoc, key: RecordKey) -> Option<ObjId> {
    map(doc, &collection(doc, key.collection.code())?, &key.id.simple().to_string())
}

fn map(doc: &impl ReadDoc, parent: &ObjId, key: &str) -> Option<ObjId> {
    match doc.get(parent, key) {
        Ok(Some((Value::Object(_), object))) => Some(object),
        _ => None,
    }
}

/// The text that stands in a field, whichever version wrote it.
pub fn text(doc: &Automerge, object: &ObjId, code: &str) -> Option<String> {
    doc.get(object, code).ok()??.0.into_string().ok()
}
