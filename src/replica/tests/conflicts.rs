//! Fields that several people wrote apart: everybody is shown all of it, until somebody says what holds.

use kaifong_domain::{
    captaincy::Level,
    command::Command,
    conflict::settle,
    device::Author,
    field::Field,
    id::{DeviceId, TaskId},
    record::{Collection, RecordKey},
    series::Occurrence,
    suggestion::SuggestionEdit,
    task::{TaskEdit, TaskStatus},
    time::Timestamp,
    value::{FieldValue, LongText, Value},
};
use uuid::Uuid;

use super::pen::{FIRST, NOON, PERSON, Pen, SERIES, SUGGESTION};

const TASK: TaskId = TaskId(Uuid::from_u128(70));

fn key() -> RecordKey {
    RecordKey { collection: Collection::Tasks, id: TASK.0 }
}

fn edit(edits: Vec<TaskEdit>) -> Command {
    Command::EditTask { id: TASK, occurrence: None, edits }
}

/// Two pens with a task.
fn two() -> [Pen; 2] {
    let [mut a, mut b] = Pen::several();
    let edits = vec![TaskEdit::Title("Clean-up".into())];
    a.give(Command::AddTask { id: TASK, suggestion: None, edits, roles: vec![] });
    a.meet(&mut b);
    [a, b]
}

/// What is told of a field: the values, the one that is seen first.
fn told(pen: &Pen, key: RecordKey, field: Field) -> Vec<Value> {
    let conflict = pen.community.conflict(key, field);
    conflict.map(|found| found.versions.iter().map(|one| one.value.clone()).collect()).unwrap_or_default()
}

#[test]
fn both_values_are_told_with_who_and_when() {
    let [mut a, mut b] = two();
    a.give(edit(vec![TaskEdit::Title("Big clean-up".into())]));
    b.give(edit(vec![TaskEdit::Title("Garden day".into())]));
    a.meet(&mut b);
    let conflict = a.community.conflict(key(), Field::Title).unwrap();
    let mut who: Vec<_> = conflict.versions.iter().map(|version| version.by).collect();
    assert_eq!(conflict.versions[0].value, a.community.tasks[&TASK].title.to_value());
    who.sort();
    assert_eq!(who, [2, 3].map(|device| Author::Device(DeviceId::of([device; 8]))));
    assert!(conflict.versions.iter().all(|version| version.at == Timestamp(NOON.0)));
    assert_eq!(b.community.conflict(key(), Field::Title), Some(conflict));
}

/// Every kind of value, settled by each choice there is.
#[test]
fn whoever_chooses_settles_it_for_all() {
    let noon = NOON.plus_days(1);
    for (one, other, third) in [
        (TaskEdit::Title("A".into()), TaskEdit::Title("B".into()), TaskEdit::Title("C".into())),
        (TaskEdit::StartsAt(Some(noon)), TaskEdit::StartsAt(Some(NOON)), TaskEdit::StartsAt(None)),
        (TaskEdit::Lead(Some(PERSON)), TaskEdit::Lead(Some(PERSON)), TaskEdit::Lead(None)),
        (
            TaskEdit::Status(TaskStatus::Done),
            TaskEdit::Status(TaskStatus::Cancelled),
            TaskEdit::Status(TaskStatus::Open),
        ),
        (TaskEdit::Place("Hall".into()), TaskEdit::Place(String::new()), TaskEdit::Place("Yard".into())),
    ] {
        let is_one = one == other;
        for choice in [&one, &other, &third] {
            let [mut a, mut b] = two();
            // So that an empty place is a place somebody wrote.
            a.give(edit(vec![TaskEdit::Place("Gate".into()), TaskEdit::StartsAt(Some(noon.plus_days(1)))]));
            a.meet(&mut b);
            a.give(edit(vec![one.clone()]));
            b.give(edit(vec![other.clone()]));
            a.meet(&mut b);
            assert_eq!(told(&a, key(), one.field()).len(), if is_one { 0 } else { 2 }, "{one:?}, {other:?}");
            let command = settle(&a.community, key(), choice.field(), &choice.value()).unwrap();
            a.give(command);
            a.meet(&mut b);
            assert!(a.community.conflicts.is_empty() && b.community.conflicts.is_empty(), "{choice:?}");
            let seen = b.community.tasks[&TASK].fields();
            assert!(seen.contains(&(choice.field(), choice.value())), "{choice:?}");
        }
    }
}

#[test]
fn what_others_do_meanwhile_does_not_settle_it() {
    let [mut a, mut b] = two();
    a.give(edit(vec![TaskEdit::Title("A".into())]));
    b.give(edit(vec![TaskEdit::Title("B".into())]));
    a.meet(&mut b);
    a.give(edit(vec![TaskEdit::Place("Hall".into())]));
    a.meet(&mut b);
    assert_eq!(told(&b, key(), Field::Title).len(), 2);
    // Chosen apart and differently: it is asked once more.
    for (pen, title) in [(&mut a, "A"), (&mut b, "B")] {
        pen.give(edit(vec![TaskEdit::Title(title.into())]));
    }
    a.meet(&mut b);
    assert_eq!(told(&a, key(), Field::Title).len(), 2);
}

#[test]
fn what_does_not_matter_is_not_asked() {
    let [mut a, mut b] = two();
    a.give(edit(vec![TaskEdit::Text(LongText("Bring gloves.".into()))]));
    b.give(edit(vec![TaskEdit::Text(LongText("Bring bags.".into()))]));
    a.meet(&mut b);
    assert!(a.community.conflicts.is_empty());
}

/// Nobody stored a session before: both phones make it, and each says what it is called.
#[test]
fn a_session_that_both_opened_is_asked_about_too() {
    let session = TaskId::session(SERIES, FIRST);
    let key = RecordKey { collection: Collection::Tasks, id: session.0 };
    let say = |title: &str| Command::EditTask {
        id: session,
        occurrence: Some(Occurrence { series: SERIES, date: FIRST }),
        edits: vec![TaskEdit::Title(title.into())],
    };
    for choice in ["Puppets", "Shadows", "A play"] {
        let [mut a, mut b] = Pen::several();
        a.give(say("Puppets"));
        b.give(say("Shadows"));
        a.meet(&mut b);
        assert_eq!(told(&a, key, Field::Title).len(), 2);
        assert_eq!(told(&a, key, Field::Place).len(), 0, "what it began with is nobody's word");
        let command = settle(&b.community, key, Field::Title, &Value::Text(choice.into())).unwrap();
        b.give(command);
        a.meet(&mut b);
        assert!(a.community.conflicts.is_empty() && b.community.conflicts.is_empty(), "{choice}");
        assert_eq!(a.community.tasks[&session].title, choice);
    }
}

#[test]
fn a_record_that_is_brought_back_is_asked_about_again() {
    let [mut a, mut b] = Pen::several();
    let key = RecordKey { collection: Collection::Suggestions, id: SUGGESTION.0 };
    let title =
        |title: &str| Command::EditSuggestion { id: SUGGESTION, edits: vec![SuggestionEdit::Title(title.into())] };
    a.give(title("A lamp post"));
    b.give(title("A lantern"));
    a.meet(&mut b);
    a.give(Command::Remove { key });
    a.meet(&mut b);
    assert!(b.community.conflicts.is_empty());
    b.give(Command::Restore { key });
    a.meet(&mut b);
    assert_eq!(told(&a, key, Field::Title).len(), 2);
}

#[test]
fn levels_matter() {
    use kaifong_domain::{
        building::{BuildingEdit, EstateEdit},
        captaincy::CaptaincyEdit,
        id::{BuildingId, CaptaincyId, EstateId},
    };
    let [mut a, mut b] = Pen::several();
    let (estate, building, id) =
        (EstateId(Uuid::from_u128(80)), BuildingId(Uuid::from_u128(81)), CaptaincyId(Uuid::from_u128(82)));
    a.give(Command::AddEstate { id: estate, edits: vec![EstateEdit::Name("East".into())] });
    a.give(Command::AddBuilding { id: building, estate, edits: vec![BuildingEdit::Name("1".into())] });
    a.give(Command::GrantCaptaincy { id, person: PERSON, building, level: Level::Candidate });
    a.meet(&mut b);
    a.give(Command::EditCaptaincy { id, edits: vec![CaptaincyEdit::Level(Level::Formal)] });
    b.give(Command::EditCaptaincy { id, edits: vec![CaptaincyEdit::Level(Level::Core)] });
    a.meet(&mut b);
    let key = RecordKey { collection: Collection::Captaincies, id: id.0 };
    assert_eq!(told(&a, key, Field::Level).len(), 2);
}
