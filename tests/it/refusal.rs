//! What the community does not take in: it is listed, costs nobody else anything, and does not pile up.

use std::collections::BTreeMap;

use kaifong_domain::{
    access::AccessRole,
    bridge::{Line, Tick},
    building::EstateEdit,
    command::Command,
    document::DocumentKind,
    id::EstateId,
    person::PersonEdit,
    refused::Cause,
    rejection::Rejection,
};
use kaifong_tests::{
    founding,
    seed::Seed,
    world::{Step, World},
};
use uuid::Uuid;

use crate::{
    saying::{give, long_comment, raise, reach, rename, world},
    storage::{compact, damage, newest},
};

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn whys(world: &World, phone: usize) -> Vec<Cause> {
    world.phones[phone].refused.iter().map(|refused| refused.why).collect()
}

/// Each change that was refused made a snapshot of the whole document, and none of them ever went: a phone whose
/// clock was ahead filled its disk.
#[test]
fn refused_changes_do_not_fill_the_disk() {
    let mut world = world(&[0]);
    world.phones[0].skew = 3 * DAY;
    for number in 0..200 {
        give(&mut world, 0, rename(&format!("Lamp {number}")));
        world.run(|_| true).unwrap();
        world.pass(1_000, true).unwrap();
    }
    world.rest().unwrap();
    assert_eq!(world.phones[0].refused.len(), 200);
    let chunks: usize = world.phones[0].disk.chunks.values().map(Vec::len).sum();
    assert!(chunks < 200_000, "{chunks} bytes");
    world.check_end().unwrap();
}

/// It waited, and stood in the list beside that; refused again, it stood there twice.
#[test]
fn a_refused_request_that_is_sent_again_waits_and_is_listed_no_more() {
    let mut world = world(&[0]);
    world.phones[0].skew = 3 * DAY;
    let request = give(&mut world, 0, rename("A lamp"));
    for skew in [3 * DAY, 3 * DAY, 0] {
        world.rest().unwrap();
        assert_eq!(whys(&world, 0), [Cause::Rejected(Rejection::Clock)]);
        world.phones[0].skew = skew;
        world.give(0, request, rename("A lamp")).unwrap().unwrap();
    }
    world.rest().unwrap();
    assert_eq!(whys(&world, 0), []);
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    world.check_end().unwrap();
}

/// Its change waited, somebody wrote over it, and it was made once more: one request had two changes, and the older wish
/// stood in the place of the newer one.
#[test]
fn a_request_that_is_sent_again_while_it_waits_makes_nothing_new() {
    let mut world = world(&[0]);
    reach(&mut world, 0, false);
    world.cut(0);
    let request = give(&mut world, 0, rename("A lamp"));
    give(&mut world, 0, rename("Two lamps"));
    world.run(|_| true).unwrap();
    assert_eq!(world.give(0, request, rename("A lamp")).unwrap(), Ok(None));
    assert_eq!(world.phones[0].tick(request), Some(Tick::Saved));
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(world.phones[0].view.suggestions[&founding::suggestion(0)].title, "Two lamps");
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    world.check_end().unwrap();
}

/// A document that is made anew without a refused change is stored as a snapshot that nobody reads back. It counted as a
/// generation: when it was flawed, the last whole one before it was deleted.
#[test]
fn a_snapshot_that_was_never_read_is_no_generation() {
    let mut world = world(&[0]);
    compact(&mut world, 1);
    (world.odds.flawed_snapshot, world.phones[0].skew) = (1_000, 3 * DAY);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    (world.odds.flawed_snapshot, world.phones[0].skew) = (0, 0);
    assert_eq!(whys(&world, 0), [Cause::Rejected(Rejection::Clock)]);
    compact(&mut world, 1);
    let before = world.phones[0].community().comments.clone();
    world.kill(0).unwrap();
    let latest = newest(&world, DocumentKind::Suggestions(2026));
    damage(&mut world, &latest);
    reach(&mut world, 0, false);
    world.boot(0).unwrap();
    let here = &world.phones[0].community().comments;
    assert!(*here == before, "{} of {} comments", here.len(), before.len());
    assert!(!before.is_empty());
}

/// What waited in a document that the phone may not have any more waited for ever.
#[test]
fn what_waits_in_a_document_that_is_not_given_any_more_is_listed() {
    let mut world = world(&[1, 3]);
    reach(&mut world, 1, false);
    world.cut(1);
    let own =
        |about: &str| Command::EditPerson { id: founding::person(3), edits: vec![PersonEdit::About(about.into())] };
    let early = give(&mut world, 1, own("Early"));
    let comment = long_comment(&mut world);
    let aside = give(&mut world, 1, comment);
    world.run(|_| true).unwrap();
    world.set_role(1, AccessRole::Partner).unwrap();
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(whys(&world, 1), [Cause::Rejected(Rejection::NotAllowed)]);
    assert!(world.phones[1].lists(early));
    assert_eq!(world.phones[1].tick(aside), Some(Tick::Kept), "other documents go on");
    assert_eq!(world.phones[1].status.line, Line::Synced);
    world.check_end().unwrap();
}

/// A phone was told of a change before the server had stored it. The server died, and the author's phone was lost:
/// whatever the other phone wrote on top of that change could never be taken in.
#[test]
fn nobody_is_told_of_what_a_dying_server_forgets() {
    let mut world = world(&[0, 1]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|step| step != Step::Commit).unwrap();
    assert_eq!(world.phones[1].view.suggestions[&founding::suggestion(0)].title, "Suggestion 0");
    world.withdraw(0).unwrap();
    world.kill_server();
    world.rest().unwrap();
    let request = give(&mut world, 1, rename("Another lamp"));
    world.rest().unwrap();
    assert_eq!(world.phones[1].tick(request), Some(Tick::Kept));
    world.check_end().unwrap();
}

/// A server that had taken in the first words of a document, and not stored them yet, said nothing of it to a phone
/// without end.
#[test]
fn a_document_is_told_of_when_it_is_stored() {
    let mut world = World::new(Seed::new(1), BTreeMap::new());
    let [one, two] = [0, 1].map(|person| world.add_phone(founding::person(person), founding::PEOPLE[person]));
    world.rest().unwrap();
    reach(&mut world, two, false);
    world.cut(two);
    raise(&mut world, one, "A lamp");
    give(
        &mut world,
        two,
        Command::AddEstate { id: EstateId(Uuid::from_u128(1)), edits: vec![EstateEdit::Name("North".into())] },
    );
    world.run(|step| step != Step::Commit).unwrap();
    reach(&mut world, two, true);
    world.run(|step| step != Step::Commit).unwrap();
    assert!(world.phones[two].community().suggestions.is_empty());
    world.rest().unwrap();
    assert_eq!(world.phones[two].community().suggestions.len(), 1);
    world.check_end().unwrap();
}

/// A server whose clock had been ahead was set back to a backup, and its clock set right: what it had taken in
/// meanwhile and told to be kept was refused when the phones brought it back, and gone.
#[test]
fn what_comes_back_is_not_judged_by_the_clock_again() {
    let mut world = world(&[0, 1]);
    world.back_up_server();
    world.server.skew = 400 * DAY;
    world.phones[0].skew = 400 * DAY;
    let request = give(&mut world, 0, rename("A lamp"));
    world.rest().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    world.server.skew = 0;
    world.restore_server();
    world.rest().unwrap();
    for phone in &world.phones {
        assert_eq!(phone.view.suggestions[&founding::suggestion(0)].title, "A lamp");
        assert_eq!(phone.refused, []);
    }
    world.check_end().unwrap();
}

/// A modified client's change goes, and its honest neighbours before and after it stay.
#[test]
fn a_forged_change_is_listed_and_those_around_it_are_kept() {
    let mut world = world(&[0, 1]);
    reach(&mut world, 0, false);
    let before = give(&mut world, 0, rename("Before"));
    world.run(|_| true).unwrap();
    assert!(world.tamper(0).unwrap());
    world.boot(0).unwrap();
    let (_, after) = raise(&mut world, 0, "After it");
    world.run(|_| true).unwrap();
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(whys(&world, 0), [Cause::Rejected(Rejection::Shape)]);
    assert_eq!([before, after].map(|request| world.phones[0].tick(request)), [Some(Tick::Kept); 2]);
    world.check_end().unwrap();
}
