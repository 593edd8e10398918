//! What the server has refused of a letter does not come back with another one, nor with the rest of it.

use kaifong_domain::{bridge::Line, command::Command, task::TaskEdit};
use kaifong_tests::{founding, world::World};

use super::{comment, cut_off, give, hand_over, raise, reach};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// What phone 0 has handed over is refused for its clock: phone 1 has nothing of it, and is even with the server.
fn is_rid_of_it(world: &mut World, letters: usize) {
    let is_bench = |world: &World, phone: usize| {
        world.phones[phone].view.suggestions.values().any(|suggestion| suggestion.title == "A bench from the future")
    };
    for _ in 0..2 {
        assert_eq!(world.phones[1].status.line, Line::Synced);
        assert!(!is_bench(world, 1));
        let refused: Vec<u32> = world.phones[1].carried.iter().map(|carried| carried.refused).collect();
        assert_eq!(refused, vec![1; letters]);
        world.cut(1);
        world.rest().unwrap();
    }
    world.phones[0].skew = 0;
    world.check_end().unwrap();
}

/// The server said only once on a line that it did not take a change, and it stayed with the second letter's.
#[test]
fn a_letter_brings_nothing_back_that_was_refused_of_another() {
    let mut world = cut_off(&[1, 2]);
    world.phones[0].skew = 3 * DAY;
    raise(&mut world, 0, "A bench from the future");
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    reach(&mut world, 1, true);
    world.rest().unwrap();
    world.pass(1_000, false).unwrap();
    hand_over(&mut world);
    world.rest().unwrap();
    is_rid_of_it(&mut world, 2);
}

/// What was set aside of a letter was tried again with all of it.
#[test]
fn nothing_comes_back_with_what_was_set_aside() {
    let mut world = cut_off(&[1, 5, 2]);
    let edits = vec![TaskEdit::Title("Sweep the yard".into())];
    give(&mut world, 0, Command::EditTask { id: founding::TASK, occurrence: None, edits });
    world.phones[0].skew = 3 * DAY;
    raise(&mut world, 0, "A bench from the future");
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    assert_eq!(world.phones[1].carried[0].aside, 1);
    comment(&mut world, 2, "Meanwhile");
    reach(&mut world, 2, true);
    world.rest().unwrap();
    reach(&mut world, 1, true);
    world.rest().unwrap();
    is_rid_of_it(&mut world, 1);
}
