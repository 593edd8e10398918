//! A request that finds its wish fulfilled is as safe as what fulfilled it, and no safer.

use kaifong_domain::{bridge::Tick, id::RequestId};
use kaifong_tests::world::Step;

use crate::saying::{give, rename, world};

#[test]
fn what_is_already_so_is_saved_with_what_made_it_so() {
    let mut world = world(&[0]);
    let first = give(&mut world, 0, rename("A lamp"));
    let again = give(&mut world, 0, rename("A lamp"));
    assert_eq!([first, again].map(|request| world.phones[0].tick(request)), [None, None]);
    world.take(Step::Write(0)).unwrap();
    assert_eq!([first, again].map(|request| world.phones[0].tick(request)), [Some(Tick::Saved); 2]);
    let late = give(&mut world, 0, rename("A lamp"));
    assert_eq!(world.phones[0].tick(late), Some(Tick::Saved), "what made it so is saved, and not yet kept");
    world.rest().unwrap();
    assert_eq!([first, again, late].map(|request| world.phones[0].tick(request)), [Some(Tick::Kept); 3]);
    let latest = give(&mut world, 0, rename("A lamp"));
    assert_eq!(world.phones[0].tick(latest), Some(Tick::Kept));
    world.check_end().unwrap();
}

#[test]
fn a_request_sent_twice_does_no_harm() {
    let mut world = world(&[0]);
    let request = RequestId(world.seed.uuid());
    for _ in 0..2 {
        world.give(0, request, rename("A lamp")).unwrap().unwrap();
        assert_eq!(world.phones[0].tick(request), None);
    }
    world.take(Step::Write(0)).unwrap();
    world.give(0, request, rename("A lamp")).unwrap().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Saved));
    world.kill(0).unwrap();
    world.boot(0).unwrap();
    world.give(0, request, rename("A lamp")).unwrap().unwrap();
    world.rest().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    world.check_end().unwrap();
}
