//! Series: which days, and that two phones make the same session.

use jiff::{
    Span,
    civil::{Date, date},
};
use proptest::prelude::*;

use super::story::{COORDINATOR, FIRST, MEMBER, NOW, carry_out, cases, id, neighbourhood, session, teacher_of};
use crate::{
    command::Command,
    document::YEARS,
    id::TaskId,
    series::{HELPER, Series, TEACHER},
    task::{TaskEdit, Theme},
};

fn days(range: std::ops::Range<i64>) -> impl Strategy<Value = Date> {
    range.prop_map(|days| date(2026, 1, 1).checked_add(Span::new().days(days)).unwrap())
}

fn series(first: Date, last: Option<Date>) -> Series {
    Series { first, last, ..neighbourhood().series[&id(1)].clone() }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_series_is_every_seventh_day_from_its_first_to_its_last(
        first in days(-900..900),
        last in prop::option::of(days(-900..900)),
        from in days(-1000..1000),
        length in -5_i64..200,
    ) {
        let to = from.checked_add(Span::new().days(length)).unwrap();
        let series = series(first, last);
        // Day by day, without any arithmetic on weeks.
        let mut expected = Vec::new();
        let mut day = first;
        for count in 0_u64.. {
            if day > to {
                break;
            }
            if count % 7 == 0 && day >= from && last.is_none_or(|last| day <= last) {
                expected.push(day);
            }
            day = day.tomorrow().unwrap();
        }
        prop_assert_eq!(series.dates(from, to).collect::<Vec<_>>(), expected.clone());
        for day in expected {
            prop_assert!(series.meets_on(day));
            prop_assert_eq!(day.weekday(), first.weekday());
        }
    }

    #[test]
    fn a_session_has_the_same_ids_on_every_phone(day in days(-900..900), other in days(-900..900)) {
        let (here, there) = (series(FIRST, None), series(FIRST, Some(Date::MAX)));
        let ((task, roles), (twin, twins)) = (here.session(day), there.session(day));
        prop_assert_eq!(task.id, twin.id);
        prop_assert_eq!(task.id, TaskId::session(id(1), day));
        prop_assert_eq!(roles.clone().map(|role| role.id), twins.map(|role| role.id));
        prop_assert_eq!(roles.clone().map(|role| role.name), [TEACHER, HELPER].map(String::from));
        prop_assert!(roles.iter().all(|role| role.task == task.id));
        prop_assert_eq!(day == other, task.id == here.session(other).0.id);
        let elsewhere = Series { id: id(2), ..here };
        prop_assert_ne!(task.id, elsewhere.session(day).0.id);
    }
}

#[test]
fn a_series_ends_with_the_years_for_which_there_are_documents() {
    let endless = series(FIRST, None);
    let last = endless.dates(date(2098, 1, 1), Date::MAX).last().unwrap();
    assert_eq!((last.year(), YEARS.contains(&last.year())), (2099, true));
    assert_eq!(endless.dates(Date::MAX, Date::MAX).next(), None);
    assert_eq!(endless.dates(Date::MIN, FIRST).collect::<Vec<_>>(), [FIRST]);
}

#[test]
fn a_session_is_listed_once_whether_stored_or_not() {
    let mut community = neighbourhood();
    let between = |community: &crate::community::Community| {
        let tasks = community.tasks_between(date(2026, 12, 1), date(2026, 12, 31));
        tasks.into_iter().map(|task| (task.id, task.date)).collect::<Vec<_>>()
    };
    let before = between(&community);
    let days: Vec<_> = before.iter().map(|(_, date)| date.unwrap()).collect();
    assert_eq!(days, [2, 9, 16, 23, 30].map(|day| date(2026, 12, day)));
    let (task, occurrence) = session(date(2026, 12, 9));
    let claim = Command::ClaimRole { id: id(50), task, occurrence, role: teacher_of(task), person: MEMBER.person };
    assert_eq!(carry_out(&mut community, MEMBER, NOW, claim).len(), 4, "opened with two roles, and claimed");
    assert_eq!(between(&community), before);
    let key = crate::record::RecordKey { collection: crate::record::Collection::Tasks, id: task.0 };
    carry_out(&mut community, COORDINATOR, NOW, Command::Remove { key });
    assert_eq!(between(&community).len(), 4, "one that was taken out does not come again");
    assert_eq!(community.task(task, occurrence), None);
}

/// Both phones say something of a session that is not stored yet: what they write does not clash.
#[test]
fn two_phones_open_one_session() {
    let community = neighbourhood();
    let (task, occurrence) = session(date(2026, 12, 2));
    let (mut here, mut there) = (community.clone(), community);
    let edit = |theme| Command::EditTask { id: task, occurrence, edits: vec![TaskEdit::Theme(Some(theme))] };
    let opened = carry_out(&mut here, COORDINATOR, NOW, edit(Theme::Myth));
    let opened_there = carry_out(&mut there, COORDINATOR, NOW.plus_minutes(5), edit(Theme::Idiom));
    assert_eq!(opened[..3], opened_there[..3], "the same session with the same roles");
    assert_eq!((opened.len(), opened_there.len()), (4, 4));
}
