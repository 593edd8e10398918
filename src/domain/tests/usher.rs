//! The usher: seats are given out once, in the order of receipt, whatever comes when.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::story::{cases, id};
use crate::{
    change::Change,
    claim::{Claim, Seat},
    community::Community,
    evolve::evolve,
    id::{ClaimId, RoleId},
    record::{Entry, Record},
    role::TaskRole,
    time::Timestamp,
    usher::usher,
};

fn claim(number: u128, role: u128, at: i64) -> Claim {
    Claim {
        id: id(number),
        task: id(1),
        role: id(role),
        person: id(number),
        claimed_at: Timestamp(at),
        withdrawn_at: None,
        seated_at: None,
        placed_at: None,
    }
}

/// Two roles, the first with one place and the second with two.
fn community() -> Community {
    let mut community = Community::default();
    for places in [1_u32, 2] {
        let role = TaskRole { id: id(places.into()), task: id(1), name: "role".into(), places };
        community.put(Entry::plain(role, false));
    }
    community
}

/// What comes to the server, and when.
#[derive(Clone, Debug)]
enum Arrival {
    Claimed(u128, i64),
    Withdrawn(usize),
    Restored(usize),
    TakenOut(usize),
    Places(u32),
    /// The usher is at work, this long after the last time; the clock may have gone back.
    Seated(i64),
}

fn arrivals() -> impl Strategy<Value = Vec<Arrival>> {
    let arrival = prop_oneof![
        6 => (1_u128..3, 0_i64..9).prop_map(|(role, at)| Arrival::Claimed(role, at)),
        2 => any::<usize>().prop_map(Arrival::Withdrawn),
        2 => any::<usize>().prop_map(Arrival::Restored),
        1 => any::<usize>().prop_map(Arrival::TakenOut),
        1 => (1_u32..4).prop_map(Arrival::Places),
        4 => (-5_i64..20).prop_map(Arrival::Seated),
    ];
    prop::collection::vec(arrival, 0..60)
}

fn put(community: &mut Community, claim: Claim, removed: bool) {
    community.put(Entry::plain(claim, removed));
}

fn some_claim(community: &Community, number: usize) -> Option<Claim> {
    let index = number.checked_rem(community.claims.len())?;
    community.claims.values().nth(index).cloned()
}

/// What has arrived is there.
fn arrive(community: &mut Community, number: u128, arrival: &Arrival) {
    match *arrival {
        Arrival::Claimed(role, at) => put(community, claim(number, role, at), false),
        Arrival::Withdrawn(which) => {
            let withdrawn =
                some_claim(community, which).map(|claim| Claim { withdrawn_at: Some(Timestamp(9)), ..claim });
            withdrawn.into_iter().for_each(|claim| put(community, claim, false));
        }
        Arrival::Restored(which) => {
            let restored = some_claim(community, which).map(|claim| Claim { withdrawn_at: None, ..claim });
            restored.into_iter().for_each(|claim| put(community, claim, false));
        }
        Arrival::TakenOut(which) => {
            some_claim(community, which).into_iter().for_each(|claim| put(community, claim, true));
        }
        Arrival::Places(places) => {
            let role = TaskRole { id: id(1), task: id(1), name: "role".into(), places };
            community.put(Entry::plain(role, false));
        }
        Arrival::Seated(_) => {}
    }
}

fn seat(community: &mut Community, now: i64) -> Vec<Change> {
    let changes = usher(community, Timestamp(now));
    changes.iter().for_each(|change| evolve(community, change));
    changes
}

fn seats(community: &Community, role: u128) -> Vec<(ClaimId, Seat)> {
    let role = &community.roles[&id::<RoleId>(role)];
    community.seats(role).into_iter().map(|(claim, seat)| (claim.id, seat)).collect()
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn every_claim_has_one_seat_and_keeps_it(arrivals in arrivals()) {
        let (mut community, mut now) = (community(), 100);
        for (number, arrival) in (0_u128..).zip(arrivals) {
            arrive(&mut community, number, &arrival);
            let Arrival::Seated(later) = arrival else { continue };
            now += later;
            let before: BTreeMap<_, _> = community.claims.values().map(|claim| (claim.id, claim.clone())).collect();
            seat(&mut community, now);
            prop_assert_eq!(usher(&community, Timestamp(now + 7)), vec![], "the usher has nothing more to write");
            for claim in community.claims.values() {
                prop_assert_eq!(claim.seated_at.is_some(), claim.stands());
                let kept = before.get(&claim.id).and_then(|claim| claim.seated_at).filter(|_| claim.stands());
                prop_assert!(kept.is_none() || kept == claim.seated_at, "nobody is moved to another seat");
            }
            for role in community.roles.values() {
                let id = &role.id;
                let standing: Vec<_> = community.seats(role);
                let taken: BTreeSet<_> = standing.iter().map(|(claim, _)| claim.seated_at).collect();
                prop_assert_eq!(taken.len(), standing.len(), "no two have the same seat in {}", id);
                for (claim, seat) in standing {
                    prop_assert_eq!(claim.placed_at.is_some(), seat == Seat::Confirmed);
                }
            }
            let gone = community.removed.values().filter_map(|record| match record {
                Record::Claim(claim) => claim.seated_at,
                _ => None,
            });
            prop_assert_eq!(gone.count(), 0);
        }
    }

    #[test]
    fn who_is_received_first_sits_first(
        claims in prop::collection::vec((1_u128..3, 0_i64..9, 0_u8..4), 1..20),
        shuffle in any::<prop::sample::Index>(),
    ) {
        // In batch after batch; within one, nobody knows who was first, and the time of the claim counts.
        let (mut straight, mut turned) = (community(), community());
        for batch in 0..4 {
            let mut these: Vec<Claim> = (0..).zip(&claims).filter(|(_, claim)| claim.2 == batch)
                .map(|(number, (role, at, _))| claim(number, *role, *at)).collect();
            these.iter().for_each(|claim| put(&mut straight, claim.clone(), false));
            let middle = shuffle.index(these.len() + 1);
            these.rotate_left(middle);
            these.into_iter().for_each(|claim| put(&mut turned, claim, false));
            seat(&mut straight, i64::from(batch) * 10);
            seat(&mut turned, i64::from(batch) * 10);
        }
        prop_assert_eq!(&straight, &turned);
        for role in 1..3 {
            let order = |(claim, _): &(ClaimId, Seat)| {
                let (_, at, batch) = claims[claim.0.as_u128() as usize];
                (batch, at, *claim)
            };
            prop_assert!(seats(&straight, role).is_sorted_by_key(order));
        }
    }
}

#[test]
fn a_withdrawal_promotes_the_next_and_who_comes_back_stands_last() {
    let mut community = community();
    for number in 1..4 {
        put(&mut community, claim(number, 1, number as i64), false);
        seat(&mut community, 10 * number as i64);
    }
    let [one, two, three] = [1, 2, 3].map(id::<ClaimId>);
    assert_eq!(seats(&community, 1), [(one, Seat::Confirmed), (two, Seat::Waiting(1)), (three, Seat::Waiting(2))]);
    assert!(community.claims.values().all(|claim| claim.promoted_at().is_none()));

    let left = Claim { withdrawn_at: Some(Timestamp(40)), ..community.claims[&one].clone() };
    put(&mut community, left.clone(), false);
    seat(&mut community, 50);
    assert_eq!(seats(&community, 1), [(two, Seat::Confirmed), (three, Seat::Waiting(1))]);
    assert_eq!(community.claims[&two].promoted_at(), Some(Timestamp(50)));

    let back = Claim { withdrawn_at: None, ..community.claims[&one].clone() };
    put(&mut community, back, false);
    assert_eq!(seats(&community, 1)[2], (one, Seat::Pending));
    seat(&mut community, 60);
    assert_eq!(seats(&community, 1), [(two, Seat::Confirmed), (three, Seat::Waiting(1)), (one, Seat::Waiting(2))]);

    // Who comes back before the server has heard of it has never been away.
    let mut same = self::community();
    put(&mut same, Claim { withdrawn_at: None, ..left }, false);
    assert_eq!(seats(&same, 1), [(one, Seat::Confirmed)]);
}

#[test]
fn more_places_promote_and_fewer_put_back() {
    let mut community = community();
    for number in 1..4 {
        put(&mut community, claim(number, 1, number as i64), false);
    }
    seat(&mut community, 10);
    arrive(&mut community, 0, &Arrival::Places(2));
    seat(&mut community, 20);
    assert_eq!(community.claims[&id(2)].promoted_at(), Some(Timestamp(20)));
    arrive(&mut community, 0, &Arrival::Places(1));
    seat(&mut community, 30);
    assert_eq!(community.claims[&id(2)].promoted_at(), None);
    assert_eq!(seats(&community, 1)[1], (id(2), Seat::Waiting(1)));
    arrive(&mut community, 0, &Arrival::Places(3));
    seat(&mut community, 40);
    assert_eq!(community.claims[&id(2)].promoted_at(), Some(Timestamp(40)), "and told again");
}

#[test]
fn a_seat_given_twice_by_a_server_that_was_set_back_is_told_apart() {
    let mut community = community();
    for number in 1..4 {
        put(&mut community, Claim { seated_at: Some(Timestamp(10)), ..claim(number, 2, -(number as i64)) }, false);
    }
    seat(&mut community, 5);
    let seats: Vec<_> = seats(&community, 2);
    assert_eq!(seats, [(id(3), Seat::Confirmed), (id(2), Seat::Confirmed), (id(1), Seat::Waiting(1))]);
    assert_eq!(community.claims[&id(1)].seated_at, Some(Timestamp(12)));
    assert_eq!(usher(&community, Timestamp(6)), vec![]);
}
