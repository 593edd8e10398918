//! Who may have which document (DESIGN §4).

use super::story::{ACTORS, ADMIN, CAPTAIN, MEMBER, PARTNER, STRANGE, check, claim, key};
use crate::{
    access::AccessRole, command::Command, document::DocumentKind, id::PersonId, person::PersonEdit, policy::may_read,
    record::Collection, refusal::Refusal, task::TaskEdit,
};

/// In this order: admin, coordinator, captain, member, partner, one of a strange role.
const MAY: [(DocumentKind, &str); 5] = [
    (DocumentKind::Access, "x x x x x ."),
    (DocumentKind::Commons, "x x x x x ."),
    (DocumentKind::Roster, "x x x x . ."),
    (DocumentKind::Tasks(2026), "x x x x . ."),
    (DocumentKind::Suggestions(2026), "x x x x x ."),
];

#[test]
fn everybody_may_have_exactly_what_the_table_says() {
    for (kind, row) in MAY {
        for (role, may) in AccessRole::ALL.iter().copied().chain([AccessRole::Unknown]).zip(row.split(' ')) {
            assert_eq!(may_read(role, kind), may == "x", "{role:?}, {kind:?}");
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
