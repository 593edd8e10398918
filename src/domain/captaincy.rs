//! Block captains (S5).

use crate::{
    id::{BuildingId, PersonId},
    time::Timestamp,
};

coded! {
    /// How far a captaincy has come.
    Level {
        /// On the way.
        Candidate = "candidate",
        /// A captain.
        Formal = "formal",
        /// A captain whom the other captains look to.
        Core = "core",
    }
}

impl Captaincy {
    /// Whether they are a captain, and not on the way to it.
    pub fn is_appointed(&self) -> bool {
        matches!(self.level, Level::Formal | Level::Core)
    }
}

record! {
    /// A person is captain of a building.
    Captaincy(CaptaincyId)
    fixed {
        /// Who.
        person: PersonId as Person,
        /// Of which building.
        building: BuildingId as Building,
        /// Since when.
        since: Timestamp as Since,
    }
    CaptaincyEdit {
        /// How far.
        level: Level as Level => MATTERS,
    }
}
