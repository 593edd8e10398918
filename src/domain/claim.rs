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
        /// When the community's server received it: its seat, no two of one role alike. Written by the
        /// usher only; none while the claim is pending.
        seated_at: Option<Timestamp> as SeatedAt,
        /// When it got a place. Written by the usher only; none while the claim waits for one.
        placed_at: Option<Timestamp> as PlacedAt,
    }
}

impl Claim {
    /// Whether it still stands.
    pub fn stands(&self) -> bool {
        self.withdrawn_at.is_none()
    }

    /// When it moved up from the waiting list to a place, if it did.
    pub fn promoted_at(&self) -> Option<Timestamp> {
        self.placed_at.filter(|placed| self.stands() && self.seated_at.is_some_and(|seated| seated < *placed))
    }

    /// The order of a role's standing claims: as they were seated, then, as nobody knows better, as they
    /// were made.
    pub fn order(&self) -> impl Ord + use<> {
        (self.seated_at.is_none(), self.seated_at, self.claimed_at, self.id)
    }
}

/// What a standing claim has come to. The better comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Seat {
    /// It has a place.
    Confirmed,
    /// The community's server has not seated it yet.
    Pending,
    /// It is this far from a place: 1 is next.
    Waiting(u32),
}

impl Seat {
    /// The seat of a claim with so many standing claims before it.
    pub(crate) fn of(claim: &Claim, ahead: u32, places: u32) -> Self {
        match (claim.seated_at, ahead.checked_sub(places)) {
            (None, _) => Self::Pending,
            (Some(_), None) => Self::Confirmed,
            (Some(_), Some(behind)) => Self::Waiting(behind + 1),
        }
    }
}

/// Seats the standing claims of one role, the same everywhere.
pub fn seat(mut claims: Vec<&Claim>, places: u32) -> Vec<(&Claim, Seat)> {
    claims.retain(|claim| claim.stands());
    claims.sort_by_key(|claim| claim.order());
    (0_u32..).zip(claims).map(|(ahead, claim)| (claim, Seat::of(claim, ahead, places))).collect()
}
