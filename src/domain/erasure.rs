//! Erasures: what the community's server does when somebody asks to be forgotten. The person's private document goes
//! whole; what shared documents say of them is taken out; a record of it stays, so that no phone that was away
//! and no backup brings anything of it back.

use std::collections::BTreeSet;

use crate::{
    change::Change,
    claim::{Claim, ClaimEdit},
    community::Community,
    id::{FamilyId, PersonId},
    person::{Person, PersonEdit},
    record::{Collection, RecordKey},
    time::Timestamp,
};

/// Stands where a name stood.
pub const NAMELESS: &str = "–";

record! {
    /// That a person was erased: their id is never given anything to hold again. Written by the community's server
    /// only, under the id of their card.
    Erasure(PersonId)
    fixed {}
    ErasureEdit {
        /// When.
        at: Timestamp as At,
    }
}

/// The ids under which a person's erasure is noted: their own, and their family's.
pub fn subjects(person: PersonId) -> [PersonId; 2] {
    [person, FamilyId::of(person).subject()]
}

/// What takes a person out of the roster: an empty card, which is taken out, and no captaincies.
pub fn of_roster(roster: &Community, person: PersonId) -> Vec<Change> {
    let key = RecordKey { collection: Collection::People, id: person.0 };
    let card = match (roster.people.get(&person), roster.removed.get(&key)) {
        (Some(card), _) | (None, Some(crate::record::Record::Person(card))) => card,
        _ => return vec![],
    };
    let empty = Person {
        name: NAMELESS.into(),
        unit: String::new(),
        building: None,
        groups: BTreeSet::new(),
        skills: BTreeSet::new(),
        availability: String::new(),
        about: String::new(),
        ..card.clone()
    };
    let emptied = empty.since(card).into_iter().map(|edit: PersonEdit| Change::PersonEdited(person, edit));
    let held = roster.captaincies.values().filter(|captaincy| captaincy.person == person);
    let captaincies =
        held.map(|captaincy| Change::Removed(RecordKey { collection: Collection::Captaincies, id: captaincy.id.0 }));
    let removed = (!roster.removed.contains_key(&key)).then_some(Change::Removed(key));
    emptied.chain(captaincies).chain(removed).collect()
}

/// What gives back the places that a person holds in a year's tasks that are still to come.
pub fn of_tasks(tasks: &Community, person: PersonId, now: Timestamp) -> Vec<Change> {
    let is_to_come = |claim: &&Claim| {
        let starts_at = tasks.tasks.get(&claim.task).and_then(|task| task.starts_at);
        starts_at.is_none_or(|at| at > now)
    };
    let held = tasks.claims.values().filter(|claim| claim.person == person && claim.stands());
    held.filter(is_to_come).map(|claim| Change::ClaimEdited(claim.id, ClaimEdit::WithdrawnAt(Some(now)))).collect()
}
