//! Codes: stable words, and what this version does with one that it does not know (invariant I8).

use std::collections::BTreeSet;

use super::story::neighbourhood;
use crate::{
    access::AccessRole,
    captaincy::Level,
    field::Field,
    id::PersonId,
    person::Group,
    record::{Collection, Record},
    refused::Cause,
    rejection::Rejection,
    suggestion::{Category, Source, Status},
    task::{Format, Mode, Task, TaskKind, TaskStatus, Theme},
    value::{FieldValue, LongText, Malformed, Value},
};

macro_rules! check_codes {
    ($($name:ident),+) => { $({
        let codes: BTreeSet<&str> = $name::ALL.iter().map(|variant| variant.code()).collect();
        assert_eq!(codes.len(), $name::ALL.len(), "every code once");
        assert!(!codes.contains("unknown") && !codes.contains(""));
        for variant in $name::ALL {
            assert_eq!($name::from_code(variant.code()), *variant);
            assert_eq!($name::from_value(Some(&variant.to_value())), Ok(*variant));
            assert_eq!(Option::<$name>::from_value(Some(&Some(*variant).to_value())), Ok(Some(*variant)));
            assert!(variant.is_known() && *variant != $name::Unknown);
            let bytes = postcard::to_allocvec(variant).unwrap();
            assert_eq!(postcard::from_bytes::<$name>(&bytes).unwrap(), *variant);
        }
        for strange in [Some(Value::Text("of-tomorrow".into())), Some(Value::Int(1)), Some(Value::Nothing), None] {
            assert_eq!($name::from_value(strange.as_ref()), Ok($name::Unknown));
        }
        assert_eq!($name::from_code("unknown"), $name::Unknown);
        assert!(!$name::Unknown.is_known() && !Some($name::Unknown).is_known());
        assert!(None::<$name>.is_known());
        assert_eq!($name::default(), $name::Unknown);
    })+ };
}

#[test]
fn codes_round_trip_and_strange_ones_are_unknown() {
    check_codes!(
        AccessRole, Category, Collection, Field, Format, Group, Level, Mode, Rejection, Source, Status, TaskKind,
        TaskStatus, Theme
    );
}

/// Codes stand in documents for ever: one that changes here loses what people wrote.
#[test]
fn codes_are_stable() {
    let codes = |all: &[Status]| all.iter().map(|status| status.code()).collect::<Vec<_>>().join(" ");
    assert_eq!(codes(Status::ALL), "raised triaged discussing working solved agreed declined");
    let roles: Vec<_> = AccessRole::ALL.iter().map(|role| role.code()).collect();
    assert_eq!(roles, ["admin", "coordinator", "captain", "member", "partner"]);
    let collections: Vec<_> = Collection::ALL.iter().map(|collection| collection.code()).collect();
    let expected = "profile estates buildings people captaincies series tasks roles claims suggestions events comments \
         devices contacts erasures families children enrolments endorsements";
    assert_eq!(collections.join(" "), expected);
    let rejections: Vec<_> = Rejection::ALL.iter().map(|rejection| rejection.code()).collect();
    let expected =
        "not-allowed another-author number-taken clock too-large shape malformed rests-on-rejected incomplete";
    assert_eq!(rejections.join(" "), expected);
}

/// Phones have stored refused commands since before a change could be incomplete, and each with its reason's place.
#[test]
fn a_stored_rejection_reads_as_what_it_was() {
    use Rejection as R;
    let first = [
        R::NotAllowed,
        R::AnotherAuthor,
        R::NumberTaken,
        R::Clock,
        R::TooLarge,
        R::Shape,
        R::Malformed,
        R::RestsOnRejected,
        R::Unknown,
    ];
    for (place, why) in (0..).zip(first.into_iter().chain([R::Incomplete])) {
        assert_eq!(postcard::from_bytes(&[2, place]), Ok(Cause::Rejected(why)));
    }
}

/// Reads a record with one field replaced, or left out.
fn read_with(record: &Record, field: Field, value: Option<Value>) -> Result<Record, Malformed> {
    let fields = record.fields();
    Record::read(record.key(), &|wanted| {
        if wanted == field {
            return value.clone();
        }
        fields.iter().find(|(other, _)| *other == wanted).map(|(_, value)| value.clone())
    })
}

#[test]
fn a_strange_code_does_not_hide_the_record() {
    let community = neighbourhood();
    let strange = || Some(Value::Text("of-tomorrow".into()));
    let task: Record = community.tasks.values().next().unwrap().clone().into();
    for field in [Field::Kind, Field::Status, Field::Mode, Field::Theme, Field::Format] {
        assert!(read_with(&task, field, strange()).is_ok(), "{field:?}");
    }
    let Record::Task(Task { kind, theme, .. }) = read_with(&task, Field::Kind, strange()).unwrap() else { panic!() };
    assert_eq!((kind, theme), (TaskKind::Unknown, None));
    let suggestion: Record = community.suggestions.values().next().unwrap().clone().into();
    for field in [Field::Category, Field::Source] {
        assert!(read_with(&suggestion, field, strange()).is_ok(), "{field:?}");
    }
}

#[test]
fn strange_circles_are_not_shown() {
    let codes = ["teacher", "of-tomorrow", "office"].map(String::from);
    let groups = BTreeSet::<Group>::from_value(Some(&Value::Set(codes.into()))).unwrap();
    assert_eq!(groups, BTreeSet::from([Group::Teacher, Group::Office]));
    assert!(!BTreeSet::from([Group::Unknown]).is_known());
}

#[test]
fn records_are_read_as_they_are_written() {
    for entry in neighbourhood().entries() {
        let fields = entry.record.fields();
        let names: BTreeSet<_> = fields.iter().map(|(field, _)| field).collect();
        assert_eq!(names.len(), fields.len(), "every field has a name of its own");
        assert!(!names.contains(&Field::Removed) && !names.contains(&Field::Unknown));
        // A field that newer records have is left out of older ones.
        assert_eq!(read_with(&entry.record, Field::Unknown, None), Ok(entry.record));
    }
}

/// The gate takes no new record in that lacks one of these.
#[test]
fn what_is_required_is_always_written_and_cannot_be_done_without() {
    for entry in neighbourhood().entries() {
        let (collection, fields) = (entry.record.key().collection, entry.record.fields());
        let written = |field: &Field| fields.iter().any(|(other, value)| other == field && *value != Value::Nothing);
        let required = Record::required(collection);
        assert!(required.iter().all(written), "{required:?}");
        let needed = |field: &&Field| read_with(&entry.record, **field, None).is_err();
        let needed: Vec<_> = fields.iter().map(|(field, _)| field).filter(needed).collect();
        assert!(needed.iter().all(|field| required.contains(field)), "{needed:?}");
    }
    use Field as F;
    assert_eq!(Record::required(Collection::Suggestions), [F::RaisedBy, F::RaisedAt, F::Title, F::Category, F::Source]);
    assert_eq!(Record::required(Collection::Claims), [F::Task, F::Role, F::Person, F::ClaimedAt]);
    assert_eq!(Record::required(Collection::Unknown), []);
}

#[test]
fn what_can_be_done_without_may_be_left_out() {
    let person: Record = neighbourhood().people.values().next().unwrap().clone().into();
    use Field as F;
    for field in [F::Unit, F::Building, F::Groups, F::Skills, F::Availability, F::About, F::CheckedInAt] {
        assert!(read_with(&person, field, None).is_ok(), "{field:?}");
    }
    for field in [F::CreatedBy, F::CreatedAt] {
        assert_eq!(read_with(&person, field, None), Err(Malformed), "{field:?}");
    }
    assert_eq!(read_with(&person, F::Name, Some(Value::Int(1))), Err(Malformed));
    assert_eq!(PersonId::from_value(Some(&Value::Text("nobody".into()))), Err(Malformed));
    assert_eq!(u32::from_value(Some(&Value::Int(-1))), Err(Malformed));
    assert_eq!(LongText::from_value(Some(&Value::Text("a".into()))), Ok(LongText("a".into())));
    assert_eq!(bool::from_value(None), Ok(false));
}
