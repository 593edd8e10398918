//! The shortest way from a tap on one phone to a view on another.

use kaifong_domain::{
    bridge::Tick,
    command::Command,
    id::{RequestId, SuggestionId},
    suggestion::SuggestionEdit,
};
use kaifong_tests::{founding, seed::Seed, world::Step};

#[test]
fn a_suggestion_goes_from_phone_to_phone() {
    let mut world = founding::world(Seed::new(1), &[3, 2]).unwrap();
    let (id, request) = (SuggestionId(world.seed.uuid()), RequestId(world.seed.uuid()));
    let edits = vec![SuggestionEdit::Title("A lamp for the stairs".into())];
    world.give(0, request, Command::RaiseSuggestion { id, edits }).unwrap().unwrap();
    assert_eq!(world.phones[0].tick(request), None, "nothing is saved before the write has ended");
    assert_eq!(world.phones[0].view.suggestions[&id].title, "A lamp for the stairs");

    world.take(Step::Write(0)).unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Saved));
    assert_eq!(world.phones[0].status.waiting, 1);

    while world.server.committing.is_none() {
        let step = world.ready()[0];
        world.take(step).unwrap();
    }
    assert_eq!(world.phones[0].tick(request), Some(Tick::Saved), "nothing is kept before the commit has ended");
    world.rest().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    assert_eq!(world.phones[1].view.suggestions[&id].title, "A lamp for the stairs");
    world.check_end().unwrap();
}
