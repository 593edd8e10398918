//! How people can be reached, who holds it, and that nothing of somebody who was erased comes back.

use std::cell::Cell;

use kaifong_domain::{
    captaincy::Level,
    command::Command,
    contact::ContactEdit,
    document::DocumentKind,
    erasure::NAMELESS,
    id::{CaptaincyId, ClaimId, PersonId},
    person::{Person, PersonEdit},
    record::{Collection, Record, RecordKey},
    refusal::Refusal,
};
use kaifong_tests::{founding, world::World};
use uuid::Uuid;

use crate::saying::{give, long_comment, reach, refused, rename, world};

/// A member.
const MEMBER: PersonId = founding::person(3);
const DAY: i64 = 24 * 60 * 60 * 1_000;

fn phone_number(text: &str) -> Command {
    Command::WriteContact { person: MEMBER, edits: vec![ContactEdit::Phone(text.into())] }
}

fn number_on(world: &World, phone: usize) -> Option<String> {
    world.phones[phone].view.contacts.get(&MEMBER).map(|contact| contact.phone.clone())
}

/// Whether a phone's disk, or the server's, has any byte of a member's private document.
fn is_stored(world: &World, phone: Option<usize>) -> bool {
    let name = DocumentKind::Private(MEMBER).name();
    match phone {
        Some(phone) => world.phones[phone].disk.chunks.keys().any(|chunk| chunk.document == name),
        None => world.server.store.contains_key(&name),
    }
}

/// The coordinator, the member, another member and the partner; the member has said how to be reached.
fn told() -> World {
    let mut world = world(&[1, 3, 4, 5]);
    give(&mut world, 1, phone_number("555 0103"));
    world.rest().unwrap();
    world
}

#[test]
fn how_somebody_can_be_reached_comes_to_them_and_to_those_who_coordinate() {
    let mut world = told();
    let numbers: Vec<_> = (0..4).map(|phone| number_on(&world, phone)).collect();
    assert_eq!(numbers, [Some("555 0103".into()), Some("555 0103".into()), None, None]);
    assert_eq!([2, 3].map(|phone| is_stored(&world, Some(phone))), [false, false]);
    assert_eq!(refused(&mut world, 2, phone_number("1")), Refusal::NotAllowed);
    give(&mut world, 0, phone_number("555 0199"));
    world.rest().unwrap();
    assert_eq!(number_on(&world, 1), Some("555 0199".into()));
    world.check_end().unwrap();
    // Whoever coordinates no more has it no more.
    world.set_role(0, kaifong_domain::access::AccessRole::Member).unwrap();
    world.rest().unwrap();
    assert!(number_on(&world, 0).is_none() && !is_stored(&world, Some(0)) && is_stored(&world, Some(1)));
    world.check_end().unwrap();
}

/// A captain had to come again before they knew how to reach the people of a building that they were given.
#[test]
fn a_new_captain_knows_at_once_how_to_reach_the_building() {
    let mut world = world(&[1, 3, 2]);
    let building = founding::building(0);
    give(&mut world, 1, phone_number("555 0103"));
    world.rest().unwrap();
    assert_eq!(number_on(&world, 2), None);
    let (id, person, level) = (CaptaincyId(Uuid::from_u128(7)), founding::person(2), Level::Formal);
    give(&mut world, 0, Command::GrantCaptaincy { id, person, building, level });
    world.rest().unwrap();
    assert_eq!(number_on(&world, 2), None, "the member lives elsewhere");
    let links = world.wires.len();
    let moves = |building| Command::EditPerson { id: MEMBER, edits: vec![PersonEdit::Building(building)] };
    give(&mut world, 1, moves(Some(building)));
    world.rest().unwrap();
    assert_eq!(number_on(&world, 2), Some("555 0103".into()), "somebody moves in");
    give(&mut world, 0, Command::Remove { key: RecordKey { collection: Collection::Captaincies, id: id.0 } });
    world.rest().unwrap();
    assert_eq!(number_on(&world, 2), None);
    give(&mut world, 0, Command::Restore { key: RecordKey { collection: Collection::Captaincies, id: id.0 } });
    world.rest().unwrap();
    assert_eq!(number_on(&world, 2), Some("555 0103".into()), "somebody becomes captain");
    assert_eq!(world.wires.len(), links, "on the same lines");
    give(&mut world, 1, moves(None));
    world.rest().unwrap();
    assert!(number_on(&world, 2).is_none() && !is_stored(&world, Some(2)));
    world.check_end().unwrap();
}

/// A hand-over goes through other people's phones.
#[test]
fn it_does_not_travel_in_a_hand_over() {
    let mut world = told();
    reach(&mut world, 1, false);
    world.cut(1);
    let comment = long_comment(&mut world);
    give(&mut world, 1, comment);
    give(&mut world, 1, phone_number("555 0104"));
    world.run(|_| true).unwrap();
    world.pack(1).unwrap();
    world.run(|_| true).unwrap();
    let packed = world.phones[1].packed.clone().unwrap().unwrap();
    assert_eq!(packed.own, 1, "the comment alone");
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(number_on(&world, 0), Some("555 0104".into()));
    world.check_end().unwrap();
}

#[test]
fn a_phone_that_has_not_heard_from_the_community_for_a_month_keeps_only_its_own() {
    let mut world = told();
    for phone in [0, 1] {
        reach(&mut world, phone, false);
        world.cut(phone);
    }
    world.run(|_| true).unwrap();
    world.pass(29 * DAY, true).unwrap();
    assert_eq!(number_on(&world, 0), Some("555 0103".into()));
    world.pass(2 * DAY, true).unwrap();
    world.run(|_| true).unwrap();
    assert!(number_on(&world, 0).is_none() && !is_stored(&world, Some(0)));
    assert!(number_on(&world, 1).is_some(), "it is the member's own");
    [0, 1].into_iter().for_each(|phone| reach(&mut world, phone, true));
    world.rest().unwrap();
    assert_eq!(number_on(&world, 0), Some("555 0103".into()), "it comes again with the line");
    world.check_end().unwrap();
}

#[track_caller]
fn check_nothing_is_left(world: &World) {
    assert!(!is_stored(world, None), "the server has it");
    for phone in 0..world.phones.len() {
        let (view, name) = (&world.phones[phone].view, phone);
        assert!(!is_stored(world, Some(phone)), "phone {name} has it stored");
        assert!(view.contacts.get(&MEMBER).is_none() && view.people.get(&MEMBER).is_none(), "phone {name} shows it");
        let card = view.removed.get(&RecordKey { collection: Collection::People, id: MEMBER.0 });
        if let Some(Record::Person(card)) = card {
            assert!(card.name == NAMELESS && card.about.is_empty(), "phone {name}: {card:?}");
        }
        let about = |command: &Command| command.describes() == Some(MEMBER);
        assert!(!world.phones[phone].refused.iter().any(|refused| about(&refused.given.command)), "phone {name}");
    }
}

#[test]
fn whoever_is_erased_is_gone_from_every_phone_and_from_the_server() {
    let mut world = told();
    let (id, role) = (ClaimId(Uuid::from_u128(77)), founding::ROLE);
    give(&mut world, 1, Command::ClaimRole { id, task: founding::TASK, occurrence: None, role, person: MEMBER });
    world.rest().unwrap();
    world.erase(MEMBER).unwrap();
    world.rest().unwrap();
    check_nothing_is_left(&world);
    assert!(!world.phones[2].view.claims[&id].stands(), "somebody else can sweep");
    assert_eq!(refused(&mut world, 0, phone_number("555 0103")), Refusal::Erased);
    world.check_end().unwrap();
    check_nothing_is_left(&world);
}

/// A server that dies with it half done does it when it starts.
#[test]
fn a_server_that_dies_meanwhile_goes_on_with_it() {
    for steps in 0_u32..6 {
        let mut world = told();
        world.erase(MEMBER).unwrap();
        let left = Cell::new(steps);
        world.run(|_| left.replace(left.get().saturating_sub(1)) > 0).unwrap();
        world.kill_server();
        world.rest().unwrap();
        check_nothing_is_left(&world);
        world.check_end().unwrap();
        check_nothing_is_left(&world);
    }
}

/// What says that they were erased stood in one chunk, and no phone had heard of it.
#[test]
fn a_store_that_loses_what_says_so_brings_nothing_back() {
    let mut world = told();
    for phone in 0..4 {
        reach(&mut world, phone, false);
        world.cut(phone);
    }
    give(&mut world, 0, phone_number("555 0166"));
    world.run(|_| true).unwrap();
    world.erase(MEMBER).unwrap();
    world.run(|_| true).unwrap();
    let name = DocumentKind::Erasures.name();
    assert!(!world.server.store[&name].is_empty(), "it was written down");
    while !world.server.store[&name].is_empty() {
        world.damage_server_in(&name);
    }
    (0..4).for_each(|phone| reach(&mut world, phone, true));
    world.rest().unwrap();
    check_nothing_is_left(&world);
}

/// A coordinator was away with the member's details, and has written more of them.
#[test]
fn a_phone_that_was_away_brings_nothing_back() {
    let mut world = told();
    reach(&mut world, 0, false);
    world.cut(0);
    give(&mut world, 0, phone_number("555 0166"));
    let about = vec![PersonEdit::About("Sings".into())];
    give(&mut world, 0, Command::EditPerson { id: MEMBER, edits: about });
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    world.erase(MEMBER).unwrap();
    world.rest().unwrap();
    reach(&mut world, 0, true);
    world.rest().unwrap();
    check_nothing_is_left(&world);
    let title = &world.phones[1].view.suggestions[&founding::suggestion(0)].title;
    assert_eq!(title, "A lamp", "the rest of what it wrote has come");
    world.kill(0).unwrap();
    world.kill_server();
    world.rest().unwrap();
    check_nothing_is_left(&world);
}

/// The backup has the member's details, and knows nothing of the erasure; a phone does.
#[test]
fn a_backup_that_is_put_back_brings_nothing_back() {
    let mut world = told();
    world.back_up_server();
    world.back_up(0);
    world.erase(MEMBER).unwrap();
    world.rest().unwrap();
    world.restore_server();
    world.rest().unwrap();
    check_nothing_is_left(&world);
    // So does a phone that is set back to its own.
    world.restore(0).unwrap();
    world.rest().unwrap();
    check_nothing_is_left(&world);
    world.check_end().unwrap();
}

/// What comes back after that, with a phone that was away, is emptied when it comes and not only when a server starts.
#[test]
fn what_a_phone_brings_back_of_a_card_is_emptied() {
    let mut world = told();
    world.back_up_server();
    let about = vec![PersonEdit::About("Sings".into())];
    give(&mut world, 0, Command::EditPerson { id: MEMBER, edits: about });
    world.rest().unwrap();
    for phone in 0..4 {
        reach(&mut world, phone, false);
        // Nothing is to arrive later of what the server says now.
        world.cut(phone);
    }
    world.erase(MEMBER).unwrap();
    world.run(|_| true).unwrap();
    world.restore_server();
    // A partner has nothing of the roster.
    reach(&mut world, 3, true);
    world.run(|_| true).unwrap();
    let about = |world: &World| {
        let mut roster = world.server.hub().document(DocumentKind::Roster).unwrap().clone();
        let card = roster.entries().entries.into_iter().find(|entry| entry.record.key().id == MEMBER.0).unwrap();
        let Record::Person(Person { name, about, .. }) = card.record else { panic!() };
        (name, about, card.removed)
    };
    assert_eq!(about(&world), (NAMELESS.into(), String::new(), true), "what the backup has of it");
    reach(&mut world, 0, true);
    world.cut(0);
    world.rest().unwrap();
    let roster = world.server.hub().document(DocumentKind::Roster).unwrap();
    let edits =
        roster.automerge().get_changes(&[]).into_iter().filter(|change| change.message() == Some("EditPerson/1"));
    assert_eq!(edits.count(), 1, "the phone has brought it");
    assert_eq!(about(&world), (NAMELESS.into(), String::new(), true));
    (1..3).for_each(|phone| reach(&mut world, phone, true));
    world.rest().unwrap();
    check_nothing_is_left(&world);
}
