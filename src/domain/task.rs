//! Tasks: everything that people do together at some time, from a clean-up to a weekly class.

use jiff::civil::Date;

use crate::{
    id::{BuildingId, PersonId, SeriesId, SuggestionId},
    time::Timestamp,
    value::LongText,
};

coded! {
    /// What kind of task it is.
    TaskKind {
        /// A one-off activity (S2).
        Activity = "activity",
        /// One session of a series (S4).
        Session = "session",
        /// A standing duty (S1).
        Post = "post",
        /// A dated duty on a roster (S5).
        Duty = "duty",
        /// Work that came out of a suggestion (S8).
        Work = "work",
    }
}

coded! {
    /// How far a task is.
    TaskStatus {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Called off.
        Cancelled = "cancelled",
    }
}

coded! {
    /// What a book-club session is about.
    Theme {
        /// An idiom.
        Idiom = "idiom",
        /// A festival.
        Festival = "festival",
        /// Somebody's life.
        Biography = "biography",
        /// A myth.
        Myth = "myth",
    }
}

coded! {
    /// How a book-club session is played.
    Format {
        /// A costume play.
        Play = "play",
        /// Shadow puppets.
        Puppets = "puppets",
        /// A picture book.
        PictureBook = "picture-book",
    }
}

coded! {
    /// Where people meet.
    Mode {
        /// In one room.
        InPerson = "in-person",
        /// Each at home.
        Online = "online",
    }
}

record! {
    /// Something to be done together.
    Task(TaskId)
    fixed {
        /// The series it is a session of.
        series: Option<SeriesId> as Series,
        /// The day in the series.
        date: Option<Date> as Date,
        /// The suggestion it came from.
        suggestion: Option<SuggestionId> as Suggestion,
        /// Who made it.
        created_by: PersonId as CreatedBy,
        /// When.
        created_at: Timestamp as CreatedAt,
    }
    TaskEdit {
        /// What kind.
        kind: TaskKind as Kind => MATTERS,
        /// What it is called.
        title: String as Title in 1..=80 => MATTERS,
        /// What it is about.
        text: LongText as Text in 0..=4_000,
        /// Where.
        place: String as Place in 0..=80 => MATTERS,
        /// At which building.
        building: Option<BuildingId> as Building => MATTERS,
        /// When it begins; a standing duty has no beginning.
        starts_at: Option<Timestamp> as StartsAt => MATTERS,
        /// When it ends.
        ends_at: Option<Timestamp> as EndsAt => MATTERS,
        /// Who leads it.
        lead: Option<PersonId> as Lead => MATTERS,
        /// How far it is.
        status: TaskStatus as Status => MATTERS,
        /// What came of it.
        result: LongText as Result in 0..=4_000,
        /// What a session is about.
        theme: Option<Theme> as Theme,
        /// How a session is played.
        format: Option<Format> as Format,
        /// Where people meet.
        mode: Mode as Mode => MATTERS,
    }
}

impl Task {
    /// The year whose document holds the task: fixed for its life.
    pub fn year(&self) -> i16 {
        self.date.unwrap_or_else(|| self.created_at.date()).year()
    }
}
