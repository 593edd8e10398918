//! The bounds of every field: as much as it can hold, and one more.

use std::collections::BTreeSet;

use super::story::{ADMIN, CAPTAIN, FIRST, context, id, neighbourhood};
use crate::{
    access::Actor,
    building::{BuildingEdit, EstateEdit},
    child::ChildEdit,
    command::{Command, NewRole},
    contact::ContactEdit,
    decide::decide,
    family::FamilyEdit,
    field::Field,
    person::PersonEdit,
    profile::ProfileEdit,
    refusal::Refusal,
    series::SeriesEdit,
    suggestion::{Status, SuggestionEdit},
    task::TaskEdit,
    value::{FieldValue, LongText, Value},
};

/// A field, its bounds, and a command that writes so much into it.
type Bound = (Actor, Field, u64, u64, fn(u64) -> Command);

/// So many Chinese characters, each three bytes long, with white space around them that does not count.
fn text(size: u64) -> String {
    format!(" \u{3000}{}\n", "坊".repeat(size as usize))
}

fn long(size: u64) -> LongText {
    LongText(text(size))
}

fn person(edit: PersonEdit) -> Command {
    Command::AddPerson { id: id(9), edits: vec![PersonEdit::Name("a".into()), edit] }
}

fn building(edit: BuildingEdit) -> Command {
    Command::AddBuilding { id: id(9), estate: id(1), edits: vec![BuildingEdit::Name("a".into()), edit] }
}

fn task(edit: TaskEdit) -> Command {
    Command::EditTask { id: id(1), occurrence: None, edits: vec![edit] }
}

fn series(edit: SeriesEdit) -> Command {
    Command::AddSeries { id: id(9), first: FIRST, edits: vec![SeriesEdit::Title("a".into()), edit] }
}

fn suggestion(edit: SuggestionEdit) -> Command {
    Command::EditSuggestion { id: id(1), edits: vec![edit] }
}

fn role(name: String, places: u64) -> Command {
    Command::AddRole { task: id(1), occurrence: None, role: NewRole { id: id(9), name, places: places as u32 } }
}

fn skills(count: u64) -> BTreeSet<String> {
    (0..count).map(|number| format!(" skill {number} ")).chain([" ".into()]).collect()
}

fn contact(edit: ContactEdit) -> Command {
    Command::WriteContact { person: ADMIN.person, edits: vec![edit] }
}

fn family(edit: FamilyEdit) -> Command {
    Command::EditFamily { id: id(1), edits: vec![edit] }
}

const BOUNDS: &[Bound] = &[
    (ADMIN, Field::Guardian, 1, 40, |size| family(FamilyEdit::Guardian(text(size)))),
    (ADMIN, Field::Phone, 0, 40, |size| family(FamilyEdit::Phone(text(size)))),
    (ADMIN, Field::Note, 0, 200, |size| family(FamilyEdit::Note(text(size)))),
    (ADMIN, Field::Name, 1, 20, |size| Command::EditChild {
        id: id(1),
        family: id(1),
        edits: vec![ChildEdit::Name(text(size))],
    }),
    (ADMIN, Field::Phone, 0, 40, |size| contact(ContactEdit::Phone(text(size)))),
    (ADMIN, Field::WeChat, 0, 60, |size| contact(ContactEdit::WeChat(text(size)))),
    (ADMIN, Field::Email, 0, 120, |size| contact(ContactEdit::Email(text(size)))),
    (ADMIN, Field::Note, 0, 200, |size| contact(ContactEdit::Note(text(size)))),
    (ADMIN, Field::Name, 1, 60, |size| Command::WriteProfile { edits: vec![ProfileEdit::Name(text(size))] }),
    (ADMIN, Field::About, 0, 400, |size| Command::WriteProfile { edits: vec![ProfileEdit::About(text(size))] }),
    (ADMIN, Field::Name, 1, 60, |size| Command::AddEstate { id: id(9), edits: vec![EstateEdit::Name(text(size))] }),
    (ADMIN, Field::Name, 1, 40, |size| building(BuildingEdit::Name(text(size)))),
    (ADMIN, Field::Households, 0, 5_000, |size| building(BuildingEdit::Households(size as u32))),
    (ADMIN, Field::Name, 1, 40, |size| person(PersonEdit::Name(text(size)))),
    (ADMIN, Field::Unit, 0, 80, |size| person(PersonEdit::Unit(text(size)))),
    (ADMIN, Field::Skills, 0, 20, |size| person(PersonEdit::Skills(skills(size)))),
    (ADMIN, Field::Skills, 0, 40, |size| person(PersonEdit::Skills(BTreeSet::from([text(size)])))),
    (ADMIN, Field::Availability, 0, 200, |size| person(PersonEdit::Availability(text(size)))),
    (ADMIN, Field::About, 0, 400, |size| person(PersonEdit::About(text(size)))),
    (CAPTAIN, Field::Title, 1, 80, |size| task(TaskEdit::Title(text(size)))),
    (CAPTAIN, Field::Text, 0, 4_000, |size| task(TaskEdit::Text(long(size)))),
    (CAPTAIN, Field::Place, 0, 80, |size| task(TaskEdit::Place(text(size)))),
    (CAPTAIN, Field::Result, 0, 4_000, |size| task(TaskEdit::Result(long(size)))),
    (CAPTAIN, Field::Name, 1, 40, |size| role(text(size), 1)),
    (CAPTAIN, Field::Places, 1, 500, |size| role("a".into(), size)),
    (ADMIN, Field::Title, 1, 80, |size| series(SeriesEdit::Title(text(size)))),
    (ADMIN, Field::Place, 0, 80, |size| series(SeriesEdit::Place(text(size)))),
    (ADMIN, Field::Minutes, 0, 1_439, |size| series(SeriesEdit::Minutes(size as u32))),
    (ADMIN, Field::Duration, 5, 1_440, |size| series(SeriesEdit::Duration(size as u32))),
    (ADMIN, Field::Teachers, 1, 20, |size| series(SeriesEdit::Teachers(size as u32))),
    (ADMIN, Field::Helpers, 1, 50, |size| series(SeriesEdit::Helpers(size as u32))),
    (CAPTAIN, Field::Title, 1, 80, |size| suggestion(SuggestionEdit::Title(text(size)))),
    (CAPTAIN, Field::Text, 0, 4_000, |size| suggestion(SuggestionEdit::Text(long(size)))),
    (CAPTAIN, Field::Place, 0, 80, |size| suggestion(SuggestionEdit::Place(text(size)))),
    (CAPTAIN, Field::Note, 0, 500, |size| Command::MoveSuggestion {
        id: id(9),
        suggestion: id(1),
        to: Status::Triaged,
        note: text(size),
    }),
    (CAPTAIN, Field::Text, 1, 1_000, |size| Command::Comment { id: id(9), suggestion: id(1), text: text(size) }),
];

#[test]
fn a_field_holds_so_much_and_no_more() {
    let community = neighbourhood();
    for (actor, field, least, most, command) in BOUNDS {
        let decided = |size| decide(context(&community, *actor), command(size));
        for size in [*least, *most] {
            let decision = decided(size).unwrap_or_else(|refusal| panic!("{refusal}: {field:?} with {size}"));
            for change in &decision.changes {
                assert!(is_trimmed(change), "{change:?}");
            }
        }
        let too_much = Refusal::TooMuch { field: *field, most: *most };
        assert_eq!(decided(*most + 1), Err(too_much), "{field:?}");
        assert_eq!(decided(*most + 1_000), Err(too_much), "{field:?}");
        if *least > 0 {
            let too_little = match least {
                1 => Refusal::Missing { field: *field },
                least => Refusal::TooLittle { field: *field, least: *least },
            };
            assert_eq!(decided(*least - 1), Err(too_little), "{field:?}");
        }
    }
}

/// No text that would be written has white space around it.
fn is_trimmed(change: &crate::change::Change) -> bool {
    let values: Vec<Value> = match change.write() {
        crate::change::Write::Create(_, fields) => fields.into_iter().map(|(_, value)| value).collect(),
        crate::change::Write::Put(_, _, value) => vec![value],
        crate::change::Write::Part(..) => vec![],
    };
    values.iter().all(|value| match value {
        Value::Text(text) | Value::Long(text) => text.trim() == text,
        Value::Set(items) => items.iter().all(|item| !item.is_empty() && item.trim() == item),
        _ => true,
    })
}

/// A new text field without a bound would be missed by the table above.
#[test]
fn every_text_that_can_be_edited_has_a_bound() {
    let community = neighbourhood();
    let bounded: BTreeSet<Field> = BOUNDS.iter().map(|(_, field, ..)| *field).collect();
    let fixed_or_coded = |text: &str| text.is_empty() || text.parse::<uuid::Uuid>().is_ok();
    for entry in community.entries() {
        for (field, value) in entry.record.fields() {
            let free = match &value {
                Value::Long(_) | Value::Set(_) => field != Field::Groups,
                Value::Text(text) => {
                    !fixed_or_coded(text) && text.parse::<jiff::civil::Date>().is_err() && !is_code(field)
                }
                _ => false,
            };
            assert!(!free || bounded.contains(&field), "{field:?} of {:?}", entry.record.key());
        }
    }
}

fn is_code(field: Field) -> bool {
    use Field as F;
    matches!(field, F::Kind | F::Status | F::Mode | F::Level | F::Category | F::Source | F::From | F::To | F::Age)
}

#[test]
fn what_counts() {
    assert_eq!("街坊👪".to_owned().measure(), 3, "characters, not bytes");
    assert_eq!(skills(3).trimmed().measure(), 3, "items, but no empty ones");
    assert_eq!(skills(3).trimmed().longest(), 7);
    assert_eq!(7_u32.measure(), 7);
    assert_eq!(Some(LongText("ab".into())).measure(), 2);
    assert_eq!(None::<String>.measure(), 0);
}
