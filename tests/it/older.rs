//! A community that an older version has begun: its documents gain what their kind has gained since, on every phone by
//! itself, and nothing of what waited is lost.

use std::{collections::BTreeMap, io::Read};

use automerge::{ActorId, Automerge, Bundle, Change, ChangeHash, ReadDoc};
use flate2::read::DeflateDecoder;
use kaifong_domain::{
    access::{Actor, Teams},
    bridge::Tick,
    captaincy::{CaptaincyEdit, Level},
    change::{Change as Said, Write},
    command::Command,
    community::Community,
    document::DocumentKind,
    endorsement::Endorsement,
    id::{CaptaincyId, EndorsementId, PersonId},
    person::PersonEdit,
    record::{Collection, RecordKey},
    time::Timestamp,
};
use kaifong_replica::{
    actor::actor,
    document::{Document, close},
    hub::{Caller, Hub, HubEffect, HubEvent},
    sync::{
        digest,
        frame::{Frame, Holding, MAX_SERVER_FRAME, VERSION},
    },
    transaction,
};
use kaifong_tests::{
    founding::{self, PEOPLE},
    frozen::{self, CAPTAIN, COORDINATOR, MEMBER},
    stranger::collection,
};

use crate::saying::give;

const ROSTER: DocumentKind = DocumentKind::Roster;
const NOW: Timestamp = Timestamp(kaifong_tests::world::NOON + 1_000_000);

fn captaincy_of(community: &Community, person: PersonId) -> Option<CaptaincyId> {
    community.captaincies.values().find(|captaincy| captaincy.person == person).map(|captaincy| captaincy.id)
}

/// What waited under the version before comes to the community, and what is new works on all of them.
#[test]
fn what_waited_is_kept_and_what_is_new_is_there() {
    let mut world = frozen::world();
    for phone in [COORDINATOR, CAPTAIN, MEMBER] {
        world.boot(phone).unwrap();
    }
    let waiting = [COORDINATOR, MEMBER].map(|phone| world.phones[phone].disk.waiting());
    assert!(waiting.iter().all(|waiting| waiting.len() == 1));
    world.rest().unwrap();
    assert!(world.phones.iter().all(|phone| phone.disk.waiting().is_empty()));
    assert_eq!(world.refused, []);
    let (captain, member) = (founding::person(2), founding::person(3));
    for phone in &world.phones {
        assert_eq!(phone.view.people[&member].availability, "Mondays");
        assert_eq!(phone.view.people[&captain].about, "On the third floor");
        assert!(captaincy_of(&phone.view, member).is_some());
    }
    let id = captaincy_of(&world.phones[COORDINATOR].view, captain).unwrap();
    give(&mut world, COORDINATOR, Command::EditCaptaincy { id, edits: vec![CaptaincyEdit::Level(Level::Formal)] });
    world.rest().unwrap();
    let captaincy = captaincy_of(&world.phones[CAPTAIN].view, member).unwrap();
    let id = EndorsementId::of(captaincy, captain);
    let said = give(&mut world, CAPTAIN, Command::Endorse { id, captaincy, note: "Always there".into() });
    world.rest().unwrap();
    assert_eq!(world.phones[CAPTAIN].tick(said), Some(Tick::Kept));
    for phone in &world.phones {
        assert_eq!(phone.view.endorsements_of(captaincy).len(), 1);
    }
    world.check_end().unwrap();
}

/// What an older version knows of a document: the first change of all, and what has come.
struct Older {
    doc: Automerge,
}

impl Older {
    fn new(actor: ActorId) -> Self {
        let first = Document::new(ROSTER).automerge().get_changes(&[]).remove(0);
        let mut doc = Automerge::new().with_actor(actor);
        doc.apply_changes([first]).unwrap();
        let mut stored = Document::new(ROSTER);
        frozen::store()[&ROSTER.name()].iter().for_each(|chunk| stored.absorb(chunk).unwrap());
        let written = stored.automerge().get_changes(&[]).into_iter();
        doc.apply_changes(written.filter(|change| !stored.is_beginning(&[change.hash()]))).unwrap();
        assert!(collection(&doc, "endorsements").is_none() && collection(&doc, "people").is_some());
        Self { doc }
    }

    /// Somebody edits a card; the change.
    fn edit(&mut self, person: usize, edit: PersonEdit) -> Vec<u8> {
        let before = self.doc.get_heads();
        let write: Write = Said::PersonEdited(founding::person(person), edit).write();
        let mut tx = self.doc.transaction();
        transaction::write(&mut tx, &write).unwrap();
        let time = automerge::transaction::CommitOptions::default().with_time(NOW.0 / 1_000);
        tx.commit_with(time).0.unwrap();
        self.doc.save_after(&before)
    }

    /// Takes a parcel in: whatever it rests on must be there.
    fn take(&mut self, parcel: &[u8]) {
        let chunks = match parcel.split_first() {
            None => return,
            Some((0, plain)) => plain.to_vec(),
            Some((_, deflated)) => {
                let mut bytes = Vec::new();
                DeflateDecoder::new(deflated).read_to_end(&mut bytes).unwrap();
                bytes
            }
        };
        let changes = match chunks[8] {
            3 => Bundle::try_from(chunks.as_slice()).unwrap().to_changes().unwrap(),
            _ => kaifong_replica::gate::read(&[chunks]).unwrap(),
        };
        let hashes: Vec<ChangeHash> = changes.iter().map(Change::hash).collect();
        self.doc.apply_changes(changes).unwrap();
        assert!(hashes.iter().all(|hash| self.doc.get_change_by_hash(hash).is_some()), "without what it rests on");
    }
}

/// A document of the version before is loaded, written in, and merged with one that has gained what is new, in any order.
#[test]
fn a_document_of_before_merges_with_one_of_now() {
    let mut older = Older::new(actor([1; 8], [1; 8]));
    older.edit(3, PersonEdit::About("Sings".into()));
    let loaded = Document::load(ROSTER, &older.doc.save()).unwrap();
    assert!(collection(loaded.automerge(), "endorsements").is_some());
    let mut now = Document::new(ROSTER);
    frozen::store()[&ROSTER.name()].iter().for_each(|chunk| now.absorb(chunk).unwrap());
    now.set_actor(actor([2; 8], [2; 8]));
    let captaincy = captaincy_of(&community(&mut now.clone()), founding::person(2)).unwrap();
    endorse(&mut now, captaincy);
    let merged = [loaded.merged(&now).unwrap(), now.merged(&loaded).unwrap()].map(|mut document| {
        let seen = community(&mut document);
        assert_eq!(seen.people[&founding::person(3)].about, "Sings");
        assert_eq!(seen.endorsements_of(captaincy).len(), 1);
        (document.heads(), seen)
    });
    assert_eq!(merged[0], merged[1]);
}

fn community(document: &mut Document) -> Community {
    let mut community = Community::default();
    document.entries().entries.into_iter().for_each(|entry| community.put(entry));
    community
}

fn endorse(document: &mut Document, captaincy: CaptaincyId) {
    let by = founding::person(4);
    let (id, note) = (EndorsementId::of(captaincy, by), "Always there".to_owned());
    let said = Said::Endorsed(Endorsement { id, captaincy, by, at: NOW, note });
    document.commit(&[said], "Endorse/1", NOW).unwrap().unwrap();
}

/// A server of this version, and on a line to it a phone of the version before.
struct Line {
    hub: Hub,
    older: Older,
}

impl Line {
    fn new(device: [u8; 8]) -> Self {
        let store: BTreeMap<_, _> = frozen::store();
        let mut roster = Document::new(ROSTER);
        store[&ROSTER.name()].iter().for_each(|chunk| roster.absorb(chunk).unwrap());
        roster.set_actor(actor([2; 8], [2; 8]));
        let captaincy = captaincy_of(&community(&mut roster.clone()), founding::person(2)).unwrap();
        endorse(&mut roster, captaincy);
        let hub = Hub::load("demo", vec![(ROSTER.name(), vec![roster.save()])], [7; 8]).map_err(|(name, _)| name);
        let mut line = Self { hub: hub.unwrap(), older: Older::new(actor(device, [1; 8])) };
        let actor = Actor { person: founding::person(3), role: PEOPLE[3], teams: Teams::NONE };
        line.hub.handle(NOW, HubEvent::Opened { link: 1, caller: Caller::Device { device, actor } });
        line
    }

    /// Says a frame, lets the hub commit, and takes in what it says of the roster; the other frames.
    fn say(&mut self, frame: &Frame) -> Vec<Frame> {
        let mut effects = self.hub.handle(NOW, HubEvent::Frame { link: 1, bytes: frame.encode() });
        effects.extend(self.hub.settle(NOW));
        let mut others = Vec::new();
        while !effects.is_empty() {
            let mut next = Vec::new();
            for effect in effects {
                match effect {
                    HubEffect::Send { frame, .. } => match Frame::decode(&frame, MAX_SERVER_FRAME).unwrap() {
                        Frame::Changes { document, parcel, .. } if document == ROSTER.name() => {
                            self.older.take(&parcel);
                        }
                        frame => others.push(frame),
                    },
                    HubEffect::Commit { batch, .. } => next.extend(self.hub.handle(NOW, HubEvent::Committed { batch })),
                    HubEffect::Close { reason, .. } => panic!("cut: {reason}"),
                    _ => {}
                }
            }
            next.extend(self.hub.settle(NOW));
            effects = next;
        }
        others
    }

    /// Joins, and wants what differs; the server's answer to the digest.
    fn join(&mut self) -> Vec<u8> {
        let heads = self.older.doc.get_heads();
        // Of other documents it has what there is.
        let others = self.hub.kinds().filter(|kind| *kind != ROSTER);
        let others = others.filter_map(|kind| Some((kind.name(), self.hub.document(kind)?.heads())));
        let held: BTreeMap<_, _> = others.chain([(ROSTER.name(), heads.clone())]).collect();
        let root = digest::root(&held);
        let join = Frame::Join { sender: "phone".into(), versions: vec![VERSION.into()], digest: Some(root) };
        let answer = self.say(&join).into_iter().find_map(|frame| match frame {
            Frame::Peer { digest, .. } => digest,
            _ => None,
        });
        let answer = answer.expect("a device is answered");
        if !answer.is_empty() {
            let buckets = digest::differing(&held, &root, &answer).unwrap().into_iter().collect();
            let documents = vec![Holding { document: ROSTER.name(), heads }];
            self.say(&Frame::Want { buckets, documents });
        }
        answer
    }
}

/// A phone of the version before is sent what its documents have gained, with what rests on it, and then is even.
#[test]
fn a_phone_of_before_is_sent_what_it_lacks() {
    let device = [9; 8];
    let mut line = Line::new(device);
    assert!(!line.join().is_empty());
    assert_eq!(line.older.doc.get_heads(), line.hub.document(ROSTER).unwrap().heads());
    // What it writes is taken in, although it knows nothing of what is new.
    let change = line.older.edit(3, PersonEdit::About("Sings".into()));
    let changes =
        Frame::Changes { document: ROSTER.name(), parcel: close(&change), heads: vec![], asks: false, kept: false };
    let answers = line.say(&changes);
    assert!(answers.iter().any(|frame| matches!(frame, Frame::Receipt { .. })), "{answers:?}");
    let mut roster = line.hub.document(ROSTER).unwrap().clone();
    assert_eq!(roster.heads(), line.older.doc.get_heads());
    let seen = community(&mut roster);
    assert_eq!((seen.people[&founding::person(3)].about.as_str(), seen.endorsements.len()), ("Sings", 1));
    line.hub.handle(NOW, HubEvent::Closed { link: 1 });
    let actor = Actor { person: founding::person(3), role: PEOPLE[3], teams: Teams::NONE };
    line.hub.handle(NOW, HubEvent::Opened { link: 1, caller: Caller::Device { device, actor } });
    assert_eq!(line.join(), [0_u8; 0], "nothing differs");
}

/// What waited on a phone of the version before, made without what is new, is taken in as it is.
#[test]
fn a_phone_of_before_brings_what_waited() {
    let mut line = Line::new([9; 8]);
    let shared = line.older.doc.get_heads();
    let change = line.older.edit(3, PersonEdit::About("Sings".into()));
    let held = BTreeMap::from([(ROSTER.name(), line.older.doc.get_heads())]);
    let root = digest::root(&held);
    line.say(&Frame::Join { sender: "phone".into(), versions: vec![VERSION.into()], digest: Some(root) });
    let documents = vec![Holding { document: ROSTER.name(), heads: shared }];
    line.say(&Frame::Want { buckets: (0..=127).collect(), documents });
    let changes =
        Frame::Changes { document: ROSTER.name(), parcel: close(&change), heads: vec![], asks: false, kept: false };
    let answers = line.say(&changes);
    assert!(answers.iter().any(|frame| matches!(frame, Frame::Receipt { .. })), "{answers:?}");
    assert_eq!(line.hub.document(ROSTER).unwrap().heads(), line.older.doc.get_heads(), "both have both");
    let key = RecordKey { collection: Collection::Endorsements, id: uuid::Uuid::nil() };
    let doc = &line.older.doc;
    assert_eq!(doc.keys(collection(doc, key.collection.code()).unwrap()).count(), 1);
}
