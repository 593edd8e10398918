//! Seatings: how full every task is and where one stands in it, told for all tasks in one pass, so
//! that a list of hundreds need not look through thousands of claims for each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    claim::{Claim, Seat},
    community::Community,
    id::{PersonId, RoleId, TaskId},
    series::Series,
};

/// How full a task is, all its roles together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Seating {
    /// Places there are.
    pub places: u32,
    /// Places that are taken.
    pub taken: u32,
    /// Claims that the community's server has not seated yet.
    pub pending: u32,
    /// Claims that wait for a place.
    pub waiting: u32,
    /// What one's own claims have come to: the best of them.
    pub mine: Option<Seat>,
}

/// The standing claims of one role.
#[derive(Clone, Copy, Default)]
struct Standing {
    seated: u32,
    pending: u32,
}

impl Seating {
    /// Whether somebody is still wanted, as far as one can know.
    pub fn is_open(self) -> bool {
        self.taken.saturating_add(self.pending) < self.places
    }

    fn add(&mut self, places: u32, Standing { seated, pending }: Standing, mine: Option<Seat>) {
        self.places = self.places.saturating_add(places);
        self.taken = self.taken.saturating_add(seated.min(places));
        self.pending = self.pending.saturating_add(pending);
        self.waiting = self.waiting.saturating_add(seated.saturating_sub(places));
        self.mine = self.mine.into_iter().chain(mine).min();
    }
}

impl Series {
    /// How full a session is of which nothing has been said yet.
    pub fn seating(&self) -> Seating {
        Seating { places: self.teachers.saturating_add(self.helpers), ..Seating::default() }
    }
}

impl Community {
    /// How full every stored task with roles is, and where `person` stands: the same seats as
    /// [`Community::seats`] gives role by role.
    pub fn seatings(&self, person: Option<PersonId>) -> BTreeMap<TaskId, Seating> {
        let mut standing: BTreeMap<RoleId, Standing> = BTreeMap::new();
        let mut own: BTreeMap<RoleId, &Claim> = BTreeMap::new();
        for claim in self.claims.values().filter(|claim| claim.stands()) {
            let standing = standing.entry(claim.role).or_default();
            *(if claim.seated_at.is_some() { &mut standing.seated } else { &mut standing.pending }) += 1;
            if Some(claim.person) == person {
                let first = own.entry(claim.role).or_insert(claim);
                if claim.order() < first.order() {
                    *first = claim;
                }
            }
        }
        let mut ahead: BTreeMap<RoleId, u32> = own.keys().map(|role| (*role, 0)).collect();
        for claim in self.claims.values().filter(|claim| !own.is_empty() && claim.stands()) {
            if own.get(&claim.role).is_some_and(|mine| claim.order() < mine.order()) {
                *ahead.entry(claim.role).or_default() += 1;
            }
        }
        let mut seatings: BTreeMap<TaskId, Seating> = BTreeMap::new();
        for role in self.roles.values() {
            let claims = standing.get(&role.id).copied().unwrap_or_default();
            let mine = own.get(&role.id).zip(ahead.get(&role.id));
            let mine = mine.map(|(claim, ahead)| Seat::of(claim, *ahead, role.places));
            seatings.entry(role.task).or_default().add(role.places, claims, mine);
        }
        seatings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{id::ClaimId, record::Entry, role::TaskRole, time::Timestamp};
    use uuid::Uuid;

    fn id<T: From<Uuid>>(number: u128) -> T {
        Uuid::from_u128(number).into()
    }

    /// Two roles of one task, with `places`, and claims as (role, person, when, withdrawn); a claim of
    /// the moment 0 or later is seated.
    fn community(places: [u32; 2], claims: &[(u128, u128, i64, bool)]) -> Community {
        let mut community = Community::default();
        let mut put = |record: crate::record::Record| community.put(Entry::plain(record, false));
        for (number, places) in (0..).zip(places) {
            put(TaskRole { id: id(number), task: id(9), name: "role".into(), places }.into());
        }
        for (number, (role, person, at, withdrawn)) in (0..).zip(claims) {
            let withdrawn_at = withdrawn.then_some(Timestamp(99));
            let seated_at = (*at >= 0).then_some(Timestamp(*at));
            let (role, person, claimed_at) = (id(*role), id(*person), Timestamp(*at));
            let claim_id: ClaimId = id(number);
            let placed_at = None;
            put(Claim { id: claim_id, task: id(9), role, person, claimed_at, withdrawn_at, seated_at, placed_at }
                .into());
        }
        community
    }

    #[test]
    fn seatings_agree_with_the_seats_of_each_role() {
        let seated = [(0, 1, 5, false), (0, 2, 4, false), (0, 3, 3, true), (1, 1, 7, false), (1, 4, 6, false)];
        let claims = [&seated[..], &[(0, 4, -2, false), (1, 5, -3, false)]].concat();
        for places in [[1, 1], [2, 1], [1, 2], [5, 5]] {
            let community = community(places, &claims);
            for person in 1..=5_u128 {
                let seats = community.roles.values().flat_map(|role| community.seats(role));
                let mine = seats.filter(|(claim, _)| claim.person == id(person)).map(|(_, seat)| seat).min();
                let seating = community.seatings(Some(id(person)))[&id(9)];
                assert_eq!(seating.mine, mine, "person {person} with places {places:?}");
                assert_eq!((seating.taken + seating.waiting, seating.pending), (4, 2));
                assert_eq!(seating.places, places[0] + places[1]);
            }
        }
    }

    #[test]
    fn a_task_is_open_while_a_place_is_free() {
        let full = community([1, 1], &[(0, 1, 1, false), (0, 2, 2, false), (1, 3, 3, false)]).seatings(None)[&id(9)];
        assert_eq!((full.taken, full.waiting, full.is_open(), full.mine), (2, 1, false, None));
        let pending = [(0, 1, 1, false), (0, 2, 2, false), (1, 3, -1, false)];
        let pending = community([1, 1], &pending).seatings(None)[&id(9)];
        assert_eq!((pending.taken, pending.pending, pending.waiting, pending.is_open()), (1, 1, 1, false));
        let free = community([1, 2], &[(0, 1, 1, false), (0, 2, 2, false), (1, 3, 3, false)]).seatings(None)[&id(9)];
        assert_eq!((free.taken, free.waiting, free.is_open()), (2, 1, true));
    }
}
