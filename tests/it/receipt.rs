//! Receipts reach whoever waits for them, whatever becomes of the line on which a change was brought.

use kaifong_domain::{bridge::Tick, document::DocumentKind};
use kaifong_tests::world::Step;

use crate::saying::{give, reach, rename, world};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

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

/// The server loses a change that it has told others of. One of them brings it back while its author has
/// joined again, and has not said a word yet.
#[test]
fn a_receipt_comes_for_what_somebody_else_brought() {
    let mut world = world(&[0, 1]);
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|step| step != Step::Commit).unwrap();
    assert_eq!(world.phones[1].community(), world.phones[0].community());
    world.kill_server();
    world.run(|step| matches!(step, Step::Start | Step::PhoneHears(_) | Step::Dial(0))).unwrap();
    let link = world.phones[0].link.unwrap();
    world.run(|step| matches!(step, Step::Fall(_) | Step::Sign(0))).unwrap();
    // The proof, and the wish to join.
    world.take(Step::Rise(link)).unwrap();
    world.take(Step::Rise(link)).unwrap();
    world.run(|step| step != Step::Rise(link)).unwrap();
    assert!(world.server.hub().document(SUGGESTIONS).is_some_and(|document| {
        document.heads()
            == world.phones[1].replica().documents().find(|(kind, _)| *kind == SUGGESTIONS).unwrap().1.heads()
    }));
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
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
