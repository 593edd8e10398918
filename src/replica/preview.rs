//! A preview: what a document shows now, without its history. A phone that has nothing yet can show it long
//! before the history has come, in which it is all contained. Nothing of it is kept, and nothing is decided
//! by it.
//!
//! It is written like the documents themselves, by the codes of collections and fields, so that what a
//! newer version has added is only passed over.

use kaifong_domain::{
    document::DocumentKind,
    field::Field,
    record::{Collection, Entry, Record, RecordKey},
    value::Value,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::deflate::{self, deflate, inflate};

/// A record as it is previewed.
#[derive(Serialize, Deserialize)]
struct Card {
    collection: String,
    id: Uuid,
    removed: bool,
    fields: Vec<(String, Value)>,
}

/// Entries as a preview: deflated postcard.
pub fn write(entries: &[Entry]) -> Vec<u8> {
    let cards: Vec<Card> = entries.iter().map(card).collect();
    deflate(&postcard::to_allocvec(&cards).expect("cards have only what postcard can write"))
}

fn card(entry: &Entry) -> Card {
    let RecordKey { collection, id } = entry.record.key();
    let filled = entry.record.fields().into_iter().filter(|(_, value)| *value != Value::Nothing);
    let fields = filled.map(|(field, value)| (field.code().to_owned(), value)).collect();
    Card { collection: collection.code().to_owned(), id, removed: entry.removed, fields }
}

/// The entries of a preview that can stand in a document of this kind and be read by this version; `None`
/// if it is no preview, or a larger one than allowed (invariant I6).
pub fn read(kind: DocumentKind, preview: &[u8]) -> Option<Vec<Entry>> {
    let cards: Vec<Card> = postcard::from_bytes(&inflate(preview, deflate::MOST).ok()?).ok()?;
    Some(cards.into_iter().filter_map(|card| entry(kind, &card)).collect())
}

fn entry(kind: DocumentKind, card: &Card) -> Option<Entry> {
    let collection = Collection::from_code(&card.collection);
    if !kind.collections().contains(&collection) {
        return None;
    }
    let get = |field: Field| card.fields.iter().find(|(code, _)| code == field.code()).map(|(_, value)| value.clone());
    let record = Record::read(RecordKey { collection, id: card.id }, &get).ok()?;
    // What was written apart is told once the history is there, by which one knows who wrote it.
    Some(Entry::plain(record, card.removed))
}
