//! Somebody does not want to carry a letter any longer.

use kaifong_domain::{
    bridge::Tick,
    command::Command,
    document::DocumentKind,
    id::{CommentId, SuggestionId},
    refusal::Refusal,
    refused::Cause,
};
use kaifong_replica::storage::ChunkKind;
use kaifong_tests::world::{Step, World};

use super::{comment, cut_off, give_out, hand_over, raise, reach, rename, title};
use crate::saying::give;

/// Phone 1 puts down all that it carries.
fn put_down(world: &mut World) {
    for id in world.phones[1].carried.iter().map(|carried| carried.id).collect::<Vec<_>>() {
        world.put_down(1, id).unwrap();
    }
}

fn carries_nothing(world: &World) {
    assert_eq!(world.phones[1].carried, []);
    assert!(world.phones[1].disk.meta.keys().all(|name| !name.starts_with("letter:")));
}

fn restart(world: &mut World) {
    world.kill(1).unwrap();
    world.boot(1).unwrap();
    world.run(|_| true).unwrap();
}

fn comment_on(world: &mut World, phone: usize, suggestion: SuggestionId, text: &str) -> CommentId {
    let id = CommentId(world.seed.uuid());
    give(world, phone, Command::Comment { id, suggestion, text: text.into() });
    world.run(|_| true).unwrap();
    id
}

/// What a letter rested on was nowhere any more: nobody took it, and its carrier carried it for ever.
#[test]
fn what_rests_on_what_is_nowhere_any_more_can_be_put_down() {
    let mut world = cut_off(&[1, 2, 3]);
    world.back_up_server();
    reach(&mut world, 0, true);
    let (bench, _) = raise(&mut world, 0, "A bench");
    world.rest().unwrap();
    world.cut(0);
    reach(&mut world, 0, false);
    comment_on(&mut world, 0, bench, "A red one");
    hand_over(&mut world);
    // The server is set back, and the author's phone is lost.
    world.restore_server();
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].carried.iter().map(|carried| carried.aside).collect::<Vec<_>>(), [1], "it waits");
    put_down(&mut world);
    world.rest().unwrap();
    carries_nothing(&world);
    assert!(world.server.hub().burdens().into_iter().all(|(_, burden)| burden.waiting == 0), "at the server too");
    restart(&mut world);
    carries_nothing(&world);
}

/// What was merged of it goes, what its carrier wrote on top is given again, and what can't be is listed. Its author
/// has it all the same.
#[test]
fn what_is_put_down_goes_from_this_phone_only() {
    let mut world = cut_off(&[1, 2]);
    let renamed = give(&mut world, 0, rename("A lamp"));
    let (bench, raised) = raise(&mut world, 0, "A bench");
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    let (remark, _) = comment(&mut world, 1, "On what everybody has");
    world.run(|_| true).unwrap();
    let on_the_bench = comment_on(&mut world, 1, bench, "On what was handed over");
    put_down(&mut world);
    world.run(|_| true).unwrap();
    let check = |world: &World| {
        carries_nothing(world);
        assert_eq!(title(world, 1), "Suggestion 0");
        assert!(!world.phones[1].view.suggestions.contains_key(&bench));
        assert!(world.phones[1].view.comments.contains_key(&remark));
        let whys: Vec<_> = world.phones[1].refused.iter().map(|row| row.why).collect();
        let collection = kaifong_domain::record::Collection::Suggestions;
        assert_eq!(whys, [Cause::Overtaken(Refusal::NotFound { of: collection })]);
    };
    check(&world);
    restart(&mut world);
    check(&world);
    reach(&mut world, 1, true);
    world.rest().unwrap();
    check(&world);
    world.check_end().unwrap();
    assert_eq!([renamed, raised].map(|request| world.phones[0].tick(request)), [Some(Tick::Kept); 2]);
    assert_eq!(title(&world, 1), "A lamp", "it has come from its author");
    assert!(!world.phones[1].view.comments.contains_key(&on_the_bench));
}

/// A letter that was packed later brings the same changes, and more.
#[test]
fn what_another_letter_brings_stays() {
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    let first = world.phones[1].carried[0].id;
    raise(&mut world, 0, "A bench");
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    let nonce = world.phones[1].disk.meta["nonce"].clone();
    world.put_down(1, first).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!((title(&world, 1), world.phones[1].carried.len()), ("A lamp", 1));
    assert_eq!(world.phones[1].disk.meta["nonce"], nonce, "nothing was made anew");
    reach(&mut world, 1, true);
    world.rest().unwrap();
    carries_nothing(&world);
    world.check_end().unwrap();
}

/// It is put down when the server has taken it in, and its answer has not come.
#[test]
fn what_the_community_has_already_comes_from_there() {
    let mut world = cut_off(&[1, 2]);
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    reach(&mut world, 1, true);
    world.run(|step| step != Step::Commit).unwrap();
    assert_eq!(world.phones[1].carried.len(), 1);
    put_down(&mut world);
    world.rest().unwrap();
    carries_nothing(&world);
    assert_eq!(title(&world, 1), "A lamp", "the community has it");
    world.check_end().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
}

/// A request that found its wish fulfilled by what was carried waited with it.
#[test]
fn what_was_found_done_by_it_is_done_again() {
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    let wished = give(&mut world, 1, rename("A lamp"));
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[1].tick(wished), Some(Tick::Saved));
    put_down(&mut world);
    world.run(|_| true).unwrap();
    assert_eq!((title(&world, 1), world.phones[1].status.waiting), ("A lamp", 1), "it is this phone's own now");
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].tick(wished), Some(Tick::Kept));
    world.check_end().unwrap();
}

/// It is taken once more, from the same hand.
#[test]
fn what_was_put_down_can_be_taken_up_again() {
    let mut world = cut_off(&[1, 2]);
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    put_down(&mut world);
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    assert_eq!(title(&world, 1), "A lamp");
    reach(&mut world, 1, true);
    world.rest().unwrap();
    carries_nothing(&world);
    world.check_end().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
}

/// The newest generation of a document is damaged, and the one before it has what was put down, or what was refused
/// with the letter as a whole: the server's word on it was waited for, for ever.
fn comes_back_and_goes(is_refused: bool) {
    let suggestions = DocumentKind::Suggestions(2026);
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    let (remark, _) = comment(&mut world, 1, "On top of it");
    world.run(|_| true).unwrap();
    if is_refused {
        world.revoked.insert(world.phones[0].identity.device);
        reach(&mut world, 1, true);
        world.rest().unwrap();
        assert_eq!(title(&world, 1), "Suggestion 0");
        world.cut(1);
        reach(&mut world, 1, false);
    } else {
        put_down(&mut world);
    }
    world.run(|_| true).unwrap();
    world.kill(1).unwrap();
    let chunks = &mut world.phones[1].disk.chunks;
    let snapshots = chunks.keys().filter(|id| id.document == suggestions.name() && id.kind == ChunkKind::Snapshot);
    let newest = snapshots.max_by_key(|id| id.number).unwrap().clone();
    chunks.get_mut(&newest).unwrap()[20] ^= 4;
    world.boot(1).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(title(&world, 1), "A lamp", "it is back");
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(title(&world, 1), "Suggestion 0", "nobody waits for it");
    assert_eq!(world.phones[1].status.line, kaifong_domain::bridge::Line::Synced);
    assert!(world.phones[1].view.comments.contains_key(&remark));
    assert!(world.server.hub().burdens().into_iter().all(|(_, burden)| burden.waiting == 0), "at the server neither");
}

#[test]
fn what_was_put_down_comes_back_with_an_old_generation_and_goes() {
    comes_back_and_goes(false);
}

#[test]
fn what_was_refused_as_a_whole_comes_back_with_an_old_generation_and_goes() {
    comes_back_and_goes(true);
}

/// Put down before it was stored, and while it is handed on.
#[test]
fn a_letter_that_is_not_stored_yet_can_be_put_down() {
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    give_out(&mut world, 0, 1);
    put_down(&mut world);
    world.run(|_| true).unwrap();
    carries_nothing(&world);
    restart(&mut world);
    carries_nothing(&world);
    assert_eq!(title(&world, 1), "Suggestion 0");
    world.check_end().unwrap();
}
