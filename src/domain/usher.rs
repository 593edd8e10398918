//! The usher: the community's server, which gives every claim its seat.
//!
//! Two phones can't agree on who came first, the server that both reach can: a claim is *pending* until
//! the server has received it and written its seat, then it has a place or waits for one, the same on
//! every phone. What the usher writes follows from the documents and the clock alone. So it may be asked
//! again at any time, also after a restart: where everything is as it should be, it writes nothing.
//!
//! A seat is the moment of receipt, not a count. A server that was restored from an old backup does not
//! know of the seats that it gave out since; by its clock it can't give one of them to somebody else, and
//! those that come back with the phones stand where they stood.

use std::collections::BTreeMap;

use crate::{
    change::Change,
    claim::{Claim, ClaimEdit},
    community::Community,
    id::{ClaimId, RoleId},
    record::Record,
    time::Timestamp,
};

/// What the usher writes now, so that
/// - every standing claim has a seat that no other of its role has, those that it sees for the first time
///   behind all others, and among each other in the order in which they were made;
/// - every claim within its role's places is marked as placed, and no other is;
/// - a claim that was withdrawn or taken out has no seat: restored, it stands at the end.
pub fn usher(community: &Community, now: Timestamp) -> Vec<Change> {
    let gone = community.removed.values().filter_map(|record| match record {
        Record::Claim(claim) => Some(claim),
        _ => None,
    });
    let withdrawn = community.claims.values().filter(|claim| !claim.stands());
    let mut changes: Vec<Change> = gone.chain(withdrawn).flat_map(|claim| marked(claim, None, None)).collect();
    let mut roles: BTreeMap<RoleId, Vec<&Claim>> = BTreeMap::new();
    for claim in community.claims.values().filter(|claim| claim.stands()) {
        roles.entry(claim.role).or_default().push(claim);
    }
    for (role, mut claims) in roles {
        claims.sort_by_key(|claim| claim.order());
        let places = community.roles.get(&role).map_or(0, |role| role.places);
        let mut last = None;
        for (ahead, claim) in (0_u32..).zip(claims) {
            let seated = match (claim.seated_at, last) {
                (Some(seated), Some(last)) => seated.max(after(Some(last), seated)),
                (Some(seated), None) => seated,
                (None, last) => after(last, now),
            };
            last = Some(seated);
            let placed = match (ahead < places, claim.placed_at) {
                (false, _) => None,
                (true, Some(placed)) => Some(placed),
                (true, None) if claim.seated_at.is_none() => Some(seated),
                (true, None) => Some(after(Some(seated), now)),
            };
            changes.extend(marked(claim, Some(seated), placed));
        }
    }
    changes
}

/// Now, or, if the clock has gone back, right after another moment.
fn after(other: Option<Timestamp>, now: Timestamp) -> Timestamp {
    other.map_or(now, |other| now.max(Timestamp(other.0.saturating_add(1))))
}

/// What is to be written so that a claim has these marks.
fn marked(claim: &Claim, seated: Option<Timestamp>, placed: Option<Timestamp>) -> impl Iterator<Item = Change> + use<> {
    let edit = |id: ClaimId, edit| Change::ClaimEdited(id, edit);
    let seat = (claim.seated_at != seated).then(|| edit(claim.id, ClaimEdit::SeatedAt(seated)));
    let place = (claim.placed_at != placed).then(|| edit(claim.id, ClaimEdit::PlacedAt(placed)));
    seat.into_iter().chain(place)
}
