//! Activities of the past year and of the coming weeks.

mod coming;
mod past;

/// An activity as it is announced, and what came of it.
pub(in crate::demo) struct Activity {
    pub(in crate::demo) when: When,
    /// How many days before it was announced, if not the usual two weeks or so.
    pub(in crate::demo) notice: Option<i64>,
    /// Held on the next Saturday or Sunday instead.
    pub(in crate::demo) weekend: bool,
    /// Minutes after midnight.
    pub(in crate::demo) start: i64,
    /// Minutes.
    pub(in crate::demo) lasts: i64,
    pub(in crate::demo) title: &'static str,
    pub(in crate::demo) text: &'static str,
    pub(in crate::demo) place: &'static str,
    pub(in crate::demo) at_a_building: bool,
    pub(in crate::demo) roles: &'static [(&'static str, u32)],
    /// How many in a hundred places are claimed.
    pub(in crate::demo) rush: usize,
    pub(in crate::demo) result: &'static str,
}

/// On which day.
#[derive(Clone, Copy)]
pub(in crate::demo) enum When {
    /// In so many days from today.
    In(i64),
    /// On this day of every year.
    Each { month: i8, day: i8 },
}

/// All of them.
pub(in crate::demo) fn all() -> impl Iterator<Item = &'static Activity> {
    past::PAST.iter().chain(coming::COMING)
}
