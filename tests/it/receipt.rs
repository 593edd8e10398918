//! Receipts reach whoever waits for them, whatever becomes of the line on which a change was brought.

use kaifong_domain::{bridge::Tick, rejection::Rejection};
use kaifong_tests::{founding, world::Step};

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

/// The server loses a change that it has told others of. One of them has it still, and writes on top of
/// it; only its author can bring it, and then all of it is kept.
#[test]
fn a_change_that_the_server_lost_is_brought_by_its_author() {
    let mut world = world(&[0, 1]);
    let lost = give(&mut world, 0, rename("A lamp"));
    world.run(|step| step != Step::Commit).unwrap();
    assert_eq!(world.phones[1].community(), world.phones[0].community());
    reach(&mut world, 0, false);
    world.cut(0);
    world.kill_server();
    let on_top = give(&mut world, 1, rename("Two lamps"));
    world.run(|_| true).unwrap();
    assert!(world.refused.iter().any(|refused| refused.why == Rejection::AnotherAuthor));
    assert_eq!(world.phones[1].tick(on_top), Some(Tick::Saved), "what it rests on is not there");
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(world.phones[0].tick(lost), Some(Tick::Kept));
    assert_eq!(world.phones[1].tick(on_top), Some(Tick::Kept));
    assert_eq!(world.phones[0].view.suggestions[&founding::suggestion(0)].title, "Two lamps");
    world.check_end().unwrap();
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
