//! Commands about the community's card, its buildings, people and captains.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    Context, Decision,
    check::{Place, drafted, edited, found, permitted, place, refers},
};
use crate::{
    building::{Building, BuildingEdit, Estate, EstateEdit},
    captaincy::{Captaincy, CaptaincyEdit, Level},
    change::Change,
    contact::{Contact, ContactEdit},
    document::DocumentKind,
    field::Field,
    id::{BuildingId, CaptaincyId, EstateId, PersonId, ProfileId},
    person::{Person, PersonEdit},
    policy::Deed,
    profile::{Profile, ProfileEdit},
    record::{Collection, Record, RecordKey},
    refusal::Refusal,
};

type Decided = Result<Decision, Refusal>;

fn commons(changes: Vec<Change>) -> Decision {
    Decision { document: DocumentKind::Commons, changes }
}

fn roster(changes: Vec<Change>) -> Decision {
    Decision { document: DocumentKind::Roster, changes }
}

pub(super) fn write_profile(context: Context<'_>, edits: Vec<ProfileEdit>) -> Decided {
    let blank = Profile { id: ProfileId(Uuid::nil()), name: String::new(), about: String::new() };
    let before = context.community.card();
    let profile = drafted!(before.cloned().unwrap_or(blank), edits);
    if before == Some(&profile) {
        return Ok(commons(vec![]));
    }
    let key = Record::from(profile.clone()).key();
    let gone = context.community.removed.contains_key(&key);
    let restored = gone.then_some(Change::Restored(key));
    Ok(commons([Change::ProfileWritten(profile)].into_iter().chain(restored).collect()))
}

pub(super) fn add_estate(context: Context<'_>, id: EstateId, edits: Vec<EstateEdit>) -> Decided {
    let estate = drafted!(Estate { id, name: String::new() }, edits);
    let record = Record::from(estate.clone());
    Ok(commons(match place(context.community, &record, |other| *other == record)? {
        Place::Free => vec![Change::EstateAdded(estate)],
        Place::Same(_) => vec![],
    }))
}

pub(super) fn add_building(
    context: Context<'_>,
    id: BuildingId,
    estate: EstateId,
    edits: Vec<BuildingEdit>,
) -> Decided {
    refers(context.community, Collection::Estates, Some(estate.0))?;
    let building = drafted!(Building { id, estate, name: String::new(), households: 0 }, edits);
    let record = Record::from(building.clone());
    Ok(commons(match place(context.community, &record, |other| *other == record)? {
        Place::Free => vec![Change::BuildingAdded(building)],
        Place::Same(_) => vec![],
    }))
}

pub(super) fn add_person(context: Context<'_>, id: PersonId, edits: Vec<PersonEdit>) -> Decided {
    let person = Person {
        id,
        created_by: context.actor.person,
        created_at: context.now,
        name: String::new(),
        unit: String::new(),
        building: None,
        groups: BTreeSet::new(),
        skills: BTreeSet::new(),
        availability: String::new(),
        about: String::new(),
        checked_in_at: None,
    };
    let person = drafted!(person, edits);
    refers(context.community, Collection::Buildings, person.building.map(|building| building.0))?;
    let author = person.created_by;
    let same = |other: &Record| matches!(other, Record::Person(other) if other.created_by == author);
    Ok(roster(match place(context.community, &person.clone().into(), same)? {
        Place::Free => vec![Change::PersonAdded(person)],
        Place::Same(_) => vec![],
    }))
}

pub(super) fn edit_person(context: Context<'_>, id: PersonId, edits: Vec<PersonEdit>) -> Decided {
    let person = found(context.community.people.get(&id), Collection::People)?;
    permitted(context, Deed::Edit(Field::Name), &person.clone().into())?;
    let (edited, changes) = edited!(context.community, person, edits, Change::PersonEdited);
    refers(context.community, Collection::Buildings, edited.building.map(|building| building.0))?;
    Ok(roster(changes))
}

pub(super) fn write_contact(context: Context<'_>, person: PersonId, edits: Vec<ContactEdit>) -> Decided {
    let Context { community, actor, .. } = context;
    // Partners see no cards, and are reached all the same.
    if person != actor.person {
        refers(community, Collection::People, Some(person.0))?;
    }
    let private = |changes| Ok(Decision { document: DocumentKind::Private(person), changes });
    if let Some(contact) = community.contacts.get(&person) {
        permitted(context, Deed::Edit(Field::Phone), &contact.clone().into())?;
        let (_, changes) = edited!(community, contact, edits, Change::ContactEdited);
        return private(changes);
    }
    let contact = drafted!(Contact::blank(person), edits);
    if contact.is_blank() {
        return private(vec![]);
    }
    let key = RecordKey { collection: Collection::Contacts, id: person.0 };
    let restored = community.removed.contains_key(&key).then_some(Change::Restored(key));
    private([Change::ContactWritten(contact)].into_iter().chain(restored).collect())
}

pub(super) fn grant(
    context: Context<'_>,
    id: CaptaincyId,
    person: PersonId,
    building: BuildingId,
    level: Level,
) -> Decided {
    refers(context.community, Collection::People, Some(person.0))?;
    refers(context.community, Collection::Buildings, Some(building.0))?;
    let captaincy = drafted!(Captaincy { id, person, building, since: context.now, level }, []);
    let same = |other: &Record| matches!(other, Record::Captaincy(other) if (other.person, other.building) == (person, building));
    Ok(roster(match place(context.community, &captaincy.clone().into(), same)? {
        Place::Free => vec![Change::CaptaincyGranted(captaincy)],
        Place::Same(_) => vec![],
    }))
}

pub(super) fn edit_captaincy(context: Context<'_>, id: CaptaincyId, edits: Vec<CaptaincyEdit>) -> Decided {
    let captaincy = found(context.community.captaincies.get(&id), Collection::Captaincies)?;
    let (_, changes) = edited!(context.community, captaincy, edits, Change::CaptaincyEdited);
    Ok(roster(changes))
}
