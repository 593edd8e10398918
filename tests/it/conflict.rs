//! What was written apart: both people are shown both, know who wrote what, and one of them settles it.

use kaifong_domain::{
    bridge::Tick,
    change::Change,
    conflict::{Conflict, settle},
    device::{self, Device},
    document::DocumentKind,
    field::Field,
    history::Question,
    id::{DeviceId, PersonId},
    record::{Collection, Entry, RecordKey},
    rejection::Rejection,
    time::Timestamp,
    value::Value,
};
use kaifong_replica::{actor::actor, document::Document, gate::Author};
use kaifong_tests::{
    forge::{DEVICE, Desk},
    founding,
    phone::{Phone, community_of},
    world::{NOON, World},
};

use crate::saying::{give, reach, rename, world};

const COORDINATOR: usize = 1;
const CAPTAIN: usize = 2;

fn key() -> RecordKey {
    RecordKey { collection: Collection::Suggestions, id: founding::suggestion(0).0 }
}

fn title(text: &str) -> Value {
    Value::Text(text.into())
}

fn told(phone: &Phone) -> Option<&Conflict> {
    phone.view.conflict(key(), Field::Title)
}

fn person(phone: &Phone, by: device::Author) -> Option<PersonId> {
    let device::Author::Device(id) = by else { return None };
    phone.view.devices.get(&id).map(|device| device.person)
}

/// A coordinator and a captain give the same suggestion different titles, each out of the network's reach.
fn apart() -> World {
    let mut world = world(&[COORDINATOR, CAPTAIN]);
    (0..2).for_each(|phone| reach(&mut world, phone, false));
    give(&mut world, 0, rename("A lamp at the gate"));
    give(&mut world, 1, rename("A lamp at the pond"));
    (0..2).for_each(|phone| reach(&mut world, phone, true));
    world.rest().unwrap();
    world
}

#[test]
fn both_see_both_until_one_of_them_chooses() {
    for choice in ["A lamp at the gate", "A lamp at the pond", "Two lamps"] {
        let mut world = apart();
        for phone in &world.phones {
            let conflict = told(phone).unwrap();
            let mut said: Vec<_> =
                conflict.versions.iter().map(|one| (one.value.clone(), person(phone, one.by).unwrap())).collect();
            said.sort_by_key(|(_, person)| *person);
            let expected = [("A lamp at the gate", COORDINATOR), ("A lamp at the pond", CAPTAIN)];
            assert_eq!(said, expected.map(|(words, who)| (title(words), founding::person(who))));
        }
        let command = settle(&world.phones[1].view, key(), Field::Title, &title(choice)).unwrap();
        let request = give(&mut world, 1, command);
        assert_eq!(told(&world.phones[1]), None, "at once, where it was chosen");
        world.rest().unwrap();
        assert_eq!(world.phones[1].tick(request), Some(Tick::Kept));
        for phone in &world.phones {
            assert_eq!((told(phone), phone.view.suggestions[&founding::suggestion(0)].title.as_str()), (None, choice));
        }
        world.check_end().unwrap();
    }
}

#[test]
fn a_choice_can_be_undone() {
    let mut world = apart();
    let seen = world.phones[0].view.suggestions[&founding::suggestion(0)].title.clone();
    let other = told(&world.phones[0]).unwrap().versions[1].value.clone();
    for choice in [title(&seen), other.clone()] {
        let mut world = apart();
        let command = settle(&world.phones[0].view, key(), Field::Title, &choice).unwrap();
        let request = give(&mut world, 0, command);
        let back = world.phones[0].said[&request].answer.clone().unwrap().unwrap().unwrap();
        give(&mut world, 0, back);
        world.rest().unwrap();
        let expected = if choice == other { &title(&seen) } else { &other };
        for phone in &world.phones {
            assert_eq!(&title(&phone.view.suggestions[&founding::suggestion(0)].title), expected);
        }
    }
    world.check_end().unwrap();
}

#[test]
fn it_is_still_there_after_a_restart_and_in_a_saved_view() {
    let mut world = apart();
    world.kill(0).unwrap();
    world.boot(0).unwrap();
    world.rest().unwrap();
    let phone = &world.phones[0];
    assert!(told(phone).is_some());
    let saved = postcard::to_allocvec(&phone.replica().entries()).unwrap();
    assert_eq!(community_of(postcard::from_bytes::<Vec<Entry>>(&saved).unwrap()), phone.view);
}

#[test]
fn the_history_says_who_it_was() {
    let mut world = apart();
    let command = settle(&world.phones[0].view, key(), Field::Title, &title("A lamp at the pond")).unwrap();
    give(&mut world, 0, command);
    world.rest().unwrap();
    for phone in &world.phones {
        let history = phone.replica().history(&Question { keys: vec![key()], before: None });
        let who: Vec<_> = history.steps.iter().map(|step| person(phone, step.by)).collect();
        let [chosen, .., raised] = &who[..] else { panic!("{history:?}") };
        assert_eq!((*chosen, history.steps.len()), (Some(founding::person(COORDINATOR)), 4));
        assert_eq!(*raised, Some(founding::person(COORDINATOR)), "on the device with which the community was founded");
        assert_eq!(history.steps[0].name, "EditSuggestion/1");
    }
}

/// Who stands behind a device is the server's word, and nobody else's.
#[test]
fn nobody_else_writes_into_the_register() {
    let mut document = Document::new(DocumentKind::Access);
    document.set_actor(actor(DEVICE, [0; 8]));
    let device = Device { id: DeviceId::of(DEVICE), since: Timestamp(NOON), person: founding::person(0) };
    let committed =
        document.commit(&[Change::DeviceLetIn(device)], "EnterDevices/1", Timestamp(NOON)).unwrap().unwrap();
    for author in [Author::Device(DEVICE), Author::Integration] {
        let mut desk = Desk::at(Document::new(DocumentKind::Access)).with_author(author);
        let refused = desk.bring(vec![committed.bytes.clone()]).unwrap();
        let why = match author {
            Author::Device(_) => Rejection::NotAllowed,
            Author::Integration => Rejection::AnotherAuthor,
        };
        assert_eq!(refused.iter().map(|refused| refused.why).collect::<Vec<_>>(), [why]);
        assert_eq!(desk.document().heads(), Document::new(DocumentKind::Access).heads());
    }
}

#[test]
fn everybody_learns_of_every_device_once() {
    let mut world = world(&[COORDINATOR, CAPTAIN]);
    let register = |world: &World| world.server.hub().document(DocumentKind::Access).unwrap().heads();
    let heads = register(&world);
    for phone in [0, 1] {
        let expected = [COORDINATOR, CAPTAIN].map(founding::person);
        let mut known: Vec<_> = world.phones[phone].view.devices.values().map(|device| device.person).collect();
        known.sort();
        assert_eq!(known, expected);
        world.kill(phone).unwrap();
        world.boot(phone).unwrap();
    }
    world.rest().unwrap();
    assert_eq!(register(&world), heads, "who comes again is not entered again");
}
