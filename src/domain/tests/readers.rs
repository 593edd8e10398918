//! Who may have which document (DESIGN §4).

use super::story::{
    ACTORS, ADMIN, CAPTAIN, COORDINATOR, MEMBER, NOW, OTHER_CAPTAIN, OTHER_MEMBER, PARTNER, STRANGE, carry_out, check,
    claim, id, key, neighbourhood,
};
use crate::{
    access::{AccessRole, Actor},
    command::Command,
    contact::ContactEdit,
    document::DocumentKind,
    id::PersonId,
    person::PersonEdit,
    policy::{may_reach, may_read},
    record::Collection,
    refusal::Refusal,
    suggestion::Suggestion,
    task::TaskEdit,
};

/// In this order: admin, coordinator, captain, member, partner, one of a strange role.
const MAY: [(DocumentKind, &str); 6] = [
    (DocumentKind::Access, "x x x x x ."),
    (DocumentKind::Erasures, "x x x x x ."),
    (DocumentKind::Commons, "x x x x x ."),
    (DocumentKind::Roster, "x x x x . ."),
    (DocumentKind::Tasks(2026), "x x x x . ."),
    (DocumentKind::Suggestions(2026), "x x x x x ."),
];

#[test]
fn everybody_may_have_exactly_what_the_table_says() {
    for (kind, row) in MAY {
        for (role, may) in AccessRole::ALL.iter().copied().chain([AccessRole::Unknown]).zip(row.split(' ')) {
            let actor = Actor::new(MEMBER.person, role);
            assert_eq!(may_read(actor, kind, &neighbourhood()), may == "x", "{role:?}, {kind:?}");
        }
    }
}

/// The other member lives in the captain's building.
#[test]
fn how_somebody_can_be_reached_is_for_them_their_captain_and_those_who_coordinate() {
    let mut community = neighbourhood();
    let lives = Command::EditPerson { id: OTHER_MEMBER.person, edits: vec![PersonEdit::Building(Some(id(1)))] };
    carry_out(&mut community, OTHER_MEMBER, NOW, lives.clone());
    let write = |text: &str| Command::WriteContact {
        person: OTHER_MEMBER.person,
        edits: vec![ContactEdit::Phone(text.into())],
    };
    let kind = DocumentKind::Private(OTHER_MEMBER.person);
    for actor in ACTORS {
        let may = matches!(actor, ADMIN | COORDINATOR | CAPTAIN | OTHER_MEMBER);
        assert_eq!(may_read(actor, kind, &community), may, "{actor:?}");
        let outcome = if may { Ok(1) } else { Err(Refusal::NotAllowed) };
        check(&[(OTHER_MEMBER, lives.clone())], (actor, write("555 0108")), outcome);
        let gone = Command::Remove { key: key(Collection::Contacts, 8) };
        let given = [(OTHER_MEMBER, lives.clone()), (OTHER_MEMBER, write("555 0108"))];
        check(&given, (actor, gone), outcome);
    }
    check(&[], (CAPTAIN, write("555 0108")), Err(Refusal::NotAllowed));
    check(&[], (OTHER_CAPTAIN, write("")), Err(Refusal::NotAllowed));
}

/// A resident's telephone number is for whoever follows the suggestion up as a captain, or is captain there.
#[test]
fn a_resident_is_reached_by_those_who_coordinate_and_by_the_captain_in_charge() {
    let community = neighbourhood();
    let theirs = Suggestion { raised_by: PersonId::RESIDENT, ..community.suggestions[&id(1)].clone() };
    let there = Suggestion { building: Some(id(1)), ..theirs.clone() };
    let followed = |owner: Actor| Suggestion { owner: Some(owner.person), ..theirs.clone() };
    // In this order: admin, coordinator, captain of building 1, member, partner, one of a strange role, another captain.
    for (suggestion, row) in [
        (theirs.clone(), "x x . . . . ."),
        (there, "x x x . . . ."),
        (followed(OTHER_CAPTAIN), "x x . . . . x"),
        (followed(MEMBER), "x x . . . . ."),
        (followed(PARTNER), "x x . . . . ."),
        (community.suggestions[&id(1)].clone(), ". . . . . . ."),
    ] {
        for (actor, may) in ACTORS.into_iter().zip(row.split(' ')) {
            assert_eq!(may_reach(actor, &suggestion, &community).is_ok(), may == "x", "{actor:?}: {suggestion:?}");
        }
    }
}

/// A phone may still hold a document that its person has lost.
#[test]
fn nobody_writes_what_they_may_not_read() {
    let edit = |id: PersonId| Command::EditPerson { id, edits: vec![PersonEdit::About("New".into())] };
    for actor in ACTORS {
        let own = if matches!(actor, PARTNER | STRANGE) { Err(Refusal::NotAllowed) } else { Ok(1) };
        if actor == MEMBER || own.is_err() {
            check(&[], (actor, edit(actor.person)), own);
        }
    }
    let lead = Command::EditTask {
        id: super::story::id(1),
        occurrence: None,
        edits: vec![TaskEdit::Lead(Some(PARTNER.person))],
    };
    let place =
        Command::EditTask { id: super::story::id(1), occurrence: None, edits: vec![TaskEdit::Place("Hall".into())] };
    check(&[(CAPTAIN, lead)], (PARTNER, place), Err(Refusal::NotAllowed));
    check(&[], (PARTNER, claim(9, PARTNER, 1, 1)), Err(Refusal::NotAllowed));
    check(&[], (PARTNER, Command::Remove { key: key(Collection::Tasks, 1) }), Err(Refusal::NotAllowed));
    // What only the server writes nobody takes out.
    check(&[], (ADMIN, Command::Remove { key: key(Collection::Devices, 1) }), Err(Refusal::NotAllowed));
}
