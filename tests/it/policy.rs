//! The policy at the gate: what it lets in is what the table allows, whatever a modified client writes.

use std::collections::{BTreeMap, BTreeSet};

use automerge::transaction::Transactable;
use kaifong_domain::{
    access::{AccessRole, Actor},
    bridge::Tick,
    captaincy::{Captaincy, Level},
    change::{Change, Write},
    command::Command,
    community::Community,
    document::DocumentKind,
    field::Field,
    id::{CaptaincyId, EventId, RequestId},
    policy::{self, Overlay, Sight},
    profile::ProfileEdit,
    record::{Collection, Fit, Record, RecordKey},
    refusal::Refusal,
    refused::Cause,
    rejection::Rejection,
    suggestion::{Status, SuggestionEdit},
    time::Timestamp,
    value::{FieldValue, Value},
};
use kaifong_replica::{document::Document, gate::Rights, transaction};
use kaifong_tests::{
    forge::{DEVICE, Desk},
    founding::{self, PEOPLE},
    seed::Seed,
    world::{NOON, World},
};

use crate::saying::{give, raise, reach, rename, world};

/// A server's documents, and the same as a community.
struct Stage {
    seed: Seed,
    documents: BTreeMap<DocumentKind, Document>,
    community: Community,
    /// How many changes were let in, and how many were not.
    tally: (u32, u32),
}

impl Stage {
    fn new(seed: u64) -> Self {
        let mut stage =
            Self { seed: Seed::new(seed), documents: BTreeMap::new(), community: Community::default(), tally: (0, 0) };
        for (name, chunks) in founding::store() {
            let kind = DocumentKind::from_name(&name).expect("it is one of ours");
            let mut document = Document::new(kind);
            chunks.iter().for_each(|chunk| document.absorb(chunk).expect("what was founded can be read"));
            if kind == DocumentKind::Roster {
                let (person, building, since) = (founding::person(2), founding::building(0), Timestamp(NOON));
                let id = stage.seed.uuid().into();
                let captaincy = Captaincy { id, person, building, since, level: Level::Formal };
                document.commit(&[Change::CaptaincyGranted(captaincy)], "Grant/1", since).expect("it can be written");
            }
            document.entries().entries.into_iter().for_each(|entry| stage.community.put(entry));
            stage.documents.insert(kind, document);
        }
        stage
    }

    /// Somebody with a modified client writes something.
    fn step(&mut self) {
        let number = self.seed.below(PEOPLE.len());
        let actor = Actor { person: founding::person(number), role: PEOPLE[number] };
        let kinds: Vec<DocumentKind> =
            self.documents.keys().copied().filter(|kind| policy::write_into(actor, *kind).is_ok()).collect();
        let kind = *self.seed.pick(&kinds).expect("everybody may read something");
        let mut ahead = self.documents[&kind].clone();
        let (community, mut chunks, mut expected) = (self.community.clone(), Vec::new(), Vec::new());
        let mut said = BTreeSet::new();
        let mut overlay = Overlay::over(&community);
        for _ in 0..=self.seed.below(3) {
            let writes: Vec<Write> = (0..=self.seed.below(2)).map(|_| self.write(actor, kind, &overlay)).collect();
            let mut is_new = |write: &Write| changes_something(write, &overlay) && said.insert(format!("{write:?}"));
            let writes: Vec<Write> = writes.into_iter().filter(&mut is_new).collect();
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
            2..=4 => self.make(actor, &record),
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
            let is_author = matches!(field, Field::CreatedBy | Field::RaisedBy | Field::By);
            if is_author && self.seed.chance(800) {
                *value = actor.person.to_value();
            } else if self.seed.chance(150) {
                *value = self.other(actor, collection, *field, value.clone());
            }
        }
        Write::Create(RecordKey { collection, id: self.seed.uuid() }, fields)
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
            Value::Text("x".into()),
        ];
        let takes = |value: &&Value| Record::fits(collection, field, Some(value)) == Some(Fit::Fits);
        let taken: Vec<&Value> = others.iter().filter(takes).collect();
        let is_required = Record::required(collection).contains(&field);
        let chosen = self.seed.pick(&taken).filter(|value| !is_required || ***value != Value::Nothing);
        chosen.map_or(value, |value| (*value).clone())
    }
}

/// Automerge writes nothing where the same stands already.
fn changes_something(write: &Write, sight: &dyn Sight) -> bool {
    let Write::Put(key, field, value) = write else { return true };
    sight.record(*key).is_none_or(|record| !record.fields().contains(&(*field, value.clone())))
}

/// The change that makes these writes, also in `document`; none if they write nothing.
fn written(document: &mut Document, nonce: [u8; 8], writes: &[Write]) -> Option<Vec<u8>> {
    let author = kaifong_replica::actor::actor(DEVICE, nonce);
    let mut doc = document.automerge().clone().with_actor(author);
    let before = doc.get_heads();
    let mut tx = doc.transaction();
    for write in writes {
        match write {
            Write::Put(key, Field::Unknown, Value::Int(number)) => {
                let map = kaifong_tests::stranger::record(&tx, *key)?;
                tx.put(map, "mood", *number).expect("a map takes any key");
            }
            write => transaction::write(&mut tx, write).expect("it can be written"),
        }
    }
    let options = automerge::transaction::CommitOptions::default().with_time(NOON / 1_000);
    tx.commit_with(options).0?;
    let chunk = doc.save_after(&before);
    document.absorb(&chunk).expect("it was just made");
    Some(chunk)
}

#[test]
fn the_gate_lets_in_what_the_table_allows_and_nothing_else() {
    let (mut let_in, mut kept_out) = (0, 0);
    for seed in 0..40 {
        let mut stage = Stage::new(seed);
        (0..60).for_each(|_| stage.step());
        (let_in, kept_out) = (let_in + stage.tally.0, kept_out + stage.tally.1);
    }
    assert!(let_in > 500 && kept_out > 500, "{let_in} let in, {kept_out} kept out");
}

/// Nobody takes over somebody else's record by making it once more on top of an older state.
#[test]
fn nobody_makes_anothers_record_again() {
    let stage = Stage::new(0);
    let kind = DocumentKind::Suggestions(2026);
    let theirs = stage.community.suggestions[&founding::suggestion(0)].clone();
    let attempt = |number: usize, raised_by| {
        let actor = Actor { person: founding::person(number), role: PEOPLE[number] };
        let mut mine = theirs.clone();
        (mine.raised_by, mine.title) = (raised_by, "Mine".into());
        let record = Record::from(mine);
        let create = Write::Create(record.key(), record.fields());
        let chunk = written(&mut Document::new(kind), [7; 8], &[create]).expect("it writes something");
        let mut desk = Desk::at(stage.documents[&kind].clone()).with_rights(Rights::Of(actor));
        desk.known = stage.community.clone();
        desk.bring(vec![chunk]).expect("the link is not cut").iter().map(|refused| refused.why).collect::<Vec<_>>()
    };
    assert_eq!(attempt(3, founding::person(3)), [Rejection::NotAllowed], "another's");
    assert_eq!(attempt(3, theirs.raised_by), [Rejection::NotAllowed], "in another's name");
    assert_eq!(attempt(0, theirs.raised_by), [], "one's own");
}

/// A modified client skips its own check, or a phone has not heard yet that its person coordinates no more: the
/// server keeps out what is not theirs, tells them, and nothing else is disturbed.
#[test]
fn who_coordinates_no_more_is_told_so() {
    let mut world = world(&[0, 1]);
    world.set_role(1, AccessRole::Member).unwrap();
    reach(&mut world, 1, false);
    let profile = Command::WriteProfile { edits: vec![ProfileEdit::Name("Mine".into())] };
    let (forged, own) = (give(&mut world, 1, profile), raise(&mut world, 1, "A bench").1);
    let theirs = give(&mut world, 0, rename("A lamp"));
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert!(world.phones[1].lists(forged), "they are told");
    assert_eq!(
        world.phones[1].refused.iter().map(|refused| refused.why).collect::<Vec<_>>(),
        [Cause::Rejected(Rejection::NotAllowed)]
    );
    assert_eq!((world.phones[1].tick(own), world.phones[0].tick(theirs)), (Some(Tick::Kept), Some(Tick::Kept)));
    assert_eq!(world.phones[0].view.card().map(|card| card.name.as_str()), Some("Demo"));
    world.check_end().unwrap();
}

/// Where somebody is captain stands in another document than what they move.
#[test]
fn a_captain_moves_what_is_about_their_building() {
    let mut world = world(&[0, 2]);
    let at = |number: usize| Command::EditSuggestion {
        id: founding::suggestion(number),
        edits: vec![SuggestionEdit::Building(Some(founding::building(number)))],
    };
    let id = CaptaincyId(world.seed.uuid());
    let (person, building) = (founding::person(2), founding::building(0));
    give(&mut world, 0, Command::GrantCaptaincy { id, person, building, level: Level::Formal });
    for number in 0..2 {
        give(&mut world, 0, at(number));
    }
    world.rest().unwrap();
    let advance = |world: &mut World, number, to| {
        let (id, suggestion) = (EventId(world.seed.uuid()), founding::suggestion(number));
        Command::MoveSuggestion { id, suggestion, to, note: String::new() }
    };
    let elsewhere = advance(&mut world, 1, Status::Triaged);
    let request = RequestId(world.seed.uuid());
    assert_eq!(world.give(1, request, elsewhere).unwrap(), Err(Refusal::NotAllowed), "before the edit");
    // Out of reach, the phone does not hear that the captaincy was taken away.
    reach(&mut world, 1, false);
    let there = advance(&mut world, 0, Status::Triaged);
    let moved = give(&mut world, 1, there);
    let key = RecordKey { collection: Collection::Captaincies, id: id.0 };
    let gone = give(&mut world, 0, Command::Remove { key });
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].tick(gone), Some(Tick::Kept));
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert!(world.phones[1].lists(moved), "the server knows who is captain now");
    give(&mut world, 0, Command::Restore { key });
    world.rest().unwrap();
    let there = advance(&mut world, 0, Status::Triaged);
    let moved = give(&mut world, 1, there);
    world.rest().unwrap();
    assert_eq!(world.phones[1].tick(moved), Some(Tick::Kept));
    world.kill_server();
    world.rest().unwrap();
    let again = advance(&mut world, 0, Status::Discussing);
    let said = give(&mut world, 1, again);
    world.rest().unwrap();
    assert_eq!(world.phones[1].tick(said), Some(Tick::Kept), "a server that was started again knows it too");
    world.check_end().unwrap();
}
