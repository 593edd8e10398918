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

coded! {
    /// A team: people who are trusted with what is for nobody else. With a building that is a captaincy, which stands
    /// in the roster.
    Team {
        /// Runs the book club: knows the families and their children.
        BookClub = "book-club",
    }
}

/// The teams that somebody belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teams(u8);

impl Teams {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// These; one that this version does not know is passed over.
    pub fn of(teams: impl IntoIterator<Item = Team>) -> Self {
        Self(teams.into_iter().map(bit).fold(0, |bits, bit| bits | bit))
    }

    /// This one only.
    pub const fn of_one(team: Team) -> Self {
        Self(bit(team))
    }

    /// Whether a team is among them.
    pub fn contains(self, team: Team) -> bool {
        self.0 & bit(team) != 0
    }

    /// The teams, in the order in which people read them.
    pub fn iter(self) -> impl Iterator<Item = Team> {
        Team::ALL.iter().copied().filter(move |team| self.contains(*team))
    }

    /// Their codes, with a space between.
    pub fn codes(self) -> String {
        self.iter().map(Team::code).collect::<Vec<_>>().join(" ")
    }

    /// Reads such codes.
    pub fn from_codes(codes: &str) -> Self {
        Self::of(codes.split_whitespace().map(Team::from_code))
    }
}

/// A team's place in the set; nothing for one of a newer version.
const fn bit(team: Team) -> u8 {
    match team {
        Team::BookClub => 1,
        Team::Unknown => 0,
    }
}

/// What somebody is trusted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// In the whole community.
    pub role: AccessRole,
    /// In these teams.
    pub teams: Teams,
}

/// The person on whose behalf a device acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// Trusted with what.
    pub role: AccessRole,
    /// In which teams.
    pub teams: Teams,
}

impl Actor {
    /// Somebody who belongs to no team.
    pub const fn new(person: PersonId, role: AccessRole) -> Self {
        Self { person, role, teams: Teams::NONE }
    }

    /// What they are trusted with.
    pub fn trust(self) -> Trust {
        Trust { role: self.role, teams: self.teams }
    }

    /// The same person, trusted with this.
    pub fn trusted(self, Trust { role, teams }: Trust) -> Self {
        Self { person: self.person, role, teams }
    }

    /// Whether they coordinate the whole community.
    pub fn coordinates(self) -> bool {
        matches!(self.role, AccessRole::Admin | AccessRole::Coordinator)
    }

    /// Whether they may act for residents: captains and all who coordinate.
    pub fn captains(self) -> bool {
        self.coordinates() || self.role == AccessRole::Captain
    }

    /// Whether they are trusted with what is a team's: those who are in it, and all who coordinate. Partners and those of
    /// a newer version's role are never.
    pub fn is_of(self, team: Team) -> bool {
        let belongs = matches!(self.role, AccessRole::Captain | AccessRole::Member) && self.teams.contains(team);
        self.coordinates() || belongs
    }
}
