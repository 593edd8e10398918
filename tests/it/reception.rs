//! Suggestions of residents without an account: the server writes them down once, says when that is durable, and
//! how far they have come.

use kaifong_domain::{
    command::Command,
    decide::from_resident,
    document::DocumentKind,
    id::{EventId, PersonId, SuggestionId},
    record::{Collection, RecordKey},
    suggestion::{Source, Status, Suggestion},
    time::Timestamp,
};
use kaifong_replica::hub::{Append, Hub, HubEffect, HubEvent, Move, Standing};
use kaifong_tests::world::NOON;
use uuid::Uuid;

use crate::saying::{give, world};

const LAMP: SuggestionId = SuggestionId(Uuid::from_u128(7));
const NOW: Timestamp = Timestamp(NOON);

fn lamp() -> Suggestion {
    from_resident(LAMP, NOW, " The lamp in hall 3 is broken.\nPlease come. ", " Hall 3 ").unwrap()
}

fn hub(stored: Vec<(String, Vec<Vec<u8>>)>, nonce: u8) -> Hub {
    Hub::load("demo", stored, [nonce; 8]).map_err(|(name, _)| name).unwrap()
}

/// Tells a hub of a suggestion: what it stores, and what it says then.
fn raise(hub: &mut Hub) -> (Vec<Append>, Vec<HubEffect>) {
    let mut said = hub.handle(NOW, HubEvent::Raised { suggestion: Box::new(lamp()) });
    said.extend(hub.settle(NOW));
    let commit = said.iter().position(|effect| matches!(effect, HubEffect::Commit { .. }));
    match commit.map(|at| said.remove(at)) {
        Some(HubEffect::Commit { appends, .. }) => (appends, said),
        _ => (vec![], said),
    }
}

fn standing(hub: &mut Hub) -> Option<Standing> {
    match &hub.handle(NOW, HubEvent::Asked { ticket: 5, suggestion: LAMP, by: None })[..] {
        [HubEffect::Answer { ticket: 5, standing }] => standing.clone(),
        said => panic!("{said:?}"),
    }
}

#[test]
fn the_first_words_are_the_title() {
    let Suggestion { title, text, place, raised_by, source, .. } = lamp();
    assert_eq!((title.as_str(), place.as_str()), ("The lamp in hall 3 is broken.", "Hall 3"));
    assert_eq!((text.0.lines().count(), raised_by, source), (2, PersonId::RESIDENT, Source::Form));
    let long = from_resident(LAMP, NOW, &"灯".repeat(900), "").unwrap();
    assert_eq!((long.title.chars().count(), long.title.ends_with('…')), (41, true));
    for (text, place) in [("", ""), (" \n ", ""), ("灯", &*"座".repeat(81))] {
        assert!(from_resident(LAMP, NOW, text, place).is_err(), "{text:?}");
    }
}

#[test]
fn it_is_written_down_once_and_said_to_be_when_it_is_durable() {
    let mut first = hub(vec![], 1);
    let (appends, said) = raise(&mut first);
    let [Append { kind: DocumentKind::Suggestions(2026), chunk, .. }] = &appends[..] else { panic!("{appends:?}") };
    assert_eq!(said, [], "nothing is said before it is durable");
    // The commit fails, and the next one takes it along.
    first.handle(NOW, HubEvent::CommitFailed { batch: 1 });
    let again = first.settle(NOW);
    assert!(matches!(&again[..], [HubEffect::Commit { batch: 2, .. }]), "{again:?}");
    let said = first.handle(NOW, HubEvent::Committed { batch: 2 });
    assert_eq!(said, [HubEffect::WrittenDown { suggestion: LAMP }]);
    assert_eq!(standing(&mut first), Some(Standing { moves: vec![], may_reach: false }));
    // Told again, as after a start before which the store was not told: it is there.
    let stored = vec![("suggestions-2026".into(), vec![chunk.clone()])];
    for mut hub in [first, hub(stored, 2)] {
        let (appends, said) = raise(&mut hub);
        assert_eq!((appends, said), (vec![], vec![HubEffect::WrittenDown { suggestion: LAMP }]));
    }
}

/// Moves are told without names; what is said with them only where it is meant as an answer. Whoever takes the
/// suggestion out ends what is known of it.
#[test]
fn it_can_be_followed_until_it_is_taken_out() {
    let mut world = world(&[0]);
    // Its server has stored what a resident has sent, and starts anew.
    let hub = world.server.hub.as_mut().unwrap();
    let (appends, _) = raise(hub);
    world.server.store.entry("suggestions-2026".into()).or_default().extend(appends.into_iter().map(|one| one.chunk));
    world.kill_server();
    world.rest().unwrap();
    assert_eq!(world.phones[0].view.suggestions[&LAMP].raised_by, PersonId::RESIDENT, "everybody sees it");
    for (number, to, note) in
        [(1, Status::Triaged, "Mr Lee knows"), (2, Status::Working, ""), (3, Status::Solved, "New lamp")]
    {
        let (id, note) = (EventId(Uuid::from_u128(number)), note.into());
        give(&mut world, 0, Command::MoveSuggestion { id, suggestion: LAMP, to, note });
    }
    world.rest().unwrap();
    let told = standing(world.server.hub.as_mut().unwrap()).unwrap().moves;
    let told: Vec<_> = told.iter().map(|Move { to, answer, .. }| (*to, answer.as_str())).collect();
    assert_eq!(told, [(Status::Triaged, ""), (Status::Working, ""), (Status::Solved, "New lamp")]);
    let key = RecordKey { collection: Collection::Suggestions, id: LAMP.0 };
    give(&mut world, 0, Command::Remove { key });
    world.rest().unwrap();
    assert_eq!(standing(world.server.hub.as_mut().unwrap()), None);
}
