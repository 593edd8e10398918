//! Claims: a person takes a place in a role.

use serde::{Deserialize, Serialize};

use crate::{
    id::{PersonId, RoleId, TaskId},
    time::Timestamp,
};

record! {
    /// One person's claim to a place. Made apart on two phones, both claims stay: who has a place
    /// and who waits is told from all claims together, see [`Seat`].
    Claim(ClaimId)
    fixed {
        /// In which task.
        task: TaskId as Task,
        /// To which role.
        role: RoleId as Role,
        /// For whom.
        person: PersonId as Person,
        /// When.
        claimed_at: Timestamp as ClaimedAt,
    }
    ClaimEdit {
        /// When it was withdrawn, if it was.
        withdrawn_at: Option<Timestamp> as WithdrawnAt,
    }
}

impl Claim {
    /// Whether it still stands.
    pub fn stands(&self) -> bool {
        self.withdrawn_at.is_none()
    }
}

/// What a standing claim has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Seat {
    /// It has a place.
    Confirmed,
    /// It is this far from a place: 1 is next.
    Waiting(u32),
}

/// Seats the standing claims of one role, the same everywhere: by time of claim, then by id.
pub fn seat(mut claims: Vec<&Claim>, places: u32) -> Vec<(&Claim, Seat)> {
    claims.retain(|claim| claim.stands());
    claims.sort_by_key(|claim| (claim.claimed_at, claim.id));
    let seats = (0_u32..).map(|index| match index.checked_sub(places) {
        None => Seat::Confirmed,
        Some(behind) => Seat::Waiting(behind + 1),
    });
    claims.into_iter().zip(seats).collect()
}
