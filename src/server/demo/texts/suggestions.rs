//! The suggestions of the year, oldest first, but for the one that has a story of its own.

mod first;
mod fourth;
mod second;
mod third;

use kaifong_domain::suggestion::{Category, Source, Status};

/// A suggestion and what became of it.
pub(in crate::demo) struct Idea {
    pub(in crate::demo) category: Category,
    pub(in crate::demo) source: Source,
    /// Where it stands now.
    pub(in crate::demo) end: Status,
    pub(in crate::demo) title: &'static str,
    pub(in crate::demo) place: &'static str,
    pub(in crate::demo) text: &'static str,
    /// What was noted last, but for the raiser's agreement.
    pub(in crate::demo) outcome: &'static str,
    /// The task that was made from it, if one was.
    pub(in crate::demo) work: &'static str,
}

impl Idea {
    const fn with(self, work: &'static str) -> Self {
        Self { work, ..self }
    }
}

const fn idea(
    (category, source, end): (Category, Source, Status),
    title: &'static str,
    place: &'static str,
    text: &'static str,
    outcome: &'static str,
) -> Idea {
    Idea { category, source, end, title, place, text, outcome, work: "" }
}

/// All of them.
pub(in crate::demo) fn ideas() -> impl Iterator<Item = &'static Idea> {
    [first::IDEAS, second::IDEAS, third::IDEAS, fourth::IDEAS].into_iter().flatten()
}
