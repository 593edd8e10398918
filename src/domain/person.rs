//! People: cards without contact details (invariant I9).

use std::collections::BTreeSet;

use crate::{
    id::{BuildingId, PersonId},
    time::Timestamp,
};

coded! {
    /// The circles of the community a person belongs to; several at once are usual.
    Group {
        /// Reports from a city or district unit (S1).
        InService = "in-service",
        /// Teaches in the book club (S4).
        Teacher = "teacher",
        /// Belongs to the neighbours' association (S6).
        Association = "association",
        /// Works in the committee office.
        Office = "office",
        /// A property manager or a residents' committee.
        Partner = "partner",
    }
}

record! {
    /// A person's card, readable by all who are signed in.
    Person(PersonId)
    fixed {
        /// Who added the card.
        created_by: PersonId as CreatedBy,
        /// When.
        created_at: Timestamp as CreatedAt,
    }
    PersonEdit {
        /// The name.
        name: String as Name in 1..=40 => MATTERS,
        /// The employer unit that sent them.
        unit: String as Unit in 0..=80 => MATTERS,
        /// The building they live in or look after.
        building: Option<BuildingId> as Building => MATTERS,
        /// Their circles.
        groups: BTreeSet<Group> as Groups,
        /// What they can do, in their own words.
        skills: BTreeSet<String> as Skills in 0..=20,
        /// When they have time.
        availability: String as Availability in 0..=200 => MATTERS,
        /// A few words about them.
        about: String as About in 0..=400,
        /// When a community worker confirmed their check-in.
        checked_in_at: Option<Timestamp> as CheckedInAt,
    }
}
