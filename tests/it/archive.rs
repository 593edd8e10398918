//! Everything of a phone as one file, and back from it.

use automerge::ChangeHash;
use kaifong_domain::{
    archive::{ArchiveError, Restored},
    bridge::Tick,
    command::Command,
    decide::{Context, decide},
    document::DocumentKind,
    id::{CommentId, RequestId},
    rejection::Rejection,
};
use kaifong_replica::{
    actor::{actor, device_of},
    archive::Packing,
    document::Document,
    effect::Event,
    schema::DocumentId,
    sync::frame::{Frame, RefusedChange},
};
use kaifong_tests::{
    founding,
    phone::COMMUNITY,
    world::{Step, World},
};

use crate::{
    saying::{give, raise, reach, rename, world},
    storage::restart,
};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

fn suggestions(world: &World, phone: usize) -> &Document {
    let mut documents = world.phones[phone].replica().documents();
    documents.find(|(kind, _)| *kind == SUGGESTIONS).unwrap().1
}

fn take(world: &mut World, phone: usize, file: &[u8]) -> Result<Restored, ArchiveError> {
    let request = RequestId(world.seed.uuid());
    world.take_archive(phone, request, file).unwrap()?;
    assert_eq!(world.phones[phone].restored.get(&request), None, "it is not durable yet");
    world.run(|step| step == Step::Write(phone)).unwrap();
    Ok(world.phones[phone].restored[&request])
}

/// Everything that a phone has stored or shows.
fn all(world: &World, phone: usize) -> impl PartialEq + std::fmt::Debug + use<> {
    let disk = &world.phones[phone].disk;
    let rows = (disk.chunks.clone(), disk.outbox.clone(), disk.refused.clone(), disk.meta.clone());
    (rows, world.phones[phone].community().clone())
}

/// A phone that wrote without a line, and its file.
fn written_apart(world: &mut World) -> Vec<u8> {
    reach(world, 0, false);
    let (suggestion, _) = raise(world, 0, "A lamp");
    let id = CommentId(world.seed.uuid());
    give(world, 0, Command::Comment { id, suggestion, text: "Soon!".into() });
    world.run(|_| true).unwrap();
    world.archive(0)
}

#[test]
fn what_waited_on_a_lost_phone_is_given_again_by_another_one() {
    // Two phones of one person, and somebody else's.
    let mut world = world(&[0, 0, 1]);
    let file = written_apart(&mut world);
    let holds = world.phones[1].replica().look_into(&file).unwrap();
    assert_eq!((holds.person, holds.documents, holds.waiting, holds.refused), (founding::person(0), 5, 2, 0));
    assert_eq!((holds.device, holds.settings.as_str()), (world.phones[0].identity.device, "{}"));

    reach(&mut world, 1, false);
    let before = world.phones[1].disk.meta["nonce"].clone();
    let heads = suggestions(&world, 1).heads();
    assert_eq!(take(&mut world, 1, &file), Ok(Restored { documents: 0, given: 2, refused: 0 }));
    assert_ne!(world.phones[1].disk.meta["nonce"], before, "another writer");
    assert_eq!(world.phones[1].community(), world.phones[0].community());
    assert_eq!(world.phones[1].status.waiting, 2);
    let document = suggestions(&world, 1);
    let writers: Vec<_> = document.authors_after(&heads).iter().map(device_of).collect();
    assert_eq!(writers, [Some(world.phones[1].identity.device)], "all of it is written by this phone itself");

    restart(&mut world, 1);
    assert_eq!(world.phones[1].status.waiting, 2, "it is durable");
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].refused, []);
    assert_eq!(world.phones[2].view, *world.phones[0].community(), "the lost phone's words have arrived");

    // The lost phone is found again.
    reach(&mut world, 0, true);
    world.check_end().unwrap();
    assert!(world.refused.is_empty(), "nobody was sent away: {:?}", world.refused);
}

#[test]
fn a_file_that_is_taken_twice_does_no_harm() {
    let mut world = world(&[0, 0, 1]);
    reach(&mut world, 0, false);
    give(&mut world, 0, rename("As it was in the file"));
    world.run(|_| true).unwrap();
    let file = world.archive(0);
    assert_eq!(take(&mut world, 1, &file), Ok(Restored { documents: 0, given: 1, refused: 0 }));
    let waiting = world.phones[1].disk.outbox.clone();
    assert_eq!(take(&mut world, 1, &file), Ok(Restored::default()));
    assert_eq!(world.phones[1].disk.outbox, waiting, "it waits once");
    reach(&mut world, 0, true);
    world.rest().unwrap();
    give(&mut world, 2, rename("As somebody wrote later"));
    world.rest().unwrap();
    restart(&mut world, 1);
    for phone in [0, 1] {
        assert_eq!(take(&mut world, phone, &file), Ok(Restored::default()));
        world.rest().unwrap();
        let title = &world.phones[2].view.suggestions[&founding::suggestion(0)].title;
        assert_eq!(title, "As somebody wrote later", "what is old is not written over what is new");
    }
    world.check_end().unwrap();
}

/// The phone that wrote them never came back: only that they were given again is known.
#[test]
fn what_was_given_again_from_a_file_is_not_written_over_what_is_newer() {
    let mut world = world(&[0, 0, 1]);
    reach(&mut world, 0, false);
    world.cut(0);
    give(&mut world, 0, rename("As it was in the file"));
    world.run(|_| true).unwrap();
    let file = world.archive(0);
    assert_eq!(take(&mut world, 1, &file), Ok(Restored { documents: 0, given: 1, refused: 0 }));
    world.rest().unwrap();
    give(&mut world, 2, rename("As somebody wrote later"));
    world.rest().unwrap();
    for is_restarted in [false, true] {
        if is_restarted {
            restart(&mut world, 1);
        }
        assert_eq!(take(&mut world, 1, &file), Ok(Restored::default()), "restarted: {is_restarted}");
        world.rest().unwrap();
        assert_eq!(world.phones[2].view.suggestions[&founding::suggestion(0)].title, "As somebody wrote later");
    }
}

#[test]
fn documents_come_back_on_a_phone_that_has_nothing() {
    let mut world = world(&[0, 0]);
    let before = world.phones[0].community().clone();
    let file = world.archive(0);
    world.kill(1).unwrap();
    reach(&mut world, 1, false);
    world.phones[1].disk = Default::default();
    world.ledger.reconsider(&world.phones, &world.server.store);
    world.boot(1).unwrap();
    assert!(world.phones[1].community().entries().is_empty());
    assert_eq!(take(&mut world, 1, &file), Ok(Restored { documents: 5, given: 0, refused: 0 }));
    assert_eq!(*world.phones[1].community(), before);
    assert_eq!(world.phones[1].view, before, "and the page shows it");
    restart(&mut world, 1);
    assert_eq!(*world.phones[1].community(), before);
    give(&mut world, 1, rename("A lamp"));
    reach(&mut world, 1, true);
    world.check_end().unwrap();
}

#[test]
fn refused_commands_come_along_and_stay_what_they_are() {
    let mut world = world(&[0, 0]);
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|step| step == Step::Write(0)).unwrap();
    let hash = *world.phones[0].disk.outbox.keys().next().unwrap();
    let change = RefusedChange { hash: ChangeHash(hash), why: Rejection::NotAllowed };
    let document = DocumentId::of(COMMUNITY, SUGGESTIONS);
    world.wires.get_mut(&world.phones[0].link.unwrap()).unwrap().up.clear();
    let frame = Frame::Refused { document, changes: vec![change] };
    world.happen(0, Event::Frame(frame.encode())).unwrap();
    world.run(|step| step == Step::Write(0)).unwrap();
    assert_eq!(world.phones[0].refused.len(), 1);
    let file = world.archive(0);
    for _ in 0..2 {
        take(&mut world, 1, &file).unwrap();
        take(&mut world, 0, &file).unwrap();
        for phone in [0, 1] {
            let listed: Vec<_> = world.phones[phone].refused.iter().map(|row| row.request).collect();
            assert_eq!(listed, [request]);
        }
    }
}

/// What the community has never had, and only another device can bring, was in the way for ever.
#[test]
fn a_change_that_only_a_file_has_is_let_go_when_the_community_says_no() {
    let mut world = world(&[0, 0, 1]);
    reach(&mut world, 0, false);
    reach(&mut world, 1, false);
    raise(&mut world, 0, "Known to nobody");
    world.run(|_| true).unwrap();
    // A file that does not say that it waits.
    let packing = Packing {
        identity: &world.phones[0].identity,
        person_name: String::new(),
        made_at: world.clock(0),
        documents: world.phones[0].replica().documents().map(|(_, document)| document).collect(),
        outbox: vec![],
        refused: vec![],
        settings: String::new(),
    };
    let file = packing.pack();
    assert_eq!(take(&mut world, 1, &file), Ok(Restored { documents: 1, given: 0, refused: 0 }));
    let request = give(&mut world, 1, rename("On top of it"));
    world.run(|_| true).unwrap();
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].tick(request), Some(Tick::Kept));
    assert_eq!(world.phones[2].view.suggestions[&founding::suggestion(0)].title, "On top of it");
    reach(&mut world, 0, true);
    world.check_end().unwrap();
}

#[test]
fn what_is_wrong_with_a_file_is_said_and_nothing_is_changed() {
    let mut world = world(&[0, 0, 1]);
    let file = written_apart(&mut world);
    let mut newer = file.clone();
    newer[9] += 1;
    let mut damaged = file.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let stranger = {
        world.phones[2].identity.community = "elsewhere".into();
        restart(&mut world, 2);
        let file = world.archive(2);
        world.phones[2].identity.community = COMMUNITY.into();
        restart(&mut world, 2);
        file
    };
    let theirs = world.archive(2);
    let name = "Person 1".to_owned();
    for (file, error) in [
        (b"PK\x03\x04 something else".to_vec(), ArchiveError::NotAnArchive),
        (vec![], ArchiveError::NotAnArchive),
        (newer, ArchiveError::Newer),
        (file[..file.len() - 1].to_vec(), ArchiveError::Truncated),
        (file[..20].to_vec(), ArchiveError::Truncated),
        (damaged, ArchiveError::Damaged),
        (stranger, ArchiveError::OtherCommunity { name: "Demo".into() }),
        (theirs, ArchiveError::OtherPerson { name }),
    ] {
        let before = all(&world, 1);
        assert_eq!(world.phones[1].replica().look_into(&file), Err(error.clone()));
        assert_eq!(take(&mut world, 1, &file), Err(error));
        world.run(|_| true).unwrap();
        assert_eq!(all(&world, 1), before);
    }
}

/// The first try finds no room: nothing of it is there, and it is told when all of it is.
#[test]
fn a_full_phone_takes_a_file_over_when_it_has_room() {
    let mut world = world(&[0, 0]);
    let file = written_apart(&mut world);
    world.phones[1].disk.quota = Some(world.phones[1].disk.size());
    let request = RequestId(world.seed.uuid());
    let before = world.phones[1].disk.outbox.clone();
    world.take_archive(1, request, &file).unwrap().unwrap();
    world.run(|_| true).unwrap();
    assert_eq!((world.phones[1].restored.get(&request), &world.phones[1].disk.outbox), (None, &before));
    world.phones[1].disk.quota = None;
    world.pass(1_000, false).unwrap();
    world.run(|step| step == Step::Write(1)).unwrap();
    assert_eq!(world.phones[1].restored[&request], Restored { documents: 0, given: 2, refused: 0 });
    reach(&mut world, 0, true);
    world.check_end().unwrap();
}

/// Both wrote under one number: what is here counts.
#[test]
fn what_is_here_counts_where_a_file_has_another_change_under_its_number() {
    let world = world(&[0]);
    let document = suggestions(&world, 0);
    let wrote = |title: &str| {
        let mut copy: Document = document.clone();
        copy.set_actor(actor([7; 8], [7; 8]));
        for word in [title, "and more"] {
            let context = Context {
                community: world.phones[0].community(),
                actor: world.phones[0].identity.actor,
                now: world.clock(0),
            };
            let decision = decide(context, rename(&format!("{title} {word}"))).unwrap();
            copy.commit(&decision.changes, "EditSuggestion", world.clock(0)).unwrap();
        }
        copy
    };
    let (ours, theirs) = (wrote("ours"), wrote("theirs"));
    let merged = ours.merged(&theirs).unwrap();
    assert_eq!(merged.heads(), ours.heads());
    assert_eq!(document.merged(&theirs).unwrap().heads(), theirs.heads());
}
