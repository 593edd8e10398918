//! Changes whose envelope is forged: author, number, time, what they rest on, and how they are written.

use automerge::{ActorId, ExpandedChange};
use kaifong_domain::rejection::Rejection as R;
use kaifong_replica::{actor::actor as writer, gate::Author};
use kaifong_tests::{
    forge::{DEVICE, Desk, chunk, seal},
    world::NOON,
};

use super::{actor, good, refuse, take, whole, whys};

fn with(edit: impl Fn(&mut ExpandedChange)) -> impl FnOnce(&Desk) -> Vec<u8> {
    move |desk| {
        let mut change = good(desk, "Hall");
        edit(&mut change);
        seal(change)
    }
}

#[test]
fn an_honest_change_is_taken() {
    take("honest", with(|_| ()));
    take("no time", with(|change| change.time = 0));
    take("a clock that is hours ahead", with(|change| change.time += 23 * 60 * 60));
    take("no message", with(|change| change.message = None));
}

/// A start counter of 2³²−2 was taken in by bare Automerge, survived the save, and made every later edit
/// panic.
#[test]
fn a_forged_envelope_is_refused() {
    const DAY: i64 = 24 * 60 * 60;
    refuse("counters leap", with(|change| change.start_op = 4_294_967_294.try_into().unwrap()), R::TooLarge);
    refuse("counters leap by one", with(|change| change.start_op = change.start_op.saturating_add(1)), R::TooLarge);
    refuse("counters go back", with(|change| change.start_op = 1.try_into().unwrap()), R::TooLarge);
    refuse("a gap in the numbers", with(|change| change.seq = 3), R::Malformed);
    refuse("tomorrow", with(|change| change.time = NOON / 1_000 + DAY + 1), R::Clock);
    refuse("before time began", with(|change| change.time = -1), R::Clock);
    refuse("the end of time", with(|change| change.time = i64::MAX), R::Clock);
    refuse("a long message", with(|change| change.message = Some("x".repeat(257))), R::TooLarge);
    refuse("a longer message", with(|change| change.message = Some("x".repeat(2_000))), R::Malformed);
    refuse("something behind it", with(|change| change.extra_bytes = vec![1, 2, 3]), R::Malformed);
    refuse("another device's", with(|change| change.actor_id = writer([1; 8], [0; 8])), R::AnotherAuthor);
    refuse("nobody's", with(|change| change.actor_id = ActorId::from([9; 5])), R::AnotherAuthor);
}

/// Whoever used my actor and my next number locked my phone out, both ways, for good.
#[test]
fn nobody_takes_anothers_number() {
    let mut desk = Desk::new();
    let mut forged = good(&desk, "Mine");
    forged.actor_id = writer([1; 8], [0; 8]);
    assert_eq!(desk.bring(vec![seal(forged.clone())]).map(|refused| whys(&refused)), Ok(vec![R::AnotherAuthor]));
    assert_eq!(desk.bring(vec![seal(forged)]), Ok(vec![]), "told once");
    let document = desk.document().clone();
    let mut victim = Desk::at(document).with_author(Author::Device([1; 8]));
    let mut own = good(&victim, "Truly mine");
    own.actor_id = writer([1; 8], [0; 8]);
    assert_eq!(victim.bring(vec![seal(own)]), Ok(vec![]));
}

#[test]
fn an_integration_writes_under_any_name_but_a_devices() {
    let bring = |name: ActorId| {
        let mut desk = Desk::new().with_author(Author::Integration);
        let mut change = good(&desk, "From afar");
        change.actor_id = name;
        desk.bring(vec![seal(change)]).map(|refused| whys(&refused))
    };
    assert_eq!(bring(ActorId::from([0xab; 16])), Ok(vec![]));
    assert_eq!(bring(ActorId::from([0xab; 5])), Ok(vec![]));
    assert_eq!(bring(ActorId::from([0xab; 33])), Ok(vec![R::AnotherAuthor]));
    assert_eq!(bring(writer(DEVICE, [7; 8])), Ok(vec![R::AnotherAuthor]));
}

/// A phone that was set back to an older state numbers its changes again.
#[test]
fn a_number_is_given_once() {
    let mut desk = Desk::new();
    let (first, second) = (good(&desk, "One"), good(&desk, "Another"));
    assert_eq!(desk.bring(vec![seal(first)]), Ok(vec![]));
    let refused = desk.bring(vec![seal(second.clone())]).unwrap();
    assert_eq!(whys(&refused), [R::NumberTaken]);
    let fresh = ExpandedChange { actor_id: writer(DEVICE, [5; 8]), ..second };
    assert_eq!(desk.bring(vec![seal(fresh)]), Ok(vec![]), "under a fresh actor it is taken");
    whole(desk.document(), "two at once");
}

/// What is refused of a message does not hurt the rest, and takes along only what rests on it.
#[test]
fn the_rest_of_a_message_is_taken() {
    let mut desk = Desk::new();
    let honest = good(&desk, "Hall");
    let mut bad = ExpandedChange { actor_id: writer(DEVICE, [1; 8]), time: i64::MAX, ..good(&desk, "Bad") };
    let mut on_top = ExpandedChange { actor_id: writer(DEVICE, [2; 8]), ..good(&desk, "On top") };
    let bytes = seal(bad.clone());
    bad.hash = Some(automerge::Change::try_from(bytes.as_slice()).unwrap().hash());
    on_top.deps = vec![bad.hash.unwrap()];
    on_top.start_op = (bad.start_op.get() + 1).try_into().unwrap();
    // In any order.
    let refused = desk.bring(vec![seal(on_top), bytes.clone(), seal(honest), chunk(1, b"no change")]).unwrap();
    let mut reasons = whys(&refused);
    reasons.sort_unstable();
    assert_eq!(reasons, [R::Clock, R::Malformed, R::RestsOnRejected]);
    assert_eq!(desk.document().automerge().get_changes_meta(&[]).iter().filter(|c| *c.actor == actor()).count(), 1);
    assert_eq!(desk.bring(vec![bytes]), Ok(vec![]), "what was refused is told once");
    whole(desk.document(), "the rest");
}

#[test]
fn a_change_that_comes_before_its_history_waits_for_it() {
    let mut desk = Desk::new();
    let first = seal(good(&desk, "One"));
    let mut ahead = Desk::at(desk.document().clone());
    assert_eq!(ahead.bring(vec![first.clone()]), Ok(vec![]));
    let second = seal(good(&ahead, "Two"));
    let before = desk.document().heads();
    assert_eq!(desk.bring(vec![second]), Ok(vec![]));
    assert_eq!(desk.document().heads(), before);
    assert_eq!(desk.bring(vec![first]), Ok(vec![]));
    assert_eq!(desk.document().automerge().get_changes_meta(&before).len(), 2);
}

/// An author who names what its change does not rest on would break every phone that has the one change
/// and not yet the other.
#[test]
fn a_change_refers_only_to_what_it_rests_on() {
    let mut desk = Desk::new();
    let genesis = desk.envelope();
    assert_eq!(desk.bring(vec![seal(good(&desk, "One"))]), Ok(vec![]));
    let mut second = ExpandedChange { actor_id: writer(DEVICE, [3; 8]), ..good(&desk, "Two") };
    (second.deps, second.start_op, second.seq) = (genesis.deps, genesis.start_op, 1);
    assert_eq!(desk.bring(vec![seal(second)]).map(|refused| whys(&refused)), Ok(vec![R::Malformed]));
    // A number that follows, and does not rest on the one before.
    let mut third = good(&desk, "Three");
    third.deps = desk.document().automerge().get_changes_meta(&[])[0].deps.clone();
    third.start_op = 1.try_into().unwrap();
    assert_eq!(desk.bring(vec![seal(third)]).map(|refused| whys(&refused)), Ok(vec![R::Malformed]));
}

/// Whoever had written under the name of the first changes would have kept every later version from laying what
/// documents gain.
#[test]
fn nobody_writes_first_changes() {
    for desk in [Desk::new(), Desk::new().with_author(Author::Integration), Desk::new().refilling()] {
        let all = desk.document().automerge().get_changes_meta(&[]);
        let genesis = all.iter().find(|change| change.deps.is_empty()).unwrap();
        let (actor_id, seq) = (genesis.actor.clone().into_owned(), 2);
        let change = ExpandedChange { actor_id, seq, ..good(&desk, "First") };
        assert_eq!(desk.clone().bring(vec![seal(change)]).map(|refused| whys(&refused)), Ok(vec![R::AnotherAuthor]));
    }
}
