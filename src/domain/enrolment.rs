//! Enrolments: a child comes to the book club, to all sessions of a series or to one.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    id::{ChildId, EnrolmentId, FamilyId, SeriesId},
    time::Timestamp,
};

record! {
    /// A child's enrolment. Made apart on two phones it is one: see [`EnrolmentId::of`].
    Enrolment(EnrolmentId)
    fixed {
        /// Of which family.
        family: FamilyId as Family,
        /// Of which child.
        child: ChildId as Child,
        /// To which series.
        series: SeriesId as Series,
        /// To which of its sessions only; to all, if there is none.
        date: Option<Date> as Date,
        /// Since when.
        since: Timestamp as Since,
    }
    EnrolmentEdit {
        /// When it was ended, if it was.
        withdrawn_at: Option<Timestamp> as WithdrawnAt,
    }
}

impl Enrolment {
    /// Whether it still stands.
    pub fn stands(&self) -> bool {
        self.withdrawn_at.is_none()
    }

    /// Whether it is for the session on a day.
    pub fn is_for(&self, series: SeriesId, date: Date) -> bool {
        self.series == series && self.date.is_none_or(|only| only == date)
    }
}

impl EnrolmentId {
    /// A child's enrolment to a series, or to one session: the same on every phone.
    pub fn of(child: ChildId, series: SeriesId, date: Option<Date>) -> Self {
        let session = date.map_or_else(|| "all".to_owned(), |date| date.to_string());
        Self(Uuid::new_v5(&child.0, format!("{series} {session}").as_bytes()))
    }
}
