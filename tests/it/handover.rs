//! Hand-over without a server: one phone's waiting changes go with another one, and whoever meets the server
//! first brings them.

mod again;
mod elsewhere;
mod partner;
mod put_down;
mod refused;
mod set_back;

use kaifong_domain::{
    bridge::Tick,
    command::Command,
    handover::{LetterError, Offered, Packed},
    id::{CommentId, RequestId},
};
use kaifong_replica::letter::{Bag, Letter, text};
use kaifong_tests::{
    founding,
    world::{Step, World},
};

use crate::saying::{give, raise, reach, rename, world};

/// Phones of these people, out of the network's reach.
fn cut_off(people: &[usize]) -> World {
    let mut world = world(people);
    for phone in 0..people.len() {
        world.cut(phone);
        reach(&mut world, phone, false);
    }
    world.run(|_| true).unwrap();
    world
}

/// Phone 0 hands over to phone 1.
fn hand_over(world: &mut World) {
    let taken = world.phones[1].carried.len();
    give_out(world, 0, 1);
    assert!(world.phones[1].carried.len() > taken, "there is something to hand over");
    world.run(|_| true).unwrap();
}

/// One phone hands over to another; what that one has taken is not saved yet.
fn give_out(world: &mut World, from: usize, to: usize) {
    world.hand_over(from, to).unwrap();
    world.run(|step| step == Step::Write(from)).unwrap();
}

fn title(world: &World, phone: usize) -> &str {
    &world.phones[phone].view.suggestions[&founding::suggestion(0)].title
}

fn comment(world: &mut World, phone: usize, text: &str) -> (CommentId, RequestId) {
    let (id, suggestion) = (CommentId(world.seed.uuid()), founding::suggestion(0));
    (id, give(world, phone, Command::Comment { id, suggestion, text: text.into() }))
}

fn offered(world: &mut World, phone: usize, words: &str) -> Result<Vec<Offered>, LetterError> {
    world.unpack(phone, words).unwrap().expect("a phone says something to everything")
}

/// Lets phone 0 pack.
fn pack(world: &mut World) -> Packed {
    world.pack(0).unwrap();
    world.run(|step| step == Step::Write(0)).unwrap();
    world.phones[0].packed.clone().expect("it says something to that").expect("something waits")
}

/// What phone 0 has packed.
fn packed(world: &mut World) -> String {
    pack(world).text
}

/// What is written on both sides is delivered by the one who comes first, and the other one comes later.
fn delivered_by(first: usize) {
    let (mut world, second) = (cut_off(&[1, 2]), 1 - first);
    let requests = [give(&mut world, 0, rename("A lamp")), raise(&mut world, 0, "A bench").1];
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    assert_eq!(title(&world, 1), "A lamp", "it is seen at once");
    assert_eq!(world.phones[1].carried.len(), 1);
    assert_eq!(world.phones[1].status.waiting, 0, "it waits for its author, not for its carrier");
    let (_, said) = comment(&mut world, 1, "On top of it");
    world.run(|_| true).unwrap();

    reach(&mut world, first, true);
    world.rest().unwrap();
    let kept = |world: &World| requests.map(|request| world.phones[0].tick(request));
    if first == 1 {
        assert_eq!(world.phones[1].carried, [], "the community has it");
        assert_eq!(world.phones[1].tick(said), Some(Tick::Kept));
        assert_eq!(kept(&world), [Some(Tick::Saved); 2], "its author has not heard of it");
        assert!(world.refused.is_empty(), "nothing came before its signature: {:?}", world.refused);
    } else {
        assert_eq!(kept(&world), [Some(Tick::Kept); 2]);
    }
    reach(&mut world, second, true);
    world.rest().unwrap();
    assert_eq!(kept(&world), [Some(Tick::Kept); 2]);
    assert_eq!((world.phones[0].disk.outbox.len(), world.phones[1].carried.len()), (0, 0));
    let titles =
        |phone: usize| world.phones[phone].view.suggestions.values().filter(|one| one.title == "A bench").count();
    assert_eq!((titles(0), titles(1)), (1, 1), "delivered twice, it is there once");
    world.check_end().unwrap();
    assert!(world.phones[1].disk.meta.keys().all(|name| !name.starts_with("letter:")));
}

#[test]
fn delivered_by_the_carrier_and_then_by_the_author() {
    delivered_by(1);
}

#[test]
fn delivered_by_the_author_and_then_by_the_carrier() {
    delivered_by(0);
}

#[test]
fn before_it_is_taken_it_says_what_it_is() {
    let mut world = cut_off(&[1, 2]);
    let first = world.clock(0);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    world.pass(60_000, false).unwrap();
    let last = world.clock(0);
    give(&mut world, 0, rename("Two lamps"));
    world.run(|_| true).unwrap();
    let words = packed(&mut world);
    let offer = offered(&mut world, 1, &format!("For you:\n{words}\nThanks")).unwrap();
    let [Offered { person, changes, new, span, is_own, .. }] = offer[..] else { panic!("one letter: {offer:?}") };
    assert_eq!((person, changes, new, is_own), (founding::person(1), 2, 2, false));
    // A change tells its time in seconds.
    assert_eq!((span.0.0, span.1.0), (first.0 / 1_000 * 1_000, last.0 / 1_000 * 1_000));
    assert_eq!(title(&world, 1), "Suggestion 0", "nothing is taken yet");
    assert!(offered(&mut world, 0, &words).unwrap()[0].is_own);
    world.take_along(0).unwrap();
    assert_eq!(world.phones[0].carried, [], "nobody carries their own");
    world.take_along(1).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(title(&world, 1), "Two lamps");
    assert_eq!(offered(&mut world, 1, &words).unwrap()[0].new, 0);
    world.check_end().unwrap();
}

/// As codes, in any order.
#[test]
fn codes_are_as_good_as_the_text() {
    let mut world = cut_off(&[1, 2]);
    for number in 0..12 {
        comment(&mut world, 0, &format!("Comment {number}"));
    }
    world.run(|_| true).unwrap();
    let codes = pack(&mut world).codes;
    assert!(codes.len() > 2, "{} codes", codes.len());
    world.phones[1].offered = None;
    for code in codes.iter().rev().chain(["https://elsewhere.example".to_owned()].iter()).chain(codes.iter()) {
        world.scan(1, code).unwrap();
    }
    assert_eq!(world.phones[1].offered.clone().unwrap().unwrap()[0].changes, 12);
    world.take_along(1).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[1].view.comments.len(), 12);
    world.check_end().unwrap();
}

/// It goes from hand to hand until somebody meets the server.
#[test]
fn a_third_phone_delivers() {
    let mut world = cut_off(&[1, 2, 3]);
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    let (remark, said) = comment(&mut world, 1, "I have seen it");
    world.run(|_| true).unwrap();
    give_out(&mut world, 1, 2);
    world.run(|_| true).unwrap();
    assert_eq!(title(&world, 2), "A lamp");
    assert_eq!(world.phones[2].view.comments[&remark].text, "I have seen it");
    assert_eq!(world.phones[2].carried.len(), 2, "each signed by its own");
    reach(&mut world, 2, true);
    world.rest().unwrap();
    assert_eq!(world.phones[2].carried, []);
    world.check_end().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    assert_eq!(world.phones[1].tick(said), Some(Tick::Kept));
}

/// It rests on what the community has and the carrier has not: it waits with the carrier, also through a
/// restart, and is delivered all the same.
#[test]
fn what_rests_on_unknown_changes_is_set_aside() {
    let mut world = cut_off(&[1, 2]);
    reach(&mut world, 0, true);
    let (bench, _) = raise(&mut world, 0, "A bench");
    world.rest().unwrap();
    world.cut(0);
    reach(&mut world, 0, false);
    world.run(|_| true).unwrap();
    let id = CommentId(world.seed.uuid());
    let request = give(&mut world, 0, Command::Comment { id, suggestion: bench, text: "A red one".into() });
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    let aside = |world: &World| world.phones[1].carried.iter().map(|carried| carried.aside).collect::<Vec<_>>();
    assert!(!world.phones[1].view.comments.contains_key(&id));
    assert_eq!(aside(&world), [1]);
    world.kill(1).unwrap();
    world.boot(1).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(aside(&world), [1], "also after a restart");
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].view.comments[&id].text, "A red one");
    assert_eq!(world.phones[1].carried, []);
    world.check_end().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
}

/// Changes and letter are stored in one write: a phone that dies has both, or neither.
#[test]
fn what_was_taken_stays_taken() {
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    give_out(&mut world, 0, 1);
    assert!(!world.phones[1].carried[0].is_saved);
    world.kill(1).unwrap();
    world.boot(1).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!((title(&world, 1), world.phones[1].carried.len()), ("Suggestion 0", 0), "it was not saved");
    hand_over(&mut world);
    assert!(world.phones[1].carried[0].is_saved);
    world.kill(1).unwrap();
    world.boot(1).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!((title(&world, 1), world.phones[1].carried.len()), ("A lamp", 1));
    world.check_end().unwrap();
}

/// The server fails to commit for a while: nobody is told that it has what it has not.
#[test]
fn a_carrier_is_told_only_of_what_is_durable() {
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    world.server.is_full = true;
    reach(&mut world, 1, true);
    // The hub has taken it in, and can't store it.
    world.run(|step| step != Step::Commit).unwrap();
    assert_eq!(world.phones[1].carried.len(), 1);
    world.kill_server();
    world.run(|step| step != Step::Commit).unwrap();
    assert_eq!(world.phones[1].carried.len(), 1);
    world.server.is_full = false;
    world.rest().unwrap();
    assert_eq!(world.phones[1].carried, []);
    world.check_end().unwrap();
}

/// What was changed on purpose, with checksums that fit.
fn forged(words: &str, forge: impl FnOnce(&mut Letter)) -> String {
    let mut letter = Bag::decode(&text::read(words).unwrap()).unwrap().letters().unwrap().remove(0);
    forge(&mut letter);
    text::write(&Bag(vec![letter.encode()]).encode().unwrap())
}
