//! What a newer version of the app has written can be read, is kept, and is not written over.

use automerge::{ActorId, ROOT, transaction::Transactable};
use jiff::civil::date;
use kaifong_domain::{
    bridge::Tick,
    command::Command,
    document::DocumentKind,
    id::{RequestId, TaskId},
    refusal::Refusal,
    rejection::Rejection,
    series::Occurrence,
    task::TaskEdit,
    time::Timestamp,
};
use kaifong_replica::{
    document::Document,
    effect::{Effect, Request},
    schema,
    storage::{ChunkId, ChunkKind, seal},
};
use kaifong_tests::{founding, seed::Seed, world::World};

use crate::saying::{give, raise, refused, rename, world};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

#[test]
fn a_newer_layout_is_read_and_not_written() {
    let mut store = founding::store();
    let chunks = store.get_mut(&SUGGESTIONS.name()).unwrap();
    let mut document = Document::new(SUGGESTIONS);
    chunks.iter().for_each(|chunk| document.absorb(chunk).unwrap());
    let mut doc = document.automerge().clone().with_actor(ActorId::from([9; 16]));
    let before = doc.get_heads();
    let mut tx = doc.transaction();
    tx.put(ROOT, schema::MAJOR_KEY, schema::MAJOR + 1).unwrap();
    tx.commit();
    chunks.push(doc.save_after(&before));

    let mut world = World::new(Seed::new(1), store);
    world.add_phone(founding::person(0), founding::PEOPLE[0]);
    world.rest().unwrap();
    assert_eq!(world.phones[0].view.suggestions[&founding::suggestion(0)].title, "Suggestion 0");
    let phone = &mut world.phones[0];
    let request =
        Request { id: RequestId(founding::person(0).0), command: rename("A lamp"), now: Timestamp(world.now) };
    let effects = phone.replica.as_mut().unwrap().execute(request);
    let is_refused = |effect: &Effect| matches!(effect, Effect::Answer { outcome: Err(Refusal::ReadOnly), .. });
    assert!(effects.iter().any(is_refused), "{effects:?}");
    assert_eq!(phone.view.suggestions[&founding::suggestion(0)].title, "Suggestion 0");
}

#[test]
fn chunks_of_unknown_documents_stay_where_they_are() {
    let mut world = world(&[0]);
    let id = ChunkId { document: "petitions-2026".into(), number: 0, kind: ChunkKind::Snapshot };
    world.kill(0).unwrap();
    world.phones[0].disk.chunks.insert(id.clone(), seal(b"from tomorrow"));
    world.boot(0).unwrap();
    give(&mut world, 0, rename("A lamp"));
    world.check_end().unwrap();
    assert_eq!(world.phones[0].disk.chunks[&id], seal(b"from tomorrow"));
    world.look_at_problems(|_| false).unwrap();
}

#[test]
fn a_clock_far_off_is_refused() {
    const YEAR: i64 = 366 * 24 * 60 * 60 * 1_000;
    let mut world = world(&[0, 1]);
    for years in [-15, 80, 10_000, -10_000, i64::MAX / YEAR] {
        world.phones[0].skew = years * YEAR;
        assert_eq!(refused(&mut world, 0, rename("A lamp")), Refusal::ClockFarOff, "{years} years off");
    }
    world.phones[0].skew = -10 * YEAR;
    give(&mut world, 0, rename("A lamp"));
    raise(&mut world, 0, "From the year 2016");
    world.check_end().unwrap();
    assert_eq!(world.refused, []);
}

/// A phone whose clock is ahead would have the last word for as long as it is ahead.
#[test]
fn a_clock_that_is_ahead_is_refused_by_the_server() {
    const HOUR: i64 = 60 * 60 * 1_000;
    let mut world = world(&[0, 1]);
    world.phones[0].skew = 23 * HOUR;
    let soon = give(&mut world, 0, rename("Tomorrow"));
    world.rest().unwrap();
    assert_eq!((world.phones[0].tick(soon), world.refused.len()), (Some(Tick::Kept), 0));
    world.phones[0].skew = 25 * HOUR;
    let late = give(&mut world, 0, rename("The day after"));
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].tick(late), Some(Tick::Saved));
    assert_eq!(world.refused.iter().map(|refused| refused.why).collect::<Vec<_>>(), [Rejection::Clock]);
    assert_eq!(world.phones[1].view.suggestions[&founding::suggestion(0)].title, "Tomorrow");
    let own = give(&mut world, 1, rename("Today"));
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[1].tick(own), Some(Tick::Kept), "nobody else is hurt");
}

/// A series goes on forever, and documents do not: such a change would wait forever.
#[test]
fn a_session_beyond_all_documents_is_refused() {
    let mut world = world(&[0]);
    for (date, refusal) in [(date(2099, 12, 30), None), (date(2100, 1, 6), Some(Refusal::NoSession))] {
        let id = TaskId::session(founding::SERIES, date);
        let occurrence = Some(Occurrence { series: founding::SERIES, date });
        let command = Command::EditTask { id, occurrence, edits: vec![TaskEdit::Place("Hall".into())] };
        match refusal {
            None => drop(give(&mut world, 0, command)),
            Some(refusal) => assert_eq!(refused(&mut world, 0, command), refusal),
        }
    }
    world.check_end().unwrap();
}
