//! The history of records: who did what and when, whatever else the document holds.

use automerge::{ActorId, ROOT, ReadDoc, transaction::Transactable};
use kaifong_domain::{
    command::Command,
    device::Author,
    field::Field,
    history::{History, Place, Question, STEPS, Written},
    id::{ClaimId, DeviceId, RoleId, TaskId},
    person::PersonEdit,
    record::{Collection, RecordKey},
    series::{HELPER, Occurrence},
    suggestion::SuggestionEdit,
    task::TaskEdit,
    value::{LongText, Value},
};
use uuid::Uuid;

use super::pen::{FIRST, NOON, PERSON, Pen, SERIES, SUGGESTION, SUGGESTIONS, TASKS};
use crate::{actor::USHER, document::Document};

fn key(collection: Collection, id: Uuid) -> RecordKey {
    RecordKey { collection, id }
}

fn suggestion() -> RecordKey {
    key(Collection::Suggestions, SUGGESTION.0)
}

fn edit(edit: SuggestionEdit) -> Command {
    Command::EditSuggestion { id: SUGGESTION, edits: vec![edit] }
}

fn ask(document: &Document, keys: &[RecordKey], before: Option<Place>) -> History {
    document.history(&Question { keys: keys.to_vec(), before })
}

/// All the history there is, page by page.
fn all(document: &Document, keys: &[RecordKey]) -> History {
    let mut whole = History::default();
    loop {
        let page = ask(document, keys, whole.steps.last().map(|step| step.place));
        assert!(page.steps.len() <= STEPS && (page.steps.len() == STEPS || !page.has_earlier));
        whole.steps.extend(page.steps);
        if !page.has_earlier {
            break;
        }
    }
    assert!(whole.steps.windows(2).all(|pair| pair[0].place > pair[1].place), "newest first, each once");
    whole
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn written(field: Field, before: Value, after: Value) -> Vec<Written> {
    vec![Written { field, before, after }]
}

#[test]
fn every_step_says_who_what_and_when() {
    let [mut pen] = Pen::several();
    pen.give(edit(SuggestionEdit::Title("A lantern".into())));
    pen.give(edit(SuggestionEdit::Text(LongText("灯坏了。".into()))));
    pen.give(edit(SuggestionEdit::Text(LongText("三楼的灯坏了。".into()))));
    pen.give(edit(SuggestionEdit::Owner(Some(PERSON))));
    pen.give(Command::Remove { key: suggestion() });
    let steps = all(pen.document(SUGGESTIONS), &[suggestion()]).steps;
    let owner = text(&PERSON.to_string());
    let long = |text: &str| Value::Long(text.into());
    let expected = [
        ("Remove/1", written(Field::Removed, Value::Nothing, Value::Bool(true))),
        ("EditSuggestion/1", written(Field::Owner, Value::Nothing, owner)),
        ("EditSuggestion/1", written(Field::Text, long("灯坏了。"), long("三楼的灯坏了。"))),
        ("EditSuggestion/1", written(Field::Text, long(""), long("灯坏了。"))),
        ("EditSuggestion/1", written(Field::Title, text("A lamp"), text("A lantern"))),
        ("RaiseSuggestion/1", vec![]),
    ];
    assert_eq!(steps.len(), expected.len());
    for (step, (name, fields)) in steps.iter().zip(expected) {
        assert_eq!((step.name.as_str(), step.at, &step.parts[0].fields), (name, NOON, &fields));
        assert_eq!((step.parts.len(), step.parts[0].key), (1, suggestion()));
        assert_eq!(step.parts[0].is_new, name == "RaiseSuggestion/1");
    }
    assert_eq!(steps[5].by, Author::Device(DeviceId::of([1; 8])));
    assert_eq!(steps[0].by, Author::Device(DeviceId::of([2; 8])));
}

#[test]
fn a_set_is_told_as_it_was_and_as_it_became() {
    let [mut pen] = Pen::several();
    let skills =
        |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<std::collections::BTreeSet<_>>();
    for items in [&["piano", "tea"][..], &["tea"], &["tea", "wiring"]] {
        pen.give(Command::EditPerson { id: PERSON, edits: vec![PersonEdit::Skills(skills(items))] });
    }
    let roster = kaifong_domain::document::DocumentKind::Roster;
    let steps = all(pen.document(roster), &[key(Collection::People, PERSON.0)]).steps;
    let set = |items: &[&str]| Value::Set(skills(items));
    let fields: Vec<_> = steps.iter().map(|step| step.parts[0].fields.clone()).collect();
    assert_eq!(fields[0], written(Field::Skills, set(&["tea"]), set(&["tea", "wiring"])));
    assert_eq!(fields[1], written(Field::Skills, set(&["piano", "tea"]), set(&["tea"])));
    assert_eq!(fields[2], written(Field::Skills, set(&[]), set(&["piano", "tea"])));
}

/// A session is made and edited in one change; a claim comes with it, and the usher seats it.
#[test]
fn what_belongs_together_is_told_together() {
    let [mut pen] = Pen::several();
    let task = TaskId::session(SERIES, FIRST);
    let (role, claim) = (RoleId::of_session(task, HELPER), ClaimId(Uuid::from_u128(9)));
    let occurrence = Some(Occurrence { series: SERIES, date: FIRST });
    pen.give(Command::EditTask { id: task, occurrence, edits: vec![TaskEdit::Title("Puppets".into())] });
    pen.give(Command::ClaimRole { id: claim, task, occurrence, role, person: PERSON });
    let document = pen.document(TASKS);
    let usher = crate::actor::actor(USHER, [0; 8]);
    assert!(crate::hub::Seating::of(document).seat(document, &usher, NOON));
    let keys = [key(Collection::Tasks, task.0), key(Collection::Roles, role.0), key(Collection::Claims, claim.0)];
    let steps = all(pen.document(TASKS), &keys).steps;
    assert_eq!(
        steps.iter().map(|step| step.name.as_str()).collect::<Vec<_>>(),
        ["SeatClaims/1", "ClaimRole/1", "EditTask/1"]
    );
    assert_eq!(steps[0].by, Author::Server);
    let [made, role_made] = &steps[2].parts[..] else { panic!("{:?}", steps[2]) };
    assert!(made.is_new && role_made.is_new && role_made.fields.is_empty());
    assert_eq!(made.fields, written(Field::Title, text("Book club"), text("Puppets")));
}

#[test]
fn what_was_made_apart_and_settled_is_told() {
    let [mut a, mut b] = Pen::several();
    a.give(edit(SuggestionEdit::Title("A lantern".into())));
    b.give(edit(SuggestionEdit::Title("A bench".into())));
    a.meet(&mut b);
    let seen = a.community.suggestions[&SUGGESTION].title.clone();
    a.give(edit(SuggestionEdit::Title(seen.clone())));
    a.meet(&mut b);
    let steps = all(a.document(SUGGESTIONS), &[suggestion()]).steps;
    assert_eq!(steps[0].parts[0].fields, written(Field::Title, text(&seen), text(&seen)), "a choice is told");
    for step in &steps[1..3] {
        assert_eq!(step.parts[0].fields[0].before, text("A lamp"), "as its author saw it");
    }
    assert_eq!(all(b.document(SUGGESTIONS), &[suggestion()]), all(a.document(SUGGESTIONS), &[suggestion()]));
}

#[test]
fn what_a_newer_version_or_a_stranger_writes_is_told_as_far_as_it_is_known() {
    let [mut pen] = Pen::several();
    let mut doc = pen.document(SUGGESTIONS).automerge().clone().with_actor(ActorId::from(b"a program".as_slice()));
    let before = doc.get_heads();
    let (_, all_of) = doc.get(ROOT, Collection::Suggestions.code()).unwrap().unwrap();
    let (_, record) = doc.get(&all_of, SUGGESTION.0.simple().to_string()).unwrap().unwrap();
    let mut tx = doc.transaction();
    tx.put(&record, "mood", "hopeful").unwrap();
    tx.delete(&record, Field::Place.code()).unwrap();
    tx.commit();
    let mut tx = doc.transaction();
    tx.put(&record, Field::Category.code(), "telepathy").unwrap();
    tx.commit_with(automerge::transaction::CommitOptions::default().with_message("Dream/7").with_time(1));
    pen.absorb(SUGGESTIONS, &doc.save_after(&before));
    let steps = all(pen.document(SUGGESTIONS), &[suggestion()]).steps;
    assert_eq!((steps[0].name.as_str(), steps[1].name.as_str()), ("Dream/7", ""));
    assert_eq!((steps[0].by, steps[1].by), (Author::Program, Author::Program));
    assert_eq!(steps[0].parts[0].fields, written(Field::Category, text("other"), text("telepathy")));
    let [place, mood] = &steps[1].parts[0].fields[..] else { panic!("{:?}", steps[1]) };
    let by_field = |field| [mood, place].into_iter().find(|written| written.field == field).unwrap();
    assert_eq!(by_field(Field::Unknown).after, text("hopeful"));
    assert_eq!((&by_field(Field::Place).before, &by_field(Field::Place).after), (&text(""), &Value::Nothing));
}

#[test]
fn a_long_history_comes_in_pages() {
    let [mut pen] = Pen::several();
    let other = TaskId(Uuid::from_u128(500));
    pen.give(Command::AddTask { id: other, suggestion: None, edits: vec![TaskEdit::Title("0".into())], roles: vec![] });
    let titles = |pen: &mut Pen, id: TaskId| {
        let steps = all(pen.document(TASKS), &[key(Collection::Tasks, id.0)]).steps;
        let after = |step: &kaifong_domain::history::Step| step.parts[0].fields.first().map(|one| one.after.clone());
        steps.iter().filter_map(after).collect::<Vec<_>>()
    };
    let often = TaskId(Uuid::from_u128(501));
    pen.give(Command::AddTask { id: often, suggestion: None, edits: vec![TaskEdit::Title("0".into())], roles: vec![] });
    for number in 1..=700 {
        let edits = vec![TaskEdit::Title(number.to_string())];
        pen.give(Command::EditTask { id: often, occurrence: None, edits: edits.clone() });
        if number % 100 == 0 {
            pen.give(Command::EditTask { id: other, occurrence: None, edits });
        }
    }
    let expected =
        |step| (1..=700).rev().filter(move |number| number % step == 0).map(|number| text(&number.to_string()));
    assert_eq!(titles(&mut pen, often), expected(1).collect::<Vec<_>>());
    assert_eq!(titles(&mut pen, other), expected(100).collect::<Vec<_>>(), "further back than what is opened first");
    let nobody = ask(pen.document(TASKS), &[key(Collection::Tasks, Uuid::from_u128(9))], None);
    assert_eq!(nobody, History::default());
}
