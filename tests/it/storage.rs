//! What is stored on a phone: nothing is lost that was said to be saved, and damage is told.

use kaifong_domain::{
    bridge::{Line, Problem, StorageError, Tick},
    command::{Command, NewRole},
    document::DocumentKind,
    id::{ClaimId, CommentId, RoleId, TaskId},
    task::TaskEdit,
};
use kaifong_replica::storage::{ChunkId, ChunkKind};
use kaifong_tests::{
    founding,
    seed::Seed,
    world::{Step, World},
};

use crate::saying::{give, long_comment, raise, reach, rename, world};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

pub fn restart(world: &mut World, phone: usize) {
    world.kill(phone).unwrap();
    world.boot(phone).unwrap();
}

/// A document's newest chunk.
pub fn newest(world: &World, kind: DocumentKind) -> ChunkId {
    let of_it = world.phones[0].disk.chunks.keys().filter(|id| id.document == kind.name());
    of_it.max_by_key(|id| id.number).unwrap().clone()
}

pub fn damage(world: &mut World, chunk: &ChunkId) {
    let bytes = world.phones[0].disk.chunks.get_mut(chunk).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    world.ledger.reconsider(&world.phones, &world.server.store);
}

/// Comments until a document has been compacted so often.
pub fn compact(world: &mut World, times: usize) {
    for _ in 0..200 {
        let comment = long_comment(world);
        give(world, 0, comment);
        world.run(|_| true).unwrap();
        world.pass(1_000, true).unwrap();
        world.run(|_| true).unwrap();
        let since = newest(world, SUGGESTIONS);
        if world.phones[0].disk.snapshots(&SUGGESTIONS.name()).len() >= times.min(2)
            && since.kind == ChunkKind::Snapshot
            && since.number > 20 * (times as u64 - 1)
        {
            return;
        }
    }
    panic!("it is never compacted");
}

#[test]
fn a_lost_change_is_given_again_by_another_writer() {
    let mut world = world(&[0, 1]);
    reach(&mut world, 0, false);
    let (suggestion, raised) = raise(&mut world, 0, "A lamp");
    world.run(|_| true).unwrap();
    let chunk = newest(&world, SUGGESTIONS);
    let id = CommentId(world.seed.uuid());
    let said = give(&mut world, 0, Command::Comment { id, suggestion, text: "Soon!".into() });
    world.run(|_| true).unwrap();
    let nonce = world.phones[0].disk.meta["nonce"].clone();
    let before = world.phones[0].community().clone();

    world.kill(0).unwrap();
    damage(&mut world, &chunk);
    world.boot(0).unwrap();
    assert_eq!(world.phones[0].problems, [Problem::Damaged { document: SUGGESTIONS, parts: 1 }]);
    assert_eq!(*world.phones[0].community(), before, "the rest was loaded, and what was lost is there again");
    world.run(|_| true).unwrap();
    assert_ne!(world.phones[0].disk.meta["nonce"], nonce, "under another name");
    assert_eq!(world.phones[0].status.waiting, 2);
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!([raised, said].map(|request| world.phones[0].tick(request)), [Some(Tick::Kept); 2]);
    assert_eq!(world.phones[1].view.comments[&id].text, "Soon!");
    assert!(world.phones[0].disk.outbox.is_empty());
    world.check_end().unwrap();
}

/// The outbox is kept by hash: the order in which its commands were given must not be forgotten.
#[test]
fn lost_changes_are_given_again_in_their_order() {
    for number in 0..8 {
        let mut world = founding::world(Seed::new(number), &[0]).unwrap();
        reach(&mut world, 0, false);
        let (task, role) = (TaskId(world.seed.uuid()), RoleId(world.seed.uuid()));
        let roles = vec![NewRole { id: role, name: "sweeper".into(), places: 1 }];
        let edits = vec![TaskEdit::Title("Sweep".into())];
        give(&mut world, 0, Command::AddTask { id: task, suggestion: None, edits, roles });
        let (id, person) = (ClaimId(world.seed.uuid()), founding::person(0));
        give(&mut world, 0, Command::ClaimRole { id, task, occurrence: None, role, person });
        give(&mut world, 0, Command::WithdrawClaim { id });
        give(&mut world, 0, Command::RestoreClaim { id });
        world.run(|_| true).unwrap();
        world.kill(0).unwrap();
        for chunk in world.phones[0].disk.chunks.clone().into_keys().filter(|id| id.document == "tasks-2026").skip(1) {
            damage(&mut world, &chunk);
        }
        world.boot(0).unwrap();
        assert_eq!(world.phones[0].refused, []);
        assert!(world.phones[0].community().claims[&id].stands());
        world.check_end().unwrap();
    }
}

#[test]
fn an_outbox_row_that_cannot_be_read_is_told_and_stays() {
    let mut world = world(&[0]);
    world.kill(0).unwrap();
    world.phones[0].disk.outbox.insert([1; 32], b"???".to_vec());
    world.boot(0).unwrap();
    assert_eq!(world.phones[0].problems, [Problem::OutboxDamaged]);
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].disk.outbox.len(), 1);
}

#[test]
fn damage_to_what_the_community_has_is_mended_by_it() {
    let mut world = world(&[0, 1]);
    let before = world.phones[0].community().clone();
    for chunk in world.phones[0].disk.chunks.clone().into_keys() {
        damage(&mut world, &chunk);
    }
    reach(&mut world, 0, false);
    restart(&mut world, 0);
    assert!(world.phones[0].community().entries().is_empty());
    assert_eq!(world.phones[0].problems.len(), 5, "a problem for each document");
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(*world.phones[0].community(), before);
    world.check_end().unwrap();
}

#[test]
fn compaction_leaves_two_generations() {
    let mut world = world(&[0, 1]);
    compact(&mut world, 1);
    assert!(world.phones[0].disk.chunks.len() > 10, "the first generation is the increments themselves");
    compact(&mut world, 3);
    let snapshots = world.phones[0].disk.snapshots(&SUGGESTIONS.name());
    assert_eq!(snapshots.len(), 2);
    let of_it = |id: &&ChunkId| id.document == SUGGESTIONS.name();
    let oldest = world.phones[0].disk.chunks.keys().filter(of_it).map(|id| id.number).min();
    assert_eq!(oldest, snapshots.iter().copied().min(), "what is older than both is gone");

    let before = world.phones[0].community().clone();
    restart(&mut world, 0);
    assert_eq!(*world.phones[0].community(), before);
    assert!(world.phones[0].problems.is_empty());

    let latest =
        ChunkId { document: SUGGESTIONS.name(), number: *snapshots.iter().max().unwrap(), kind: ChunkKind::Snapshot };
    world.kill(0).unwrap();
    damage(&mut world, &latest);
    world.boot(0).unwrap();
    assert_eq!(*world.phones[0].community(), before, "the generation before it is enough");
    assert_eq!(world.phones[0].problems, [Problem::Damaged { document: SUGGESTIONS, parts: 1 }]);
    world.check_end().unwrap();
}

/// With a damaged snapshot counted as a generation, the last whole one was deleted.
#[test]
fn a_damaged_snapshot_is_no_generation() {
    let mut world = world(&[0]);
    compact(&mut world, 2);
    let (first, second) = {
        let snapshots = world.phones[0].disk.snapshots(&SUGGESTIONS.name());
        (snapshots[0], snapshots[1])
    };
    let of = |number| ChunkId { document: SUGGESTIONS.name(), number, kind: ChunkKind::Snapshot };
    world.kill(0).unwrap();
    damage(&mut world, &of(second));
    world.boot(0).unwrap();
    for _ in 0..200 {
        let comment = long_comment(&mut world);
        give(&mut world, 0, comment);
        world.run(|_| true).unwrap();
        world.pass(1_000, true).unwrap();
        world.run(|_| true).unwrap();
        if newest(&world, SUGGESTIONS).kind == ChunkKind::Snapshot {
            break;
        }
    }
    let third = newest(&world, SUGGESTIONS);
    assert_eq!(third.kind, ChunkKind::Snapshot);
    assert!(world.phones[0].disk.chunks.contains_key(&of(first)), "the last whole snapshot before it");
    let before = world.phones[0].community().clone();
    world.kill(0).unwrap();
    damage(&mut world, &third);
    world.phones[0].is_reachable = false;
    world.boot(0).unwrap();
    assert_eq!(*world.phones[0].community(), before);
}

#[test]
fn a_snapshot_that_reads_back_badly_replaces_nothing() {
    let mut world = world(&[0]);
    world.odds.flawed_snapshot = 1_000;
    let mut chunks = world.phones[0].disk.chunks.clone();
    for _ in 0..60 {
        let comment = long_comment(&mut world);
        give(&mut world, 0, comment);
        world.run(|_| true).unwrap();
        world.pass(1_000, true).unwrap();
        world.run(|_| true).unwrap();
        assert!(chunks.keys().all(|id| world.phones[0].disk.chunks.contains_key(id)), "nothing is deleted");
        chunks.clone_from(&world.phones[0].disk.chunks);
    }
    let told = Problem::Damaged { document: SUGGESTIONS, parts: 1 };
    assert!(world.phones[0].problems.contains(&told));
    let before = world.phones[0].community().clone();
    restart(&mut world, 0);
    assert_eq!(*world.phones[0].community(), before);
    world.check_end().unwrap();
}

#[test]
fn a_month_has_its_own_writer() {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let mut world = world(&[0]);
    let nonce = |world: &World| world.phones[0].disk.meta["nonce"].clone();
    let first = nonce(&world);
    for (days, is_same) in [(0, true), (5, true), (1, false), (30, true), (1, false), (-1, false)] {
        let before = nonce(&world);
        world.now += days * DAY;
        restart(&mut world, 0);
        world.run(|_| true).unwrap();
        assert_eq!(nonce(&world) == before, is_same, "after {days} days");
    }
    assert_ne!(nonce(&world), first);
    give(&mut world, 0, rename("A lamp"));
    world.check_end().unwrap();
}

/// A phone that stays on over New Year changed its writer only when it was next started.
#[test]
fn a_month_has_its_own_writer_also_on_a_phone_that_stays_on() {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let mut world = world(&[0]);
    let nonce = |world: &World| world.phones[0].disk.meta["nonce"].clone();
    let mut nonces = std::collections::BTreeSet::from([nonce(&world)]);
    for (days, known) in [(0, 1), (5, 1), (1, 2), (30, 2), (1, 3), (-1, 4)] {
        world.now += days * DAY;
        give(&mut world, 0, rename(&format!("A lamp, {known}")));
        world.run(|_| true).unwrap();
        nonces.insert(nonce(&world));
        assert_eq!(nonces.len(), known, "after {days} days");
    }
    world.check_end().unwrap();
}

#[test]
fn a_failed_write_is_told_tried_again_and_offered_to_nobody() {
    use StorageError::{Aborted, Full};
    let mut world = world(&[0, 1]);
    world.phones[0].failing = [Full, Full, Aborted, Full].into();
    let first = give(&mut world, 0, rename("A lamp"));
    let second = give(&mut world, 0, rename("Two lamps"));
    for told_of in [1, 1, 2, 3] {
        world.run(|_| true).unwrap();
        let told = |problem: &&Problem| matches!(problem, Problem::WriteFailed(_));
        assert_eq!(world.phones[0].problems.iter().filter(told).count(), told_of, "once until it changes");
        let status = &world.phones[0].status;
        assert_eq!((status.saving, status.waiting, status.line), (2, 0, Line::Syncing));
        assert_eq!(world.phones[0].tick(first), None);
        assert_eq!(world.phones[1].view.suggestions[&founding::suggestion(0)].title, "Suggestion 0");
        world.pass(1_000, false).unwrap();
    }
    world.run(|_| true).unwrap();
    assert_eq!([first, second].map(|request| world.phones[0].tick(request)), [Some(Tick::Kept); 2]);
    assert_eq!(world.phones[1].view.suggestions[&founding::suggestion(0)].title, "Two lamps");
    world.check_end().unwrap();
}

#[test]
fn what_was_not_saved_is_not_promised() {
    let mut world = world(&[0, 1]);
    let request = give(&mut world, 0, rename("A lamp"));
    restart(&mut world, 0);
    assert_eq!(world.phones[0].tick(request), None);
    assert_eq!(world.phones[0].view.suggestions[&founding::suggestion(0)].title, "Suggestion 0");
    give(&mut world, 0, rename("Two lamps"));
    world.take(Step::Write(0)).unwrap();
    world.check_end().unwrap();
}
