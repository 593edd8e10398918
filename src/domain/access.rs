//! Who is asking.

use serde::{Deserialize, Serialize};

use crate::id::PersonId;

coded! {
    /// What a person is trusted with in the whole community (role-based access).
    AccessRole {
        /// Runs the installation.
        Admin = "admin",
        /// The committee office: coordinates everything.
        Coordinator = "coordinator",
        /// A block captain.
        Captain = "captain",
        /// A volunteer.
        Member = "member",
        /// A property manager or a residents' committee: sits at the table on suggestions.
        Partner = "partner",
    }
}

/// The person on whose behalf a device acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// Trusted with what.
    pub role: AccessRole,
}

impl Actor {
    /// Whether they coordinate the whole community.
    pub fn coordinates(self) -> bool {
        matches!(self.role, AccessRole::Admin | AccessRole::Coordinator)
    }

    /// Whether they may act for residents: captains and all who coordinate.
    pub fn captains(self) -> bool {
        self.coordinates() || self.role == AccessRole::Captain
    }
}
