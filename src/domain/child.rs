//! Children of the book club's families: a first name and an age band, no more.

use crate::id::FamilyId;

/// The most children that a family can have.
pub const MOST_CHILDREN: usize = 12;

coded! {
    /// About how old a child is. A date of birth is nobody's business.
    AgeBand {
        /// Younger than four.
        Under4 = "under-4",
        /// Four or five.
        From4 = "4-5",
        /// Six or seven.
        From6 = "6-7",
        /// Eight or older.
        From8 = "8-up",
    }
}

record! {
    /// A child.
    Child(ChildId)
    fixed {
        /// Of which family.
        family: FamilyId as Family,
    }
    ChildEdit {
        /// The first name, or what the child is called at home.
        name: String as Name in 1..=20 => MATTERS,
        /// About how old.
        age: AgeBand as Age => MATTERS,
    }
}
