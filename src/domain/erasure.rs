//! Erasures: what the community's server does when somebody asks to be forgotten. The person's private document goes
//! whole; what shared documents say of them is taken out; a record of it stays, so that no phone that was away
//! and no backup brings anything of it back.

use std::collections::BTreeSet;

use crate::{
    captaincy::Captaincy,
    change::Change,
    claim::{Claim, ClaimEdit},
    community::Community,
    endorsement::{Endorsement, EndorsementEdit},
    id::{CaptaincyId, FamilyId, PersonId},
    person::{Person, PersonEdit},
    record::{Collection, Record, RecordKey},
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

/// What takes a person out of the roster: an empty card, which is taken out, no captaincies, and nothing that others said
/// for these or they for others'.
pub fn of_roster(roster: &Community, person: PersonId) -> Vec<Change> {
    let of_card = card_of(roster, person).map(|(card, is_gone)| of_card(card, is_gone)).unwrap_or_default();
    let is_theirs = |captaincy: CaptaincyId| match captaincy_of(roster, captaincy) {
        Some(captaincy) => captaincy.person == person,
        None => false,
    };
    let held = roster.captaincies.values().filter(|captaincy| captaincy.person == person);
    let captaincies =
        held.map(|captaincy| Change::Removed(RecordKey { collection: Collection::Captaincies, id: captaincy.id.0 }));
    let gone = roster.removed.values().filter_map(|record| match record {
        Record::Endorsement(endorsement) => Some((endorsement, true)),
        _ => None,
    });
    let said = roster.endorsements.values().map(|endorsement| (endorsement, false)).chain(gone);
    let said = said.filter(|(endorsement, _)| endorsement.by == person || is_theirs(endorsement.captaincy));
    let endorsements = said.flat_map(|(endorsement, is_gone)| of_endorsement(endorsement, is_gone));
    captaincies.chain(endorsements).chain(of_card).collect()
}

/// Whom a record of the roster, or an erasure, is of or by: of whom [`of_roster`] is to be asked when it comes.
pub fn concerned(roster: &Community, record: &Record) -> Vec<PersonId> {
    match record {
        Record::Person(card) => vec![card.id],
        Record::Captaincy(captaincy) => vec![captaincy.person],
        Record::Endorsement(endorsement) => {
            let of = captaincy_of(roster, endorsement.captaincy).map(|captaincy| captaincy.person);
            of.into_iter().chain([endorsement.by]).collect()
        }
        Record::Erasure(erasure) => vec![erasure.id],
        _ => vec![],
    }
}

fn card_of(roster: &Community, person: PersonId) -> Option<(&Person, bool)> {
    let key = RecordKey { collection: Collection::People, id: person.0 };
    match (roster.people.get(&person), roster.removed.get(&key)) {
        (Some(card), _) => Some((card, false)),
        (None, Some(Record::Person(card))) => Some((card, true)),
        _ => None,
    }
}

fn captaincy_of(roster: &Community, id: CaptaincyId) -> Option<&Captaincy> {
    let key = RecordKey { collection: Collection::Captaincies, id: id.0 };
    match (roster.captaincies.get(&id), roster.removed.get(&key)) {
        (Some(captaincy), _) | (None, Some(Record::Captaincy(captaincy))) => Some(captaincy),
        _ => None,
    }
}

fn of_card(card: &Person, is_gone: bool) -> Vec<Change> {
    let key = RecordKey { collection: Collection::People, id: card.id.0 };
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
    let emptied = empty.since(card).into_iter().map(|edit: PersonEdit| Change::PersonEdited(card.id, edit));
    emptied.chain((!is_gone).then_some(Change::Removed(key))).collect()
}

fn of_endorsement(endorsement: &Endorsement, is_gone: bool) -> impl Iterator<Item = Change> + use<> {
    let key = RecordKey { collection: Collection::Endorsements, id: endorsement.id.0 };
    let blank = EndorsementEdit::Note(String::new());
    let emptied = (!endorsement.note.is_empty()).then_some(Change::EndorsementEdited(endorsement.id, blank));
    emptied.into_iter().chain((!is_gone).then_some(Change::Removed(key)))
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
