//! Sessions of a series, which are stored when something is first said of them.

use kaifong_domain::{bridge::Tick, command::Command, id::TaskId, series::Occurrence, task::TaskEdit, value::LongText};
use kaifong_tests::founding;

use crate::saying::{give, world};

/// A session that is not stored yet is stored and edited by one change. The gate took what was edited for what the
/// session was made with, and kept out everybody who coordinates but the one who had made the series.
#[test]
fn who_coordinates_edits_a_session_that_nothing_was_said_of() {
    let mut world = world(&[0, 1]);
    let occurrence = Occurrence { series: founding::SERIES, date: founding::FIRST };
    let id = TaskId::session(occurrence.series, occurrence.date);
    let edits = vec![TaskEdit::Title("Myths".into()), TaskEdit::Text(LongText("Bring a book".into()))];
    let edited = give(&mut world, 1, Command::EditTask { id, occurrence: Some(occurrence), edits });
    world.rest().unwrap();
    assert_eq!((world.phones[1].tick(edited), &world.phones[1].refused[..]), (Some(Tick::Kept), &[][..]));
    let task = &world.phones[0].view.tasks[&id];
    assert_eq!((task.title.as_str(), task.text.0.as_str()), ("Myths", "Bring a book"));
    world.check_end().unwrap();
}
