//! What was written apart: it is seen, settled by an ordinary edit, and settled only by one that names it.

use super::story::{CAPTAIN, MEMBER, NOW, context, id, key, neighbourhood};
use crate::{
    command::Command,
    community::Community,
    conflict::{Conflict, Version, settle},
    decide::decide,
    device::Author,
    evolve::evolve,
    field::Field,
    record::{Collection, Entry, Record},
    refusal::Refusal,
    suggestion::SuggestionEdit,
    undo::undo,
    value::Value,
};

/// Suggestion 1 is seen under its title, and was called "A bench" apart from that.
fn divided() -> Community {
    let mut community = neighbourhood();
    let version = |title: &str, number| Version {
        value: Value::Text(title.into()),
        by: Author::Device(id(number)),
        at: NOW.plus_minutes(-5),
    };
    let versions = vec![version("Suggestion 1", 1), version("A bench", 2)];
    let record = Record::from(community.suggestions[&id(1)].clone());
    let conflicts = vec![Conflict { field: Field::Title, versions }];
    community.put(Entry { record, removed: false, conflicts });
    community
}

/// Which titles the command writes, and which one its undo then does.
fn check(command: &Command, then: Result<&[&str], Refusal>, back: Option<&str>) {
    let title = |title: &str| SuggestionEdit::Title(title.into());
    let community = divided();
    let decided = decide(context(&community, CAPTAIN), command.clone());
    let written = decided.map(|decision| decision.changes);
    let expected = then.map(|titles| {
        titles.iter().map(|one| crate::change::Change::SuggestionEdited(id(1), title(one))).collect::<Vec<_>>()
    });
    assert_eq!(written, expected, "{command:?}");
    let back = back.map(|back| Command::EditSuggestion { id: id(1), edits: vec![title(back)] });
    assert_eq!(undo(&community, command), back, "{command:?}");
}

#[test]
fn a_choice_is_an_edit_and_undone_by_the_other_one() {
    let choose =
        |title: &str| settle(&divided(), key(Collection::Suggestions, 1), Field::Title, &Value::Text(title.into()));
    check(&choose("Suggestion 1").unwrap(), Ok(&["Suggestion 1"]), Some("A bench"));
    check(&choose("A bench").unwrap(), Ok(&["A bench"]), Some("Suggestion 1"));
    check(&choose("A swing").unwrap(), Ok(&["A swing"]), Some("Suggestion 1"));
    check(&choose(" ").unwrap(), Err(Refusal::Missing { field: Field::Title }), Some("Suggestion 1"));
    let place = Command::EditSuggestion { id: id(1), edits: vec![SuggestionEdit::Place(String::new())] };
    check(&place, Ok(&[]), None);
}

#[test]
fn who_may_not_edit_may_not_choose() {
    let mut community = divided();
    let choose =
        settle(&community, key(Collection::Suggestions, 1), Field::Title, &Value::Text("A bench".into())).unwrap();
    assert!(decide(context(&community, MEMBER), choose.clone()).is_ok(), "who raised it may, as long as it is new");
    let triage = super::story::advance(9, 1, crate::suggestion::Status::Triaged, "");
    for change in decide(context(&community, CAPTAIN), triage).unwrap().changes {
        evolve(&mut community, &change);
    }
    assert_eq!(decide(context(&community, MEMBER), choose), Err(Refusal::NotAllowed));
}

#[test]
fn every_field_that_matters_can_be_settled() {
    let community = neighbourhood();
    let mut settled = 0;
    for entry in community.entries().into_iter().filter(|entry| !entry.removed) {
        let key = entry.record.key();
        for (field, value) in entry.record.fields() {
            assert_eq!(
                settle(&community, key, field, &value).is_some_and(|_| Record::matters(key.collection, field)),
                { Record::matters(key.collection, field) }
            );
            settled += usize::from(Record::matters(key.collection, field));
        }
    }
    assert!(settled > 20);
    let strange = settle(&community, key(Collection::Suggestions, 1), Field::Title, &Value::Int(1));
    assert_eq!(strange, None);
}

#[test]
fn a_community_is_the_same_from_its_entries_and_forgets_what_is_settled() {
    let mut community = divided();
    let mut again = Community::default();
    community.entries().into_iter().for_each(|entry| again.put(entry));
    assert_eq!(again, community);
    let record = community.record(key(Collection::Suggestions, 1)).unwrap();
    for entry in [Entry::plain(record.clone(), false), Entry::plain(record, true)] {
        let mut later = community.clone();
        later.put(entry);
        assert!(later.conflicts.is_empty());
    }
    community.take(key(Collection::Suggestions, 1));
    assert!(community.conflicts.is_empty());
}
