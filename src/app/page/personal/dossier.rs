//! All that is known of a person, as a file that people and programs can read.

use kaifong_domain::{
    call::access::HeldOfPerson,
    community::Community,
    field::Field,
    id::{FamilyId, PersonId},
    record::{Collection, Entry},
    value::{FieldValue, Value},
};
use serde_json::{Map, Value as Json};

/// Writes the file: every record that is about the person or that they made, field by field, and what the server keeps
/// beside the documents, if it could be asked.
pub(super) fn dossier(community: &Community, person: PersonId, held: Option<&HeldOfPerson>) -> String {
    let entries = community.entries();
    let theirs = entries.iter().filter(|entry| concerns(entry, person)).map(record).collect();
    let server = serde_json::to_value(held).expect("calls hold only what JSON can say");
    let file = Map::from_iter([
        ("person".to_owned(), Json::from(person.to_string())),
        ("records".to_owned(), Json::Array(theirs)),
        ("server".to_owned(), server),
    ]);
    serde_json::to_string_pretty(&file).expect("it holds only what JSON can say")
}

fn concerns(entry: &Entry, person: PersonId) -> bool {
    let key = entry.record.key();
    let family = FamilyId::of(person);
    let is_theirs = match key.collection {
        Collection::People | Collection::Contacts => key.id == person.0,
        Collection::Families => key.id == family.0,
        _ => false,
    };
    let ids = [person.to_value(), family.to_value()];
    is_theirs || entry.record.fields().iter().any(|(_, value)| ids.contains(value))
}

fn record(entry: &Entry) -> Json {
    let key = entry.record.key();
    let mut fields: Map<String, Json> =
        entry.record.fields().into_iter().map(|(field, value)| (field.code().to_owned(), json(value))).collect();
    fields.retain(|_, value| !value.is_null());
    if entry.removed {
        fields.insert(Field::Removed.code().to_owned(), Json::Bool(true));
    }
    Json::Object(Map::from_iter([
        ("kind".to_owned(), Json::from(key.collection.code())),
        ("id".to_owned(), Json::from(key.id.simple().to_string())),
        ("fields".to_owned(), Json::Object(fields)),
    ]))
}

fn json(value: Value) -> Json {
    match value {
        Value::Text(text) | Value::Long(text) => Json::from(text),
        Value::Int(number) => Json::from(number),
        Value::Bool(yes) => Json::Bool(yes),
        Value::Set(items) => items.into_iter().map(Json::from).collect(),
        Value::Nothing => Json::Null,
    }
}
