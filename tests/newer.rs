//! What newer versions and strangers write into a community in which this version runs too. Whatever of it
//! this version does not know is there in the end, everywhere (invariant I8).

use automerge::{
    ObjType, ROOT,
    transaction::{Transactable, Transaction},
};
use kaifong_domain::{
    bridge::Line,
    document::DocumentKind,
    field::Field,
    record::{Collection, RecordKey},
};
use kaifong_replica::{
    schema,
    storage::{ChunkId, ChunkKind, seal},
};

use crate::{
    founding,
    ledger::{Broken, readers::may_have},
    seed::Seed,
    stranger::{self, collection, delete, record, text},
    world::{Done, World},
};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);
/// A document of a kind that only a newer version knows.
const PETITIONS: &str = "petitions-2026";
const BYTES: &[u8] = b"from a newer version";

/// What newer versions have written.
#[derive(Default)]
pub struct Newer {
    /// In which document, in which record or in the root, and under which key.
    marks: Vec<(DocumentKind, Option<RecordKey>, String)>,
    is_planted: bool,
    authors: u64,
}

impl Newer {
    /// A newer version was on these phones and on the server before.
    pub fn plant(&mut self, world: &mut World) {
        self.is_planted = true;
        world.server.store.insert(PETITIONS.into(), vec![BYTES.to_vec()]);
        for phone in &mut world.phones {
            phone.disk.chunks.insert(petitions(), seal(BYTES));
        }
    }

    /// Somebody else writes something, which the server finds when it starts.
    pub fn write(&mut self, world: &mut World) {
        let World { seed, server, .. } = world;
        let author = self.authors;
        self.authors += 1;
        let (kind, key) = a_record(seed);
        let mark = format!("newer-{author}");
        match seed.below(13) {
            0..4 => {
                stranger::write(&mut server.store, kind, author, |tx| {
                    let record = record(tx, key).expect("nobody deletes what the community was founded with");
                    tx.put(record, mark.as_str(), mark.as_str()).expect("a record takes any field");
                });
                self.marks.push((kind, Some(key), mark));
            }
            4..6 => {
                stranger::write(&mut server.store, kind, author, |tx| {
                    let room = tx.put_object(ROOT, mark.as_str(), ObjType::Map).expect("a root takes any key");
                    tx.put(room, mark.as_str(), mark.as_str()).expect("a map takes any key");
                });
                self.marks.push((kind, None, mark));
            }
            6..8 => stranger::write(&mut server.store, SUGGESTIONS, author, |tx| {
                let key = RecordKey { collection: Collection::Suggestions, id: founding::suggestion(0).0 };
                let record = record(tx, key).expect("nobody deletes what the community was founded with");
                tx.put(record, Field::Category.code(), "telepathy").expect("a field takes any code");
            }),
            8..10 => {
                let id = seed.uuid();
                stranger::write(&mut server.store, SUGGESTIONS, author, |tx| half_a_record(tx, id));
            }
            // A layout that this version reads and does not write.
            10 => stranger::write(&mut server.store, kind, author, |tx| {
                tx.put(ROOT, schema::MAJOR_KEY, schema::MAJOR + 1).expect("a root takes any value");
            }),
            _ => {
                let key = RecordKey { collection: Collection::Suggestions, id: founding::suggestion(1).0 };
                stranger::write(&mut server.store, SUGGESTIONS, author, |tx| {
                    if record(tx, key).is_some() {
                        delete(tx, key);
                    }
                });
            }
        }
    }

    /// All of it is there.
    ///
    /// # Errors
    /// What is not, and on which phone.
    pub fn check(&self, world: &World) -> Done {
        for (index, phone) in world.phones.iter().enumerate() {
            // A device that lost its access keeps nothing of the community's, known or unknown.
            let keeps = phone.status.line != Line::Revoked;
            if keeps && self.is_planted && phone.disk.chunks.get(&petitions()) != Some(&seal(BYTES)) {
                return Err(Broken::NewerLost(index, PETITIONS.into()));
            }
            if phone.is_withdrawn {
                continue;
            }
            for (kind, key, mark) in self.marks.iter().filter(|(kind, ..)| may_have(phone.actor(), *kind)) {
                let held = phone.replica().documents().find(|(other, _)| other == kind);
                let doc = held.map(|(_, document)| document.automerge());
                let object = doc.and_then(|doc| key.map_or_else(|| collection(doc, mark), |key| record(doc, key)));
                let there = doc.zip(object).and_then(|(doc, object)| text(doc, &object, mark));
                if there.as_ref() != Some(mark) {
                    return Err(Broken::NewerLost(index, mark.clone()));
                }
            }
        }
        let stored = world.server.store.get(PETITIONS).map(Vec::as_slice);
        if self.is_planted && stored != Some(&[BYTES.to_vec()]) {
            return Err(Broken::NewerLost(usize::MAX, PETITIONS.into()));
        }
        Ok(())
    }
}

/// A record that everybody can read and that is never made twice.
fn a_record(seed: &mut Seed) -> (DocumentKind, RecordKey) {
    let of = |collection, id| RecordKey { collection, id };
    match seed.below(4) {
        0 => (DocumentKind::Commons, of(Collection::Buildings, founding::building(0).0)),
        1 => (DocumentKind::Roster, of(Collection::People, founding::person(3).0)),
        2 => (DocumentKind::Tasks(2026), of(Collection::Tasks, founding::TASK.0)),
        _ => (SUGGESTIONS, of(Collection::Suggestions, founding::suggestion(0).0)),
    }
}

/// A record of which this version can't make sense.
fn half_a_record(tx: &mut Transaction<'_>, id: uuid::Uuid) {
    let all = collection(tx, Collection::Suggestions.code()).expect("the collection is there");
    let record = tx.put_object(all, id.simple().to_string(), ObjType::Map).expect("a collection takes any record");
    tx.put(record, Field::RaisedAt.code(), "yesterday").expect("a record takes any value");
}

fn petitions() -> ChunkId {
    ChunkId { document: PETITIONS.into(), number: 0, kind: ChunkKind::Snapshot }
}
