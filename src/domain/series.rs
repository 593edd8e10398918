//! Series: what comes again every week. A session is not stored until something is said of it: until
//! then it follows from the series.

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    document::YEARS,
    id::{PersonId, RoleId, SeriesId, TaskId},
    role::TaskRole,
    task::{Mode, Task, TaskKind, TaskStatus},
    time::Timestamp,
    value::LongText,
};

/// The role of those who teach a session.
pub const TEACHER: &str = "teacher";
/// The role of the children and parents who help in a session.
pub const HELPER: &str = "helper";

record! {
    /// A weekly series of sessions.
    Series(SeriesId)
    fixed {
        /// The first session's day; it also says the day of the week.
        first: Date as First,
        /// Who made it.
        created_by: PersonId as CreatedBy,
        /// When.
        created_at: Timestamp as CreatedAt,
    }
    SeriesEdit {
        /// What it is called.
        title: String as Title in 1..=80,
        /// Where.
        place: String as Place in 0..=80,
        /// Minutes after midnight at which a session begins.
        minutes: u32 as Minutes in 0..=1_439,
        /// How many minutes a session lasts.
        duration: u32 as Duration in 5..=1_440,
        /// The last day on which there can be a session.
        last: Option<Date> as Last,
        /// How many teachers a session needs.
        teachers: u32 as Teachers in 1..=20,
        /// How many helpers a session needs.
        helpers: u32 as Helpers in 1..=50,
    }
}

/// Names a session of a series that may not be stored yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Occurrence {
    /// Of which series.
    pub series: SeriesId,
    /// On which day.
    pub date: Date,
}

impl Series {
    /// The days of this series between two days, both included, in years for which there can be documents.
    pub fn dates(&self, from: Date, to: Date) -> impl Iterator<Item = Date> + use<> {
        let last = self.last.map_or(to, |last| last.min(to));
        let behind = i64::from(from.duration_since(self.first).as_hours() as i32 / 24).max(0);
        let first = self.first.checked_add(Span::new().days((behind + 6) / 7 * 7)).unwrap_or(Date::MAX);
        std::iter::successors(Some(first), |date| date.checked_add(Span::new().days(7)).ok())
            .take_while(move |date| *date <= last && YEARS.contains(&date.year()))
    }

    /// Whether there is a session on a day.
    pub fn meets_on(&self, date: Date) -> bool {
        self.dates(date, date).next() == Some(date)
    }

    /// The session on a day, as it is until something is said of it, with its roles.
    pub fn session(&self, date: Date) -> (Task, [TaskRole; 2]) {
        let id = TaskId::session(self.id, date);
        let starts_at = Timestamp::at(date, i64::from(self.minutes));
        let task = Task {
            id,
            series: Some(self.id),
            date: Some(date),
            suggestion: None,
            created_by: self.created_by,
            created_at: self.created_at,
            kind: TaskKind::Session,
            title: self.title.clone(),
            text: LongText::default(),
            place: self.place.clone(),
            building: None,
            starts_at: Some(starts_at),
            ends_at: Some(starts_at.plus_minutes(i64::from(self.duration))),
            lead: None,
            status: TaskStatus::Open,
            result: LongText::default(),
            theme: None,
            format: None,
            mode: Mode::InPerson,
        };
        let role =
            |name: &str, places| TaskRole { id: RoleId::of_session(id, name), task: id, name: name.into(), places };
        (task, [role(TEACHER, self.teachers), role(HELPER, self.helpers)])
    }
}
