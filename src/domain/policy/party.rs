//! Those who may: a role, or how somebody stands to a record.

use super::Sight;
use crate::{
    access::{AccessRole, Actor, Team},
    endorsement::Endorsement,
    id::{FamilyId, PersonId, RoleId},
    record::{Collection, Record, RecordKey},
    series::TEACHER,
    suggestion::{Status, Suggestion},
    task::Task,
};

/// Somebody who may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// All who may read the document.
    Everybody,
    /// Admins and coordinators.
    Coordinator,
    /// Captains, of somebody whom the community does not know yet: whoever writes a card says in which building its
    /// person lives, and so who looks after them.
    CaptainOfNewcomer,
    /// Captains, of a task that is no session, and those who coordinate.
    Planner,
    /// The captains of the building that a suggestion is about, any captain if it is about none, and those who
    /// coordinate.
    CaptainThere,
    /// The captains of the building that stands on the person's card.
    CaptainInCharge,
    /// The book club's team, and those who coordinate.
    BookClub,
    /// Captains by appointment, of what they have to say for somebody else's captaincy.
    Endorser,
    /// The person whom the record is about: whose card, whose claim, whose family.
    Themselves,
    /// Who made the record.
    Author,
    /// Who raised the suggestion, until somebody has taken it on.
    RaiserAtFirst,
    /// Who raised the suggestion, to agree that it is solved.
    RaiserToAgree,
    /// Who follows the suggestion up.
    Owner,
    /// The captain who made the task.
    CaptainWhoMadeIt,
    /// Who leads the task.
    Lead,
    /// Who has claimed to teach the session.
    Teacher,
    /// All who may read the document, of a session as its series has it: it is stored when something is first
    /// said of it.
    Opener,
}

impl Party {
    /// Whether somebody is one of these, as to a record.
    pub fn includes(self, actor: Actor, record: &Record, sight: &dyn Sight) -> bool {
        let person = actor.person;
        match self {
            Self::Everybody => true,
            Self::Coordinator => actor.coordinates(),
            Self::CaptainOfNewcomer => {
                let is_new = matches!(record, Record::Person(card) if !sight.is_known(card.id));
                actor.role == AccessRole::Captain && is_new
            }
            Self::Planner => {
                let is_session = matches!(record, Record::Task(Task { series: Some(_), .. }));
                actor.coordinates() || actor.captains() && !is_session
            }
            Self::CaptainThere => {
                let there = |suggestion: Suggestion| {
                    suggestion.building.is_none_or(|building| sight.is_captain_of(person, building))
                };
                actor.coordinates()
                    || actor.role == AccessRole::Captain && suggestion_of(record, sight).is_some_and(there)
            }
            Self::CaptainInCharge => {
                matches!(record, Record::Contact(contact) if is_in_charge_of(actor, contact.id, sight))
            }
            Self::Endorser => {
                matches!(record, Record::Endorsement(endorsement) if endorses(actor, endorsement, sight))
            }
            Self::Themselves => match record {
                Record::Person(card) => card.id == person,
                Record::Claim(claim) => claim.person == person,
                Record::Contact(contact) => contact.id == person,
                record => family_of(record).is_some_and(|family| family == FamilyId::of(person)),
            },
            Self::BookClub => actor.is_of(Team::BookClub),
            Self::Author => author_of(record) == Some(person),
            Self::RaiserAtFirst => suggestion_of(record, sight).is_some_and(|suggestion| {
                let last = sight.last_move(suggestion.id).map_or(Status::Raised, |event| event.to);
                suggestion.raised_by == person && last == Status::Raised
            }),
            Self::RaiserToAgree => {
                let agrees = matches!(record, Record::Event(event) if event.to == Status::Agreed);
                agrees && suggestion_of(record, sight).is_some_and(|suggestion| suggestion.raised_by == person)
            }
            Self::Owner => suggestion_of(record, sight).is_some_and(|suggestion| suggestion.owner == Some(person)),
            Self::CaptainWhoMadeIt => {
                actor.captains() && task_of(record, sight).is_some_and(|task| task.created_by == person)
            }
            Self::Lead => task_of(record, sight).is_some_and(|task| task.lead == Some(person)),
            // By its id, whatever the role is called now: nobody becomes a teacher by a name.
            Self::Teacher => task_of(record, sight).is_some_and(|task| {
                let teaches = || sight.claim_of(person, RoleId::of_session(task.id, TEACHER)).is_some();
                task.series.is_some() && teaches()
            }),
            Self::Opener => is_as_its_series_has_it(record, sight),
        }
    }

    /// Whether somebody is one of these whatever the record is.
    pub(super) fn always_includes(self, actor: Actor) -> bool {
        match self {
            Self::Everybody => true,
            Self::Coordinator => actor.coordinates(),
            Self::CaptainOfNewcomer => actor.role == AccessRole::Captain,
            Self::Planner => actor.captains(),
            Self::BookClub => actor.is_of(Team::BookClub),
            _ => false,
        }
    }
}

/// Who made a record, where it says so.
pub(super) fn author_of(record: &Record) -> Option<PersonId> {
    match record {
        Record::Person(person) => Some(person.created_by),
        Record::Task(task) => Some(task.created_by),
        Record::Series(series) => Some(series.created_by),
        Record::Suggestion(suggestion) => Some(suggestion.raised_by),
        Record::Event(event) => Some(event.by),
        Record::Comment(comment) => Some(comment.by),
        Record::Endorsement(endorsement) => Some(endorsement.by),
        Record::Profile(_) | Record::Estate(_) | Record::Building(_) | Record::Captaincy(_) => None,
        Record::TaskRole(_) | Record::Claim(_) | Record::Device(_) => None,
        Record::Contact(_) | Record::Erasure(_) => None,
        Record::Family(family) => Some(family.created_by),
        Record::Child(_) | Record::Enrolment(_) => None,
    }
}

/// The family that a record is, or belongs to.
pub(super) fn family_of(record: &Record) -> Option<FamilyId> {
    match record {
        Record::Family(family) => Some(family.id),
        Record::Child(child) => Some(child.family),
        Record::Enrolment(enrolment) => Some(enrolment.family),
        _ => None,
    }
}

/// Whether somebody is a captain of the building that stands on a person's card.
pub(super) fn is_in_charge_of(actor: Actor, person: PersonId, sight: &dyn Sight) -> bool {
    let key = RecordKey { collection: Collection::People, id: person.0 };
    let there = |record: Record| match record {
        Record::Person(card) => card.building.is_some_and(|building| sight.is_captain_of(actor.person, building)),
        _ => false,
    };
    actor.role == AccessRole::Captain && sight.record(key).is_some_and(there)
}

/// Whether somebody may make an endorsement: one for each captaincy, and never of their own.
fn endorses(actor: Actor, endorsement: &Endorsement, sight: &dyn Sight) -> bool {
    let key = RecordKey { collection: Collection::Captaincies, id: endorsement.captaincy.0 };
    let is_anothers =
        matches!(sight.record(key), Some(Record::Captaincy(captaincy)) if captaincy.person != actor.person);
    actor.captains() && sight.is_appointed(actor.person) && is_anothers && endorsement.is_named_rightly()
}

/// The task that a record is, or belongs to.
fn task_of(record: &Record, sight: &dyn Sight) -> Option<Task> {
    match record {
        Record::Task(task) => Some(task.clone()),
        Record::TaskRole(role) => match sight.record(RecordKey { collection: Collection::Tasks, id: role.task.0 })? {
            Record::Task(task) => Some(task),
            _ => None,
        },
        _ => None,
    }
}

/// The suggestion that a record is, or belongs to.
fn suggestion_of(record: &Record, sight: &dyn Sight) -> Option<Suggestion> {
    let id = match record {
        Record::Suggestion(suggestion) => return Some(suggestion.clone()),
        Record::Event(event) => event.suggestion,
        Record::Comment(comment) => comment.suggestion,
        _ => return None,
    };
    match sight.record(RecordKey { collection: Collection::Suggestions, id: id.0 })? {
        Record::Suggestion(suggestion) => Some(suggestion),
        _ => None,
    }
}

/// Whether a record is a session, or a role of one, just as it follows from the series.
pub(super) fn is_as_its_series_has_it(record: &Record, sight: &dyn Sight) -> bool {
    let Some(Task { series: Some(series), date: Some(date), .. }) = task_of(record, sight) else { return false };
    let series = match sight.record(RecordKey { collection: Collection::Series, id: series.0 }) {
        Some(Record::Series(series)) if series.meets_on(date) => series,
        _ => return false,
    };
    let (task, roles) = series.session(date);
    match record {
        Record::Task(other) => *other == task,
        Record::TaskRole(other) => roles.contains(other),
        _ => false,
    }
}
