//! Damaged chunks are set aside, told of once, and go when the community has sent again what was in them.

use kaifong_domain::{
    bridge::{Problem, Tick},
    document::DocumentKind,
};
use kaifong_replica::storage::{ChunkId, ChunkKind};
use kaifong_tests::world::{Step, World};

use crate::{
    saying::{give, long_comment, reach, rename, world},
    storage::{damage, newest, restart},
};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

/// A damaged part was told of at every start, and brought a new writer each time.
#[test]
fn damage_is_told_once_and_its_part_goes_when_the_community_has_sent_it_again() {
    let mut world = world(&[0, 1]);
    let before = world.phones[0].community().clone();
    let chunk = newest(&world, SUGGESTIONS);
    world.kill(0).unwrap();
    damage(&mut world, &chunk);
    reach(&mut world, 0, false);
    world.boot(0).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].problems, [Problem::Damaged { document: SUGGESTIONS, parts: 1 }]);
    let nonce = world.phones[0].disk.meta["nonce"].clone();
    for _ in 0..2 {
        restart(&mut world, 0);
        world.run(|_| true).unwrap();
    }
    assert_eq!(world.phones[0].problems.len(), 1, "it is told once");
    assert_eq!(world.phones[0].disk.meta["nonce"], nonce, "the writer of the first start after it is still good");
    assert!(world.phones[0].disk.chunks.contains_key(&chunk), "and the part stays, until it is made good");

    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(*world.phones[0].community(), before);
    assert!(!world.phones[0].disk.chunks.contains_key(&chunk), "now it is");
    reach(&mut world, 0, false);
    restart(&mut world, 0);
    assert_eq!(*world.phones[0].community(), before, "what was sent again is stored");
    assert_eq!(world.phones[0].problems.len(), 1);

    let chunk = newest(&world, SUGGESTIONS);
    world.kill(0).unwrap();
    damage(&mut world, &chunk);
    world.boot(0).unwrap();
    assert_eq!(world.phones[0].problems.len(), 2, "new damage is told again");
    world.run(|_| true).unwrap();
    assert_ne!(world.phones[0].disk.meta["nonce"], nonce);
}

/// Phone 0 is off, and its newest part of the suggestions is damaged.
fn damaged(world: &mut World) -> ChunkId {
    give(world, 1, rename("Known to the community"));
    world.rest().unwrap();
    let chunk = newest(world, SUGGESTIONS);
    world.kill(0).unwrap();
    damage(world, &chunk);
    chunk
}

fn write_a_lot(world: &mut World, until: impl Fn(&World) -> bool) {
    for _ in 0..400 {
        if until(world) {
            return;
        }
        let comment = long_comment(world);
        give(world, 0, comment);
        world.run(|_| true).unwrap();
        world.pass(1_000, true).unwrap();
        world.run(|_| true).unwrap();
    }
    panic!("it never comes to it");
}

/// Compaction took a damaged part for one that a newer snapshot stands for.
#[test]
fn a_part_that_is_set_aside_outlives_compaction_without_the_community() {
    let mut world = world(&[0, 1]);
    let chunk = damaged(&mut world);
    reach(&mut world, 0, false);
    world.boot(0).unwrap();
    write_a_lot(&mut world, |world| {
        let snapshots = world.phones[0].disk.snapshots(&SUGGESTIONS.name());
        snapshots.len() == 2 && snapshots.iter().all(|number| *number > chunk.number)
    });
    assert!(world.phones[0].disk.chunks.contains_key(&chunk), "nobody has sent again what was in it");
    restart(&mut world, 0);
    assert_eq!((world.phones[0].status.set_aside, world.phones[0].problems.len()), (1, 1));
    write_a_lot(&mut world, |world| world.phones[0].disk.snapshots(&SUGGESTIONS.name())[0] > chunk.number + 40);
    assert!(world.phones[0].disk.chunks.contains_key(&chunk), "nor now");
    reach(&mut world, 0, true);
    world.check_end().unwrap();
    assert!(!world.phones[0].disk.chunks.contains_key(&chunk));
}

/// The content is there again, but what is stored of it is not: the part stays.
#[test]
fn a_part_stays_until_what_replaces_it_has_been_read_back() {
    let mut world = world(&[0, 1]);
    let chunk = damaged(&mut world);
    world.boot(0).unwrap();
    world.odds.read_fails = 1_000;
    world.rest().unwrap();
    let told = Problem::Damaged { document: SUGGESTIONS, parts: 1 };
    assert_eq!(world.phones[0].problems, [told.clone(), told], "and once more, that it could not be read back");
    assert!(world.phones[0].disk.chunks.contains_key(&chunk));
    assert_eq!(world.phones[0].status.set_aside, 1);
    world.check_end().unwrap();
    assert!(!world.phones[0].disk.chunks.contains_key(&chunk));
}

/// A snapshot for which there was no room stood in the way of everything that was written after it.
#[test]
fn a_snapshot_that_finds_no_room_makes_way_for_what_people_write() {
    let mut world = world(&[0, 1]);
    write_a_lot(&mut world, |world| world.phones[0].disk.size() > 30_000);
    world.phones[0].disk.quota = Some(world.phones[0].disk.size() + 20_000);
    for _ in 0..4 {
        let comment = long_comment(&mut world);
        give(&mut world, 0, comment);
        world.run(|_| true).unwrap();
    }
    world.pass(1_000, true).unwrap();
    assert!(world.phones[0].writing.is_some(), "a snapshot is due");
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].problems, [], "nothing that anybody wrote is in danger");
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    assert!(world.phones[0].disk.snapshots(&SUGGESTIONS.name()).is_empty());
    world.check_end().unwrap();
    assert_eq!(world.phones[0].disk.snapshots(&SUGGESTIONS.name()).len(), 1, "there is room again");
}

/// A snapshot that was stored and never read back is no reason to delete anything.
#[test]
fn a_phone_that_dies_between_snapshot_and_reading_it_back_has_everything() {
    let mut world = world(&[0]);
    while world.phones[0].reading.is_none() {
        let comment = long_comment(&mut world);
        give(&mut world, 0, comment);
        world.run(|_| true).unwrap();
        world.pass(1_000, true).unwrap();
        if world.phones[0].writing.is_some() {
            world.take(Step::Write(0)).unwrap();
        }
    }
    let (before, chunks) = (world.phones[0].community().clone(), world.phones[0].disk.chunks.clone());
    let snapshot = newest(&world, SUGGESTIONS);
    assert_eq!(snapshot.kind, ChunkKind::Snapshot);
    reach(&mut world, 0, false);
    restart(&mut world, 0);
    world.run(|_| true).unwrap();
    assert_eq!(*world.phones[0].community(), before);
    assert_eq!(world.phones[0].disk.chunks, chunks, "nothing is deleted");

    world.kill(0).unwrap();
    damage(&mut world, &snapshot);
    world.boot(0).unwrap();
    assert_eq!(*world.phones[0].community(), before, "and without the snapshot it is all there too");
}
