//! Refusals about suggestions.

use super::{Table, check_all};
use crate::{
    command::Command,
    field::Field,
    id::PersonId,
    record::Collection,
    refusal::Refusal,
    suggestion::{Category, Source, Status, SuggestionEdit},
    tests::story::{CAPTAIN, COORDINATOR, MEMBER, OTHER_CAPTAIN, OTHER_MEMBER, PARTNER, advance, check, id, key},
};

fn raise(number: u128, edits: &[SuggestionEdit]) -> Command {
    let edits = [&[SuggestionEdit::Title("Lamp".into())], edits].concat();
    Command::RaiseSuggestion { id: id(number), edits }
}

fn edit(number: u128, edit: SuggestionEdit) -> Command {
    Command::EditSuggestion { id: id(number), edits: vec![edit] }
}

fn owner(person: PersonId) -> SuggestionEdit {
    SuggestionEdit::Owner(Some(person))
}

fn comment(number: u128, suggestion: u128, text: &str) -> Command {
    Command::Comment { id: id(number), suggestion: id(suggestion), text: text.into() }
}

#[test]
fn of_suggestions() {
    let not_there = |of| Refusal::NotFound { of };
    let place = || SuggestionEdit::Place("Gate".into());
    let table: Table = vec![
        (MEMBER, raise(9, &[SuggestionEdit::Title("\n".into())]), Refusal::Missing { field: Field::Title }),
        (MEMBER, Command::RaiseSuggestion { id: id(9), edits: vec![] }, Refusal::Missing { field: Field::Title }),
        (MEMBER, raise(9, &[SuggestionEdit::Building(Some(id(99)))]), not_there(Collection::Buildings)),
        (CAPTAIN, raise(9, &[owner(id(99))]), not_there(Collection::People)),
        (
            MEMBER,
            raise(9, &[SuggestionEdit::Category(Category::Unknown)]),
            Refusal::NeedsUpdate { field: Field::Category },
        ),
        (MEMBER, raise(9, &[SuggestionEdit::Source(Source::Unknown)]), Refusal::NeedsUpdate { field: Field::Source }),
        (OTHER_MEMBER, raise(1, &[]), Refusal::IdTaken),
        (MEMBER, edit(99, place()), not_there(Collection::Suggestions)),
        (OTHER_MEMBER, edit(1, place()), Refusal::NotAllowed),
        (PARTNER, edit(2, place()), Refusal::NotAllowed),
        (MEMBER, edit(2, place()), Refusal::NotAllowed),
        (CAPTAIN, edit(1, SuggestionEdit::Title(String::new())), Refusal::Missing { field: Field::Title }),
        (CAPTAIN, edit(1, SuggestionEdit::Building(Some(id(99)))), not_there(Collection::Buildings)),
        (CAPTAIN, edit(1, owner(id(99))), not_there(Collection::People)),
        (OTHER_MEMBER, Command::Remove { key: key(Collection::Suggestions, 1) }, Refusal::NotYours),
        (CAPTAIN, Command::Remove { key: key(Collection::Suggestions, 1) }, Refusal::NotYours),
        (OTHER_CAPTAIN, Command::Remove { key: key(Collection::Events, 1) }, Refusal::NotYours),
    ];
    check_all(table);
}

#[test]
fn of_moves_and_comments() {
    let suggestions = Refusal::NotFound { of: Collection::Suggestions };
    let table: Table = vec![
        (CAPTAIN, advance(9, 99, Status::Triaged, ""), suggestions),
        (CAPTAIN, advance(1, 1, Status::Triaged, ""), Refusal::IdTaken),
        (CAPTAIN, advance(9, 1, Status::Agreed, ""), Refusal::NoSuchMove { from: Status::Raised, to: Status::Agreed }),
        (
            CAPTAIN,
            advance(9, 1, Status::Unknown, ""),
            Refusal::NoSuchMove { from: Status::Raised, to: Status::Unknown },
        ),
        (CAPTAIN, advance(9, 1, Status::Declined, " \t"), Refusal::NoteNeeded { to: Status::Declined }),
        (MEMBER, comment(9, 99, "hello"), suggestions),
        (MEMBER, comment(9, 1, "  "), Refusal::Missing { field: Field::Text }),
        (OTHER_MEMBER, comment(1, 1, "hello"), Refusal::IdTaken),
        (OTHER_MEMBER, Command::Remove { key: key(Collection::Comments, 1) }, Refusal::NotYours),
        (OTHER_MEMBER, Command::Restore { key: key(Collection::Comments, 2) }, Refusal::NotYours),
    ];
    check_all(table);
}

/// Once a member could make themselves the owner of a suggestion and move it all the way alone.
#[test]
fn nobody_takes_a_suggestion_for_themselves() {
    for actor in [MEMBER, PARTNER, OTHER_MEMBER] {
        check(&[], (actor, raise(9, &[owner(actor.person)])), Err(Refusal::NotAllowed));
    }
    check(&[], (MEMBER, edit(1, owner(MEMBER.person))), Err(Refusal::NotAllowed));
    check(
        &[(CAPTAIN, edit(1, owner(id(7))))],
        (MEMBER, edit(1, SuggestionEdit::Owner(None))),
        Err(Refusal::NotAllowed),
    );
    check(&[(CAPTAIN, edit(1, owner(id(7))))], (MEMBER, edit(1, SuggestionEdit::Place("Gate".into()))), Ok(1));
    check(&[], (CAPTAIN, raise(9, &[owner(CAPTAIN.person)])), Ok(1));
    check(&[], (COORDINATOR, edit(1, owner(MEMBER.person))), Ok(1));
}

#[test]
fn the_owner_moves_and_the_raiser_agrees() {
    let given =
        [(PARTNER, advance(10, 2, Status::Working, "")), (PARTNER, advance(11, 2, Status::Solved, "lamp hung"))];
    check(&given, (MEMBER, advance(12, 2, Status::Agreed, "")), Ok(1));
    check(&given, (MEMBER, advance(12, 2, Status::Working, "")), Err(Refusal::NotAllowed));
    check(&given, (OTHER_MEMBER, advance(12, 2, Status::Agreed, "")), Err(Refusal::NotAllowed));
}
