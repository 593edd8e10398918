//! Receipts reach whoever waits for them, whatever becomes of the line on which a change was brought.

use kaifong_domain::{bridge::Tick, id::RequestId, time::Timestamp};
use kaifong_tests::{
    founding,
    world::{Step, World},
};

use crate::saying::{give, reach, rename, world};

#[test]
fn a_receipt_comes_on_the_next_line() {
    let mut world = world(&[0, 1]);
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|step| step != Step::Commit).unwrap();
    assert!(world.server.committing.is_some(), "the commit is under way");
    world.cut(0);
    world.run(|step| step != Step::Commit).unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Saved));
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
}

/// The server dies with a change that it has not stored. Nobody was told of it, so nobody is held up, and its
/// author brings it again.
#[test]
fn a_change_that_the_server_lost_is_brought_by_its_author() {
    let mut world = world(&[0, 1]);
    let lost = give(&mut world, 0, rename("A lamp"));
    world.run(|step| step != Step::Commit).unwrap();
    assert_ne!(world.phones[1].community(), world.phones[0].community());
    reach(&mut world, 0, false);
    world.cut(0);
    world.kill_server();
    let meanwhile = give(&mut world, 1, rename("Two lamps"));
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[1].tick(meanwhile), Some(Tick::Kept));
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(world.phones[0].tick(lost), Some(Tick::Kept));
    assert!(world.refused.is_empty());
    world.check_end().unwrap();
}

/// One phone has built on what another wrote, which is out of reach when the store is set back behind it; until
/// then, others may bring what was lost.
fn built_on_what_is_lost(until: Timestamp) -> (World, RequestId) {
    let mut world = world(&[0, 1]);
    world.back_up_server();
    give(&mut world, 0, rename("A lamp"));
    world.rest().unwrap();
    reach(&mut world, 0, false);
    world.cut(0);
    world.server.refilled_by = until;
    world.restore_server();
    let on_top = give(&mut world, 1, rename("Two lamps"));
    (world, on_top)
}

/// It waited for ever if the author never came. After two weeks what was written on top is given again without
/// it, and what was lost may still come.
#[test]
fn nobody_waits_for_ever_for_another_author() {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let (mut world, on_top) = built_on_what_is_lost(Timestamp(0));
    let comes_back = |world: &mut World, day: i64| {
        world.now += day * DAY;
        world.cut(1);
        world.run(|_| true).unwrap();
        world.phones[1].tick(on_top)
    };
    assert_eq!(comes_back(&mut world, 0), Some(Tick::Saved));
    assert_eq!(comes_back(&mut world, 13), Some(Tick::Saved), "it may still come");
    assert_eq!(comes_back(&mut world, 2), Some(Tick::Kept));
    assert_eq!(world.phones[1].refused, []);
    assert_eq!(world.phones[1].view.suggestions[&founding::suggestion(0)].title, "Two lamps");
    reach(&mut world, 0, true);
    world.rest().unwrap();
    let both = ["A lamp", "Two lamps"].map(String::from);
    assert!(both.contains(&world.phones[0].view.suggestions[&founding::suggestion(0)].title));
    world.check_end().unwrap();
}

/// A store that was set back takes everybody's word only for a while.
#[test]
fn a_refill_ends() {
    for (until, expected) in [(i64::MAX, Some(Tick::Kept)), (0, Some(Tick::Saved))] {
        let (mut world, on_top) = built_on_what_is_lost(Timestamp(until));
        world.run(|_| true).unwrap();
        assert_eq!(world.phones[1].tick(on_top), expected, "until {until}");
    }
}

#[test]
fn a_receipt_waits_for_a_commit_that_failed() {
    let mut world = world(&[0, 1]);
    world.server.failing = 3;
    let request = give(&mut world, 0, rename("A lamp"));
    for _ in 0..3 {
        world.run(|step| step != Step::Commit).unwrap();
        world.take(Step::Commit).unwrap();
        assert_eq!(world.phones[0].tick(request), Some(Tick::Saved));
    }
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
}

#[test]
fn without_a_server_everything_works_and_waits() {
    let mut world = world(&[0, 1]);
    world.server.is_off = true;
    world.kill_server();
    let requests = [give(&mut world, 0, rename("A lamp")), give(&mut world, 0, rename("Two lamps"))];
    world.rest().unwrap();
    assert_eq!(world.phones[0].status.waiting, 2);
    assert_eq!(requests.map(|request| world.phones[0].tick(request)), [Some(Tick::Saved); 2]);
    world.kill(0).unwrap();
    world.boot(0).unwrap();
    assert_eq!(world.phones[0].status.waiting, 2, "also after a restart");
    reach(&mut world, 1, false);
    world.server.is_off = false;
    world.rest().unwrap();
    assert_eq!(requests.map(|request| world.phones[0].tick(request)), [Some(Tick::Kept); 2]);
    world.check_end().unwrap();
}
