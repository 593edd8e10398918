//! Seats: who has a place and who waits, the same on every phone.

use proptest::prelude::*;

use super::story::{cases, id};
use crate::{
    claim::{Claim, Seat, seat},
    id::ClaimId,
    time::Timestamp,
};

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    // Few different times, so that many claims are of the same moment.
    let seated_at = prop::option::weighted(0.8, 0_i64..6);
    prop::collection::vec((0_i64..6, any::<bool>(), seated_at), 0..24).prop_map(|claims| {
        let claim = |(number, (at, withdrawn, seated_at)): (_, (_, _, Option<i64>))| Claim {
            id: id(number),
            task: id(1),
            role: id(1),
            person: id(number),
            claimed_at: Timestamp(at),
            withdrawn_at: (withdrawn && at % 2 == 0).then_some(Timestamp(9)),
            seated_at: seated_at.map(Timestamp),
            placed_at: None,
        };
        (0..).zip(claims).map(claim).collect()
    })
}

fn told(claims: &[Claim], places: u32) -> Vec<(ClaimId, Seat)> {
    seat(claims.iter().collect(), places).into_iter().map(|(claim, seat)| (claim.id, seat)).collect()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn the_order_in_which_claims_arrive_is_of_no_matter(
        (claims, shuffled) in claims().prop_flat_map(|claims| (Just(claims.clone()), Just(claims).prop_shuffle())),
        places in 0_u32..10,
    ) {
        prop_assert_eq!(told(&claims, places), told(&shuffled, places));
    }

    #[test]
    fn never_more_are_confirmed_than_there_are_places(claims in claims(), places in 0_u32..10) {
        let seats = told(&claims, places);
        let standing = claims.iter().filter(|claim| claim.stands()).count();
        prop_assert_eq!(seats.len(), standing);
        let seated = claims.iter().filter(|claim| claim.stands() && claim.seated_at.is_some()).count();
        let confirmed = seats.iter().filter(|(_, seat)| *seat == Seat::Confirmed).count();
        prop_assert_eq!(confirmed, seated.min(places as usize));
        let rest: Vec<_> = seats[confirmed..].iter().map(|(_, seat)| *seat).collect();
        let waiting = (1_u32..).take(seated - confirmed).map(Seat::Waiting);
        let expected: Vec<_> = waiting.chain(std::iter::repeat_n(Seat::Pending, standing - seated)).collect();
        prop_assert_eq!(rest, expected, "what is pending stands behind all that is seated");
        let at = |claim: ClaimId| claims.iter().find(|one| one.id == claim).unwrap().seated_at;
        let sorted = seats[..seated].is_sorted_by_key(|(claim, _)| at(*claim));
        prop_assert!(sorted, "who is seated first sits first");
    }

    #[test]
    fn a_withdrawal_promotes_the_next_and_nobody_loses(
        claims in claims(), places in 1_u32..6, choice in any::<prop::sample::Index>(),
    ) {
        let before = told(&claims, places);
        if before.is_empty() {
            return Ok(());
        }
        let (leaves, left) = before[choice.index(before.len())];
        let mut after = claims.clone();
        after.iter_mut().find(|claim| claim.id == leaves).unwrap().withdrawn_at = Some(Timestamp(10));
        let after = told(&after, places);
        prop_assert_eq!(after.len(), before.len() - 1);
        for (claim, seat) in after {
            let stood = before.iter().find(|(other, _)| *other == claim).unwrap().1;
            let expected = match (stood, left) {
                (Seat::Confirmed | Seat::Pending, _) => stood,
                (Seat::Waiting(_), Seat::Pending) => stood,
                (Seat::Waiting(1), Seat::Confirmed) => Seat::Confirmed,
                (Seat::Waiting(place), Seat::Confirmed) => Seat::Waiting(place - 1),
                (Seat::Waiting(place), Seat::Waiting(left)) => Seat::Waiting(place - u32::from(place > left)),
            };
            prop_assert_eq!(seat, expected);
        }
    }
}
