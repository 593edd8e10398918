//! Short ways to say what the suites say often.

use kaifong_domain::{
    command::Command,
    id::{CommentId, RequestId, SuggestionId},
    refusal::Refusal,
    suggestion::SuggestionEdit,
};
use kaifong_tests::{founding, seed::Seed, world::World};

/// A founded community in which nothing goes wrong, with a phone for each of these people.
pub fn world(people: &[usize]) -> World {
    founding::world(Seed::new(1), people).unwrap()
}

/// Gives a command that is allowed; the request's name.
pub fn give(world: &mut World, phone: usize, command: Command) -> RequestId {
    let request = RequestId(world.seed.uuid());
    world.give(phone, request, command).unwrap().unwrap();
    request
}

/// Gives a command that is refused; why.
pub fn refused(world: &mut World, phone: usize, command: Command) -> Refusal {
    let request = RequestId(world.seed.uuid());
    world.give(phone, request, command).unwrap().unwrap_err()
}

/// Raises a suggestion.
pub fn raise(world: &mut World, phone: usize, title: &str) -> (SuggestionId, RequestId) {
    let id = SuggestionId(world.seed.uuid());
    let request = give(world, phone, Command::RaiseSuggestion { id, edits: vec![SuggestionEdit::Title(title.into())] });
    (id, request)
}

/// Gives the first suggestion another title.
pub fn rename(title: &str) -> Command {
    Command::EditSuggestion { id: founding::suggestion(0), edits: vec![SuggestionEdit::Title(title.into())] }
}

/// A comment, so long that a few of them are worth a compaction.
pub fn long_comment(world: &mut World) -> Command {
    let signs = (0..1_000).map(|_| char::from_u32(0x4e00 + world.seed.below(0x5000) as u32).unwrap());
    let text = signs.collect();
    Command::Comment { id: CommentId(world.seed.uuid()), suggestion: founding::suggestion(0), text }
}

/// Puts a phone out of the network's reach, or back into it.
pub fn reach(world: &mut World, phone: usize, is_reachable: bool) {
    world.phones[phone].is_reachable = is_reachable;
}
