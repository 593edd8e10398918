//! What it takes to come back: bytes and frames counted on a phone's wire, and what happens when one side
//! has been set back to an older state.

use std::collections::BTreeMap;

use kaifong_domain::{
    bridge::{Line, Tick},
    document::{DocumentKind, YEARS},
    refusal::Refusal,
};
use kaifong_replica::document::Document;
use kaifong_tests::{
    founding, load,
    seed::Seed,
    world::{Step, World},
};

use crate::{
    saying::{give, long_comment, reach, refused, rename, world},
    traffic::count,
};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

/// A server with so many documents, and a phone that holds them all.
fn with_documents(documents: usize) -> World {
    let years = YEARS.flat_map(|year| [DocumentKind::Tasks(year), DocumentKind::Suggestions(year)]);
    let kinds = [DocumentKind::Commons, DocumentKind::Roster].into_iter().chain(years).take(documents);
    let store: BTreeMap<_, _> = kinds.map(|kind| (kind.name(), vec![load::touched(kind).save()])).collect();
    assert_eq!(store.len(), documents);
    let mut world = World::new(Seed::new(1), store);
    world.add_phone(founding::person(0), founding::PEOPLE[0]);
    world.rest().unwrap();
    world
}

#[test]
fn nothing_changed_is_seen_in_one_round_trip() {
    for documents in [1, 20, 172] {
        let mut world = with_documents(documents);
        world.cut(0);
        let traffic = count(&mut world);
        assert_eq!(traffic.frames, ["challenge", "prove", "join", "peer"], "{documents} documents");
        assert!(traffic.bytes < 600, "{} bytes with {documents} documents", traffic.bytes);
        assert_eq!(world.phones[0].status.line, Line::Synced);
        world.check_end().unwrap();
    }
}

#[test]
fn only_what_differs_is_synced() {
    let mut world = with_documents(172);
    let two = world.add_phone(founding::person(1), founding::PEOPLE[1]);
    world.rest().unwrap();
    reach(&mut world, two, false);
    world.cut(two);
    give(&mut world, 0, load::tick_off(0));
    world.rest().unwrap();
    reach(&mut world, two, true);
    let traffic = count(&mut world);
    assert!(traffic.bytes < 2_500, "{traffic:?}");
    assert_eq!(world.phones[two].status.line, Line::Synced);
    world.check_end().unwrap();
}

/// DESIGN §10: an offline week, a hundred edits there and ten here, on a thousand tasks with ten thousand
/// edits of history, in 1.5 KB: all that is said both ways, with the proof.
#[test]
fn an_offline_week_takes_a_kilobyte_and_a_half() {
    let store = BTreeMap::from([(load::TASKS.name(), vec![load::history(1_000, 10_000).save()])]);
    let mut world = World::new(Seed::new(1), store);
    let phones = [0, 1].map(|person| world.add_phone(founding::person(person), founding::PEOPLE[person]));
    world.rest().unwrap();
    reach(&mut world, phones[0], false);
    world.cut(phones[0]);
    for number in 0..100 {
        give(&mut world, phones[1], load::tick_off(number * 7));
        world.run(|_| true).unwrap();
    }
    let own: Vec<_> = (0..10).map(|number| give(&mut world, phones[0], load::tick_off(number * 7 + 1))).collect();
    world.run(|_| true).unwrap();
    reach(&mut world, phones[1], false);
    world.cut(phones[1]);
    world.run(|_| true).unwrap();

    reach(&mut world, phones[0], true);
    let traffic = count(&mut world);
    assert!(traffic.bytes <= 1_536, "{traffic:?}");
    for request in own {
        assert_eq!(world.phones[phones[0]].tick(request), Some(Tick::Kept));
    }
    world.check_end().unwrap();
}

/// The receipt was lost with the line. The next line's digest is over what is durable, and says the same.
#[test]
fn an_equal_digest_says_that_everything_is_kept() {
    let mut world = world(&[0, 1]);
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|step| step != Step::Commit).unwrap();
    reach(&mut world, 0, false);
    world.cut(0);
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Saved));
    reach(&mut world, 0, true);
    let traffic = count(&mut world);
    assert_eq!(traffic.frames, ["challenge", "prove", "join", "peer"]);
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    assert!(world.phones[0].disk.outbox.is_empty());
    world.check_end().unwrap();
}

/// A server is restored from a backup: what it told to be kept is gone there, and the phones bring it back,
/// though nothing of it waits in their outboxes.
#[test]
fn phones_refill_a_server_that_was_restored_from_a_backup() {
    let mut world = world(&[0, 1]);
    for number in 0..30 {
        give(&mut world, number % 2, rename(&format!("Lamp {number}")));
        world.run(|_| true).unwrap();
    }
    world.back_up_server();
    for number in 30..60 {
        give(&mut world, number % 2, rename(&format!("Lamp {number}")));
        world.run(|_| true).unwrap();
    }
    let before = world.phones[0].community().clone();
    reach(&mut world, 1, false);
    world.cut(1);
    world.restore_server();
    world.run(|step| !matches!(step, Step::Dial(_))).unwrap();
    let traffic = count(&mut world);
    assert_eq!(traffic.frames.iter().filter(|name| **name == "lost").count(), 1, "{traffic:?}");
    assert!(traffic.bytes < 5_000, "{traffic:?}");
    assert_eq!(*world.phones[0].community(), before);
    let here = world.server.hub().document(SUGGESTIONS).map(Document::heads);
    let there = world.phones[0].replica().documents().find(|(kind, _)| *kind == SUGGESTIONS);
    assert_eq!(here, there.map(|(_, document)| document.heads()));
}

/// A phone is restored from its maker's backup: it holds less than the server was told, and says so.
#[test]
fn a_phone_that_was_restored_from_a_backup_gets_the_rest() {
    let mut world = world(&[0, 1]);
    world.back_up(0);
    for number in 0..60 {
        give(&mut world, 1, rename(&format!("Lamp {number}")));
        world.run(|_| true).unwrap();
    }
    world.restore(0).unwrap();
    let traffic = count(&mut world);
    assert!(traffic.bytes < 2_000, "{traffic:?}");
    world.check_end().unwrap();
}

/// A first sync comes in parts, each of which stays when the line breaks: however often it does, hardly
/// anything is sent twice.
#[test]
fn a_first_sync_goes_on_where_the_line_broke() {
    let mut whole = world(&[0]);
    for _ in 0..150 {
        let comment = long_comment(&mut whole);
        give(&mut whole, 0, comment);
        whole.run(|_| true).unwrap();
    }
    let store = whole.server.store.clone();
    let mut world = World::new(Seed::new(1), store.clone());
    world.add_phone(founding::person(1), founding::PEOPLE[1]);
    let ideal = count(&mut world);
    assert!(ideal.bytes > 200_000, "{} bytes", ideal.bytes);

    let mut world = World::new(Seed::new(1), store);
    world.add_phone(founding::person(1), founding::PEOPLE[1]);
    let (mut bytes, mut lines) = (0, 0);
    while world.phones[0].status.line != Line::Synced {
        // On each line a few parts arrive.
        let mut parts = 0;
        while let Some(step) = world.ready().first().copied().filter(|_| parts < 3) {
            if let Step::Fall(link) = step {
                let frame = world.wires[&link].down.front().unwrap();
                bytes += frame.len();
                parts += usize::from(frame.len() > 10_000);
            }
            world.take(step).unwrap();
        }
        world.cut(0);
        lines += 1;
        assert!(lines < 50, "it never ends");
    }
    assert!(lines > 2, "only {lines} lines");
    assert!(bytes * 2 < ideal.bytes * 3, "{bytes} bytes for {}", ideal.bytes);
    world.check_end().unwrap();
}

/// A phone that takes nothing in is not sent every edit: what waits for it is bounded, and it gets the
/// newest state when it takes in again.
#[test]
fn a_slow_phone_has_little_to_wait_for() {
    let mut world = world(&[0, 1]);
    let link = world.phones[1].link.unwrap();
    for _ in 0..150 {
        let comment = long_comment(&mut world);
        give(&mut world, 0, comment);
        world.run(|step| step != Step::Fall(link)).unwrap();
    }
    let waiting: usize = world.wires[&link].down.iter().map(Vec::len).sum();
    assert!(waiting < 200_000, "{waiting} bytes wait");
    assert_eq!(world.phones[1].link, Some(link));
    world.check_end().unwrap();
}

/// A socket that died while the phone slept looks open. Who wakes asks, and does not wait long for an answer.
#[test]
fn a_phone_that_wakes_finds_out_soon_that_nobody_listens() {
    let mut world = world(&[0]);
    let link = world.phones[0].link;
    world.wake(0).unwrap();
    world.run(|_| true).unwrap();
    world.pass(11_000, false).unwrap();
    assert_eq!(world.phones[0].link, link, "the server has answered");

    world.wake(0).unwrap();
    world.run(|step| Some(step) != link.map(Step::Fall)).unwrap();
    world.pass(9_000, false).unwrap();
    assert_eq!(world.phones[0].link, link);
    world.pass(2_000, false).unwrap();
    assert_ne!(world.phones[0].link, link);
    world.rest().unwrap();
    assert_eq!(world.phones[0].status.line, Line::Synced);
}

/// DESIGN §10 and the story's new phone: the list is there after 35 KB, long before its history.
#[test]
fn a_new_phone_sees_its_list_before_the_history_has_come() {
    let store = BTreeMap::from([(load::TASKS.name(), vec![load::history(1_000, 10_000).save()])]);
    let mut world = World::new(Seed::new(1), store);
    let phone = world.add_phone(founding::person(0), founding::PEOPLE[0]);
    let mut bytes = 0;
    while world.phones[phone].view.tasks.len() < 1_000 {
        let step = world.ready()[0];
        let wire = |link| &world.wires[&link];
        bytes += match step {
            Step::Rise(link) => wire(link).up.front().map_or(0, Vec::len),
            Step::Fall(link) => wire(link).down.front().map_or(0, Vec::len),
            _ => 0,
        };
        world.take(step).unwrap();
    }
    assert!(bytes <= 35 * 1_024, "{bytes} bytes");
    assert_ne!(world.phones[phone].status.line, Line::Synced);
    assert!(world.phones[phone].community().tasks.is_empty(), "nothing is decided by a preview");
    assert_eq!(refused(&mut world, phone, load::tick_off(0)), Refusal::Arriving);
    let shown = world.phones[phone].view.clone();

    world.rest().unwrap();
    assert_eq!(world.phones[phone].community().tasks, shown.tasks, "it was what there is");
    give(&mut world, phone, load::tick_off(0));
    world.check_end().unwrap();
}
