//! Who carries what they may not read.

use kaifong_domain::{bridge::Tick, command::Command, task::TaskEdit};
use kaifong_tests::founding;

use super::{cut_off, give, hand_over, reach};

/// Anybody may carry what they may not read themselves, and sees nothing of it.
#[test]
fn a_partner_carries_what_is_not_for_partners() {
    let mut world = cut_off(&[1, 5]);
    let edits = vec![TaskEdit::Title("Sweep the yard".into())];
    let request = give(&mut world, 0, Command::EditTask { id: founding::TASK, occurrence: None, edits });
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    assert!(world.phones[1].view.tasks.is_empty());
    assert_eq!(world.phones[1].carried[0].aside, 1);
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].carried, []);
    assert!(world.phones[1].view.tasks.is_empty());
    world.check_end().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
}

/// It rests on what a server has lost that was set back: whoever carries it hears nothing of the document. They were
/// asked what else they had of it as soon as somebody else wrote there.
#[test]
fn a_partner_who_carries_hears_nothing_of_what_waits_at_the_server() {
    let mut world = cut_off(&[1, 5, 0]);
    let edit = |title: &str| {
        let edits = vec![TaskEdit::Title(title.into())];
        Command::EditTask { id: founding::TASK, occurrence: None, edits }
    };
    world.back_up_server();
    reach(&mut world, 0, true);
    give(&mut world, 0, edit("Sweep the yard"));
    world.rest().unwrap();
    world.cut(0);
    reach(&mut world, 0, false);
    world.run(|_| true).unwrap();
    world.restore_server();
    let request = give(&mut world, 0, edit("Sweep it well"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    reach(&mut world, 1, true);
    world.rest().unwrap();
    give(&mut world, 2, edit("Sweep the stairs"));
    reach(&mut world, 2, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].carried.len(), 1, "it waits for its author");
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].carried, []);
    world.check_end().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
}
