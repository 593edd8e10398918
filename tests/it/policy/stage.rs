//! A server's documents, and somebody who writes whatever they like.

use std::collections::BTreeMap;

use automerge::transaction::Transactable;
use kaifong_domain::{
    access::{Actor, Team, Teams},
    captaincy::{Captaincy, Level},
    change::{Change, Write},
    child::{AgeBand, Child},
    community::Community,
    contact::Contact,
    device::Device,
    document::DocumentKind,
    enrolment::Enrolment,
    family::Family,
    field::Field,
    id::{DeviceId, EnrolmentId, FamilyId, PersonId},
    person::PersonEdit,
    policy::{self, Overlay, Sight},
    record::{Collection, Fit, Record, RecordKey},
    rejection::Rejection,
    time::Timestamp,
    value::{FieldValue, Value},
};
use kaifong_replica::{document::Document, gate::Rights, transaction};
use kaifong_tests::{
    forge::{DEVICE, Desk},
    founding::{self, PEOPLE},
    seed::Seed,
    world::NOON,
};

/// Who lives in the captain's building.
const CARED_FOR: PersonId = founding::person(3);

/// Who has come in, and has no card.
const CAME_IN: std::ops::Range<usize> = 20..60;

/// A server's documents, and the same as a community.
pub struct Stage {
    seed: Seed,
    /// Those of them who were not spoken of yet.
    came_in: std::ops::Range<usize>,
    pub documents: BTreeMap<DocumentKind, Document>,
    pub community: Community,
    /// How many changes were let in, and how many were not.
    pub tally: (u32, u32),
}

impl Stage {
    pub fn new(seed: u64) -> Self {
        let mut stage = Self {
            seed: Seed::new(seed),
            came_in: CAME_IN,
            documents: BTreeMap::new(),
            community: Community::default(),
            tally: (0, 0),
        };
        for (name, chunks) in founding::store() {
            let kind = DocumentKind::from_name(&name).expect("it is one of ours");
            let mut document = Document::new(kind);
            chunks.iter().for_each(|chunk| document.absorb(chunk).expect("what was founded can be read"));
            if kind == DocumentKind::Roster {
                let (person, building, since) = (founding::person(2), founding::building(0), Timestamp(NOON));
                let id = stage.seed.uuid().into();
                let captaincy = Captaincy { id, person, building, since, level: Level::Formal };
                let lives = Change::PersonEdited(CARED_FOR, PersonEdit::Building(Some(building)));
                let changes = [Change::CaptaincyGranted(captaincy), lives];
                document.commit(&changes, "Grant/1", since).expect("it can be written");
            }
            if kind == DocumentKind::Access {
                let device = |number| Device {
                    id: DeviceId::of([number as u8; 8]),
                    since: Timestamp(NOON),
                    person: founding::person(number),
                };
                let changes: Vec<Change> = CAME_IN.map(device).map(Change::DeviceLetIn).collect();
                document.commit(&changes, "EnterDevices/1", Timestamp(NOON)).expect("it can be written");
            }
            document.entries().entries.into_iter().for_each(|entry| stage.community.put(entry));
            stage.documents.insert(kind, document);
        }
        let mut private = Document::new(DocumentKind::Private(CARED_FOR));
        let contact = Contact { phone: "555 0103".into(), ..Contact::blank(CARED_FOR) };
        private.commit(&[Change::ContactWritten(contact)], "Write/1", Timestamp(NOON)).expect("it can be written");
        private.entries().entries.into_iter().for_each(|entry| stage.community.put(entry));
        stage.documents.insert(private.kind(), private);
        stage.add_family();
        stage
    }

    /// A member's own, who is not in the team.
    fn add_family(&mut self) {
        let (id, created_at) = (FamilyId::of(founding::person(4)), Timestamp(NOON));
        let family = Family {
            id,
            created_by: founding::person(1),
            created_at,
            guardian: "Aunt Fong".into(),
            phone: String::new(),
            building: None,
            note: String::new(),
        };
        let child = Child { id: self.seed.uuid().into(), family: id, name: "Wing".into(), age: AgeBand::From4 };
        let (series, date) = (founding::SERIES, None);
        let enrolment = Enrolment {
            id: EnrolmentId::of(child.id, series, date),
            family: id,
            child: child.id,
            series,
            date,
            since: created_at,
            withdrawn_at: None,
        };
        let changes = [Change::FamilyAdded(family), Change::ChildAdded(child), Change::ChildEnrolled(enrolment)];
        let mut document = Document::new(DocumentKind::Family(id));
        document.commit(&changes, "AddFamily/1", created_at).expect("it can be written");
        document.entries().entries.into_iter().for_each(|entry| self.community.put(entry));
        self.documents.insert(document.kind(), document);
    }

    /// Somebody with a modified client writes something.
    pub fn step(&mut self) {
        let number = self.seed.below(PEOPLE.len());
        let teams = if self.seed.chance(300) { Teams::of_one(Team::BookClub) } else { Teams::NONE };
        let actor = Actor { teams, ..Actor::new(founding::person(number), PEOPLE[number]) };
        let kinds: Vec<DocumentKind> = self
            .documents
            .keys()
            .copied()
            .filter(|kind| policy::write_into(actor, *kind, &self.community).is_ok())
            .collect();
        let kind = *self.seed.pick(&kinds).expect("everybody may read something");
        let mut ahead = self.documents[&kind].clone();
        let (community, mut chunks, mut expected) = (self.community.clone(), Vec::new(), Vec::new());
        let mut overlay = Overlay::over(&community);
        for _ in 0..=self.seed.below(3) {
            let writes: Vec<Write> = (0..=self.seed.below(2)).map(|_| self.write(actor, kind, &overlay)).collect();
            let writes = effective(&ahead, writes);
            let nonce = self.seed.bytes();
            let Some(chunk) = written(&mut ahead, nonce, &writes) else { continue };
            let judged = policy::judge(actor, &writes, &overlay);
            expected.push((judged.is_ok(), writes));
            chunks.push(chunk);
            match judged {
                Ok(written) => overlay.extend(written),
                Err(_) => break,
            }
        }
        self.bring(actor, kind, chunks, &expected);
    }

    fn bring(&mut self, actor: Actor, kind: DocumentKind, chunks: Vec<Vec<u8>>, expected: &[(bool, Vec<Write>)]) {
        let before = self.documents[&kind].heads();
        let mut desk = Desk::at(self.documents[&kind].clone()).with_rights(Rights::Of(actor));
        desk.known = self.community.clone();
        let refused = desk.bring(chunks).expect("the link is not cut");
        let bad = expected.iter().filter(|(may, _)| !may).count();
        assert_eq!(refused.len(), bad, "{actor:?} in {kind:?}: {expected:?} came to {refused:?}");
        assert!(refused.iter().all(|refused| refused.why == Rejection::NotAllowed), "{refused:?}: {expected:?}");
        let mut document = desk.document().clone();
        document.outcome_since(&before).entries.into_iter().for_each(|entry| self.community.put(entry));
        self.documents.insert(kind, document);
        self.tally.0 += u32::try_from(expected.len() - bad).unwrap();
        self.tally.1 += u32::try_from(bad).unwrap();
    }

    /// Something that the schema has a place for.
    fn write(&mut self, actor: Actor, kind: DocumentKind, overlay: &Overlay<'_>) -> Write {
        let keys: Vec<RecordKey> = self
            .community
            .entries()
            .iter()
            .map(|entry| entry.record.key())
            .filter(|key| kind.collections().contains(&key.collection))
            .collect();
        let key = *self.seed.pick(&keys).expect("there is something in every document");
        let record = overlay.record(key).expect("it is there");
        match self.seed.below(8) {
            0 => Write::Put(key, Field::Removed, (!self.community.removed.contains_key(&key)).to_value()),
            1 => Write::Put(key, Field::Unknown, Value::Int(self.seed.below(1 << 30) as i64)),
            // A family is there already, and only once.
            2..=4 if key.collection != Collection::Families => self.make(actor, &record),
            _ => {
                let fields = record.fields();
                let (field, value) = self.seed.pick(&fields).expect("every record has fields").clone();
                Write::Put(key, field, self.other(actor, key.collection, field, value))
            }
        }
    }

    /// A new record, like one that is there but for some fields.
    fn make(&mut self, actor: Actor, like: &Record) -> Write {
        let collection = like.key().collection;
        let mut fields = like.fields();
        for (field, value) in &mut fields {
            // The gate asks that before it asks the policy.
            if *field == Field::Family {
                continue;
            }
            let is_author = matches!(field, Field::CreatedBy | Field::RaisedBy | Field::By);
            if is_author && self.seed.chance(800) {
                *value = actor.person.to_value();
            } else if self.seed.chance(150) {
                *value = self.other(actor, collection, *field, value.clone());
            }
        }
        let id = match collection {
            // A private document has a place for one.
            Collection::Contacts => like.key().id,
            Collection::People if self.seed.chance(300) => {
                self.came_in.next().map_or_else(|| self.seed.uuid(), |number| founding::person(number).0)
            }
            _ => self.seed.uuid(),
        };
        Write::Create(RecordKey { collection, id }, fields)
    }

    /// Another value for a field, or the same if there is none.
    fn other(&mut self, actor: Actor, collection: Collection, field: Field, value: Value) -> Value {
        let person = *self.seed.pick(&[actor.person, founding::person(3)]).expect("there are two");
        let others = [
            person.to_value(),
            founding::building(self.seed.below(2)).to_value(),
            Value::Int(NOON - 1_000),
            Value::Nothing,
            Value::Text("agreed".into()),
            // Never the same twice: a code that this version does not know reads like any other of them.
            Value::Text(format!("x{}", self.seed.below(1 << 20))),
        ];
        let takes = |value: &&Value| Record::fits(collection, field, Some(value)) == Some(Fit::Fits);
        let taken: Vec<&Value> = others.iter().filter(takes).collect();
        let is_required = Record::required(collection).contains(&field);
        let chosen = self.seed.pick(&taken).filter(|value| !is_required || ***value != Value::Nothing);
        chosen.map_or(value, |value| (*value).clone())
    }
}

/// Those of the writes that write something: Automerge writes nothing where the same stands already, and what a field
/// reads as is not always what stands there.
fn effective(document: &Document, writes: Vec<Write>) -> Vec<Write> {
    let mut doc = document.automerge().clone();
    let mut tx = doc.transaction();
    let mut writes_something = |write: &Write| {
        let before = tx.pending_ops();
        put(&mut tx, write).is_some() && tx.pending_ops() > before
    };
    writes.into_iter().filter(|write| writes_something(write)).collect()
}

/// Writes something; nothing, if there is no such record to write into.
fn put(tx: &mut automerge::transaction::Transaction<'_>, write: &Write) -> Option<()> {
    match write {
        Write::Put(key, Field::Unknown, Value::Int(number)) => {
            let map = kaifong_tests::stranger::record(&*tx, *key)?;
            tx.put(map, "mood", *number).expect("a map takes any key");
        }
        write => transaction::write(tx, write).expect("it can be written"),
    }
    Some(())
}

/// The change that makes these writes, also in `document`; none if they write nothing.
pub fn written(document: &mut Document, nonce: [u8; 8], writes: &[Write]) -> Option<Vec<u8>> {
    let author = kaifong_replica::actor::actor(DEVICE, nonce);
    let mut doc = document.automerge().clone().with_actor(author);
    let before = doc.get_heads();
    let mut tx = doc.transaction();
    for write in writes {
        put(&mut tx, write)?;
    }
    let options = automerge::transaction::CommitOptions::default().with_time(NOON / 1_000);
    tx.commit_with(options).0?;
    let chunk = doc.save_after(&before);
    document.absorb(&chunk).expect("it was just made");
    Some(chunk)
}
