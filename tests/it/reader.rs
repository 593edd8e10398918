//! Who may not read a document gets not a byte of it, and nobody takes a word of theirs about it.

use kaifong_domain::{
    access::AccessRole, bridge::Line, command::Command, document::DocumentKind, id::TaskId, person::PersonEdit,
    task::TaskEdit,
};
use kaifong_replica::{
    document::Document,
    schema::DocumentId,
    sync::{
        frame::{Frame, MAX_FRAME},
        session::Session,
    },
};
use kaifong_tests::{founding, phone::COMMUNITY, world::Step};

use crate::saying::{give, reach, rename, world};

const PARTNER: usize = 5;

#[test]
fn a_partner_sees_suggestions_and_no_neighbours() {
    let mut world = world(&[1, PARTNER]);
    give(&mut world, 0, rename("A lamp"));
    world.rest().unwrap();
    let partner = &world.phones[1];
    let held: Vec<String> = partner.replica().documents().map(|(kind, _)| kind.name()).collect();
    assert_eq!(held, ["commons", "suggestions-2026", "access"]);
    assert_eq!(partner.view.suggestions[&founding::suggestion(0)].title, "A lamp");
    assert!(partner.view.people.is_empty() && partner.view.tasks.is_empty());
    assert_eq!(partner.status.line, Line::Synced);
    world.check_end().unwrap();
}

/// A document that begins while the partner is there was announced to everybody.
#[test]
fn what_is_new_is_not_announced_to_who_may_not_read_it() {
    let mut world = world(&[1, PARTNER]);
    world.phones[0].skew = 366 * 24 * 60 * 60 * 1_000;
    world.server.skew = world.phones[0].skew;
    let id = TaskId(world.seed.uuid());
    let edits = vec![TaskEdit::Title("Next year".into())];
    give(&mut world, 0, Command::AddTask { id, suggestion: None, edits, roles: vec![] });
    world.rest().unwrap();
    assert!(world.server.hub().document(DocumentKind::Tasks(2027)).is_some());
    assert_eq!(world.phones[1].replica().documents().count(), 3);
    world.check_end().unwrap();
}

/// A member became a partner while offline: what the phone holds is not mended from there any more, and
/// it does not wait for a word that never comes.
#[test]
fn who_loses_a_document_neither_hears_of_it_nor_writes_it() {
    let mut world = world(&[1, 3]);
    reach(&mut world, 1, false);
    let id = founding::person(3);
    give(&mut world, 1, Command::EditPerson { id, edits: vec![PersonEdit::About("Hello".into())] });
    world.run(|_| true).unwrap();
    world.cut(1);
    reach(&mut world, 1, true);
    world.run(|step| matches!(step, Step::PhoneHears(_) | Step::ServerHears(_))).unwrap();
    reach(&mut world, 1, false);
    world.set_role(1, AccessRole::Partner).unwrap();
    let card =
        |about: &str| Command::EditPerson { id: founding::person(4), edits: vec![PersonEdit::About(about.into())] };
    give(&mut world, 0, card("News"));
    reach(&mut world, 1, true);
    world.rest().unwrap();
    assert_eq!(world.phones[1].status.line, Line::Synced);
    assert!(world.phones[1].view.people.is_empty(), "nothing of it came, and what was there has gone");
    let roster = world.server.hub().document(DocumentKind::Roster).unwrap().clone().entries();
    assert!(!format!("{roster:?}").contains("Hello"), "nothing of it was taken");
}

/// One who asks for it without being told of it learns nothing, not even whether it is there.
#[test]
fn asking_for_it_is_answered_as_for_what_is_not_there() {
    for (kind, name) in [(Some(DocumentKind::Roster), "the roster"), (None, "a document that nobody knows")] {
        let mut world = world(&[1, PARTNER]);
        let link = world.phones[1].link.unwrap();
        let document = kind.map_or(DocumentId([7; 16]), |kind| DocumentId::of(COMMUNITY, kind));
        let empty = Document::new(DocumentKind::Roster);
        let data = Session::default().speak(&empty, MAX_FRAME).remove(0);
        let ask = Frame::Sync { document, sender: String::new(), target: String::new(), data, request: true };
        let wire = world.wires.get_mut(&link).unwrap();
        wire.up.push_back(ask.encode());
        world.take(Step::Rise(link)).unwrap();
        let answers: Vec<Frame> =
            world.wires[&link].down.iter().map(|bytes| Frame::decode(bytes, MAX_FRAME).unwrap()).collect();
        assert!(matches!(answers[..], [Frame::Unavailable { document: other, .. }] if other == document), "{name}");
        world.check_end().unwrap();
    }
}
