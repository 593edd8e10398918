//! What rests on something that the server has refused on another line.

use kaifong_domain::{command::Command, suggestion::SuggestionEdit};
use kaifong_tests::founding;

use super::{cut_off, give, give_out, reach};

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// A letter waited at the server for a change that it had refused before, on a line that was no more: whoever carried
/// the letter carried it for ever.
#[test]
fn a_letter_does_not_wait_for_what_was_refused_on_another_line() {
    let mut world = cut_off(&[1, 2]);
    let edit = |edit| Command::EditSuggestion { id: founding::suggestion(0), edits: vec![edit] };
    world.phones[0].skew = 3 * DAY;
    give(&mut world, 0, edit(SuggestionEdit::Title("From the future".into())));
    world.run(|_| true).unwrap();
    give_out(&mut world, 0, 1);
    give(&mut world, 1, edit(SuggestionEdit::Place("On top of it".into())));
    world.run(|_| true).unwrap();
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(world.phones[0].refused.len(), 1);
    world.cut(0);
    give_out(&mut world, 1, 0);
    world.rest().unwrap();
    let refused: Vec<u32> = world.phones[0].carried.iter().map(|carried| carried.refused).collect();
    assert_eq!(refused, [1], "its carrier is told");
}
