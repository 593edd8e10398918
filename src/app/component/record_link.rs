//! What a record is called, and where one sees it.

use kaifong_domain::{
    community::Community,
    id::{FamilyId, PersonId, SuggestionId, TaskId},
    record::{Record, RecordKey},
};

/// A record's name as people know it, and the address of the page that shows it.
pub struct RecordLink {
    /// What it is called.
    pub name: String,
    /// Where one sees it.
    pub href: String,
}

impl RecordLink {
    /// The link to a record, also if it has been taken out; `None` if this phone doesn't know it.
    pub fn to(community: &Community, key: RecordKey) -> Option<Self> {
        let record = community.record(key).or_else(|| community.removed.get(&key).cloned())?;
        Some(Self::of(community, &record))
    }

    fn of(community: &Community, record: &Record) -> Self {
        match record {
            Record::Profile(profile) => Self { name: profile.name.clone(), href: "/me".into() },
            Record::Estate(estate) => Self { name: estate.name.clone(), href: "/neighbours?view=buildings".into() },
            Record::Building(building) => {
                Self { name: building.name.clone(), href: address("/buildings/", &building.id.to_string()) }
            }
            Record::Person(person) => {
                Self { name: person.name.clone(), href: address("/people/", &person.id.to_string()) }
            }
            Record::Captaincy(captaincy) => Self::to_person(community, captaincy.person),
            Record::Series(series) => Self { name: series.title.clone(), href: "/tasks".into() },
            Record::Task(task) => Self { name: task.title.clone(), href: address("/tasks/", &task.id.to_string()) },
            Record::TaskRole(role) => Self::to_task(community, role.task),
            Record::Claim(claim) => Self::to_task(community, claim.task),
            Record::Suggestion(suggestion) => {
                Self { name: suggestion.title.clone(), href: address("/suggestions/", &suggestion.id.to_string()) }
            }
            Record::Event(event) => Self::to_suggestion(community, event.suggestion),
            Record::Comment(comment) => Self::to_suggestion(community, comment.suggestion),
            Record::Device(device) => Self::to_person(community, device.person),
            Record::Contact(contact) => Self::to_person(community, contact.id),
            Record::Endorsement(endorsement) => match community.captaincies.get(&endorsement.captaincy) {
                Some(captaincy) => Self::to_person(community, captaincy.person),
                None => Self::to_person(community, endorsement.by),
            },
            Record::Erasure(erasure) => Self::to_person(community, erasure.id),
            Record::Family(family) => Self::to_family(community, family.id),
            Record::Child(child) => Self { name: child.name.clone(), ..Self::to_family(community, child.family) },
            Record::Enrolment(enrolment) => Self::to_family(community, enrolment.family),
        }
    }

    /// The link to a person.
    pub fn to_person(community: &Community, id: PersonId) -> Self {
        let name = community.people.get(&id).map(|person| person.name.clone());
        Self {
            name: name.unwrap_or_else(|| say!(neighbours.unknown_person).into()),
            href: address("/people/", &id.to_string()),
        }
    }

    /// The link to a family of the book club.
    fn to_family(community: &Community, id: FamilyId) -> Self {
        let name = community.families.get(&id).map(|family| family.guardian.clone()).unwrap_or_default();
        Self { name, href: address("/families/", &id.to_string()) }
    }

    /// The link to a task.
    pub fn to_task(community: &Community, id: TaskId) -> Self {
        let name = community.tasks.get(&id).map(|task| task.title.clone()).unwrap_or_default();
        Self { name, href: address("/tasks/", &id.to_string()) }
    }

    /// The link to a suggestion.
    pub fn to_suggestion(community: &Community, id: SuggestionId) -> Self {
        let name = community.suggestions.get(&id).map(|suggestion| suggestion.title.clone()).unwrap_or_default();
        Self { name, href: address("/suggestions/", &id.to_string()) }
    }
}

fn address(start: &str, id: &str) -> String {
    [start, id].concat()
}
