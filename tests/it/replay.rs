//! What can't stay is given again on top of what the community has; what can't be given again is listed.

use std::collections::BTreeMap;

use automerge::ChangeHash;
use kaifong_domain::{
    bridge::Tick,
    command::Command,
    document::DocumentKind,
    id::{ClaimId, CommentId, RequestId, SuggestionId},
    record::Collection,
    refusal::Refusal,
    refused::Cause,
    rejection::Rejection,
};
use kaifong_replica::{
    effect::Event,
    outbox::Row,
    schema::DocumentId,
    sync::frame::{Frame, RefusedChange},
};
use kaifong_tests::{
    founding,
    phone::COMMUNITY,
    world::{Step, World},
};

use crate::saying::{give, raise, reach, rename, world};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

/// Comments on a suggestion; the comment and its request.
fn comment(world: &mut World, suggestion: SuggestionId, text: &str) -> (CommentId, RequestId) {
    let id = CommentId(world.seed.uuid());
    (id, give(world, 0, Command::Comment { id, suggestion, text: text.into() }))
}

fn claim(world: &mut World) -> Command {
    let (id, person) = (ClaimId(world.seed.uuid()), founding::person(0));
    Command::ClaimRole { id, task: founding::TASK, occurrence: None, role: founding::ROLE, person }
}

/// Phone 0 gets an older disk, as its maker's backup had it.
fn restore(world: &mut World) {
    // The server cuts who offers another number 5.
    world.is_provoked = true;
    world.restore(0).unwrap();
    world.boot(0).unwrap();
}

fn nonce(world: &World) -> Vec<u8> {
    world.phones[0].disk.meta["nonce"].clone()
}

/// A phone restored from its maker's backup wrote a second change under a number that was taken, and
/// neither side would ever take the other's: it waited for ever.
#[test]
fn a_phone_restored_from_a_backup_heals_and_loses_nothing() {
    let mut world = world(&[0, 1]);
    give(&mut world, 0, rename("Before the backup"));
    world.rest().unwrap();
    world.back_up(0);
    let (lamp, _) = raise(&mut world, 0, "Known to the community, not to the backup");
    world.rest().unwrap();

    reach(&mut world, 0, false);
    restore(&mut world);
    assert!(!world.phones[0].community().suggestions.contains_key(&lamp));
    let (bench, raised) = raise(&mut world, 0, "A bench");
    let (remark, said) = comment(&mut world, bench, "Under the tree");
    world.run(|_| true).unwrap();
    let before = nonce(&world);
    reach(&mut world, 0, true);
    world.rest().unwrap();

    assert_ne!(nonce(&world), before, "it writes under another name now");
    assert_eq!([raised, said].map(|request| world.phones[0].tick(request)), [Some(Tick::Kept); 2]);
    for phone in &world.phones {
        assert_eq!(phone.view.suggestions[&lamp].title, "Known to the community, not to the backup");
        assert_eq!(phone.view.suggestions[&bench].title, "A bench");
        assert_eq!(phone.view.comments[&remark].text, "Under the tree");
    }
    assert_eq!(world.phones[0].refused, []);
    assert!(world.phones[0].disk.outbox.is_empty());
    world.check_end().unwrap();
}

/// It had not written anything yet: its next change must not take a number that is taken.
#[test]
fn a_restored_phone_that_sees_its_own_changes_writes_under_another_name() {
    let mut world = world(&[0, 1]);
    world.back_up(0);
    give(&mut world, 0, rename("A lamp"));
    world.rest().unwrap();
    let before = nonce(&world);
    restore(&mut world);
    world.rest().unwrap();
    assert_ne!(nonce(&world), before);
    let request = give(&mut world, 0, rename("Two lamps"));
    world.check_end().unwrap();
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
}

/// What is no longer allowed on top of what the community has is listed with its reason, also after a
/// restart, and leaves the list when it is discarded.
#[test]
fn what_is_not_allowed_any_more_is_listed() {
    let mut world = world(&[0, 1]);
    world.back_up(0);
    let first = claim(&mut world);
    give(&mut world, 0, first);
    world.rest().unwrap();
    reach(&mut world, 0, false);
    restore(&mut world);
    // The backup does not know that there is a claim to this place.
    let again = claim(&mut world);
    let request = give(&mut world, 0, again.clone());
    world.run(|_| true).unwrap();
    reach(&mut world, 0, true);
    world.rest().unwrap();

    let listed = |world: &World| {
        let row = |row: &kaifong_domain::refused::Refused| (row.request, row.given.command.clone(), row.why);
        world.phones[0].refused.iter().map(row).collect::<Vec<_>>()
    };
    let expected = [(request, again, Cause::Overtaken(Refusal::AlreadyClaimed))];
    assert_eq!(listed(&world), expected);
    assert_eq!(world.phones[0].view.claims.len(), 1);
    assert!(world.phones[0].disk.outbox.is_empty());
    world.check_end().unwrap();
    assert_eq!(listed(&world), expected, "also after a restart");

    let refused = world.phones[0].refused[0].clone();
    world.discard(0, refused.id).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!((listed(&world).len(), world.phones[0].disk.refused.len()), (0, 0));
    world.reinstate(0, refused).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(listed(&world), expected, "it was discarded by mistake");
    assert_eq!(world.phones[0].disk.refused.len(), 1);
}

/// The change that a request has made and that waits.
fn waiting(world: &World, request: RequestId) -> ChangeHash {
    let rows = world.phones[0].disk.outbox.iter();
    let mut rows = rows.map(|(hash, row)| (ChangeHash(*hash), postcard::from_bytes::<Row>(row).unwrap()));
    rows.find(|(_, row)| row.request == request).unwrap().0
}

/// The server does not take a change in: it is listed, and what stood on it is given again as far as it
/// can be.
#[test]
fn a_refused_change_is_listed_and_the_rest_is_given_again() {
    let mut world = world(&[0, 1]);
    let before = give(&mut world, 0, rename("Before it"));
    let (lamp, raised) = raise(&mut world, 0, "A lamp");
    let (_, said) = comment(&mut world, lamp, "On the stairs");
    let after = give(&mut world, 0, rename("After it"));
    world.run(|step| step == Step::Write(0)).unwrap();
    let (first, second) = (waiting(&world, raised), waiting(&world, said));
    let up = &mut world.wires.get_mut(&world.phones[0].link.unwrap()).unwrap().up;
    assert!(!up.is_empty(), "they were offered; the server is played by hand");
    up.clear();
    let changes = vec![
        RefusedChange { hash: first, why: Rejection::NotAllowed },
        RefusedChange { hash: second, why: Rejection::RestsOnRejected },
    ];
    let document = DocumentId::of(COMMUNITY, SUGGESTIONS);
    world.happen(0, Event::Frame(Frame::Refused { document, changes }.encode())).unwrap();
    world.rest().unwrap();

    let whys =
        |world: &World| world.phones[0].refused.iter().map(|row| (row.request, row.why)).collect::<BTreeMap<_, _>>();
    let gone = Refusal::NotFound { of: Collection::Suggestions };
    let expected = BTreeMap::from([(raised, Cause::Rejected(Rejection::NotAllowed)), (said, Cause::Overtaken(gone))]);
    assert_eq!(whys(&world), expected);
    assert_eq!([before, after].map(|request| world.phones[0].tick(request)), [Some(Tick::Kept); 2]);
    assert_eq!([raised, said].map(|request| world.phones[0].tick(request)), [Some(Tick::Saved); 2], "and no further");
    for phone in &world.phones {
        assert!(!phone.view.suggestions.contains_key(&lamp));
        assert_eq!(phone.view.suggestions[&founding::suggestion(0)].title, "After it");
    }
    assert!(world.phones[0].disk.outbox.is_empty());
    world.check_end().unwrap();
    assert_eq!(whys(&world), expected, "also after a restart");
}

/// What is lost with a damaged part, together with what it needs, is given again when the community has
/// sent that.
#[test]
fn a_lost_command_that_needs_lost_records_waits_for_them() {
    let mut world = world(&[0, 1]);
    world.kill(0).unwrap();
    reach(&mut world, 0, false);
    world.boot(0).unwrap();
    let request = give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    world.kill(0).unwrap();
    world.phones[0].disk.chunks.retain(|id, _| id.document != SUGGESTIONS.name());
    world.boot(0).unwrap();
    world.run(|_| true).unwrap();
    let whys: Vec<_> = world.phones[0].refused.iter().map(|row| row.why).collect();
    assert!(matches!(whys[..], [Cause::Lost(Refusal::NotFound { .. })]), "{whys:?}");
    assert_eq!((world.phones[0].disk.refused.len(), world.phones[0].disk.outbox.len()), (1, 0));
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(world.phones[0].refused, []);
    assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
    assert_eq!(world.phones[1].view.suggestions[&founding::suggestion(0)].title, "A lamp");
    world.check_end().unwrap();
}
