//! Who may do what. One place, asked by [`crate::decide`] in the browser and on the server.

use crate::{
    access::{AccessRole, Actor},
    community::Community,
    document::DocumentKind,
    id::{PersonId, RoleId},
    record::Record,
    refusal::Refusal,
    series::TEACHER,
    suggestion::{Status, Suggestion},
    task::Task,
};

/// The answer of a rule.
pub type Allowed = Result<(), Refusal>;

fn allowed(may: bool, otherwise: Refusal) -> Allowed {
    if may { Ok(()) } else { Err(otherwise) }
}

/// Anything at all: a role of a newer version is one that this version can't judge.
pub fn acts(actor: Actor) -> Allowed {
    allowed(actor.role != AccessRole::Unknown, Refusal::NotAllowed)
}

/// Whether a role may have a document at all: the server gives not a byte of it to anybody else (DESIGN §4).
/// Partners sit at the table on suggestions; who the neighbours are and what they do is not theirs to see.
pub fn may_read(role: AccessRole, document: DocumentKind) -> bool {
    match role {
        AccessRole::Admin | AccessRole::Coordinator | AccessRole::Captain | AccessRole::Member => true,
        AccessRole::Partner => {
            matches!(document, DocumentKind::Access | DocumentKind::Commons | DocumentKind::Suggestions(_))
        }
        AccessRole::Unknown => false,
    }
}

/// Nobody writes into a document that they may not read, whatever their phone still holds of it, nor into
/// the server's own.
pub fn write_into(actor: Actor, document: DocumentKind) -> Allowed {
    allowed(may_read(actor.role, document) && document != DocumentKind::Access, Refusal::NotAllowed)
}

/// Those who coordinate: the community's card, buildings, series, captaincies, new people.
pub fn coordinates(actor: Actor) -> Allowed {
    allowed(actor.coordinates(), Refusal::NotAllowed)
}

/// A new person's card: captains may write down a neighbour, coordinators anybody.
pub fn add_person(actor: Actor) -> Allowed {
    allowed(actor.captains(), Refusal::NotAllowed)
}

/// A person's card: oneself, or a coordinator.
pub fn edit_person(actor: Actor, person: PersonId) -> Allowed {
    allowed(actor.coordinates() || actor.person == person, Refusal::NotYours)
}

/// A confirmed check-in is a community worker's word.
pub fn confirm_check_in(actor: Actor) -> Allowed {
    coordinates(actor)
}

/// A new task.
pub fn add_task(actor: Actor) -> Allowed {
    allowed(actor.captains(), Refusal::NotAllowed)
}

/// A task and its roles: who made it, who leads it, a teacher of the session, or a coordinator.
pub fn edit_task(actor: Actor, task: &Task, community: &Community) -> Allowed {
    // By its id, whatever the role is called now: nobody becomes a teacher by a name.
    let teacher = RoleId::of_session(task.id, TEACHER);
    let teaches = || task.series.is_some() && community.claim_of(actor.person, teacher).is_some();
    let theirs = actor.captains() && task.created_by == actor.person || task.lead == Some(actor.person);
    allowed(actor.coordinates() || theirs || teaches(), Refusal::NotAllowed)
}

/// A claim: for oneself, or, as a coordinator, for anybody. Partners claim nothing.
pub fn claim(actor: Actor, person: PersonId) -> Allowed {
    allowed(!matches!(actor.role, AccessRole::Partner | AccessRole::Unknown), Refusal::NotAllowed)?;
    allowed(actor.coordinates() || actor.person == person, Refusal::NotYours)
}

/// A new suggestion, or a comment: everybody who is signed in.
pub fn speak(actor: Actor) -> Allowed {
    acts(actor)
}

/// Who follows a suggestion up: captains say. The owner may move it, so one can't just take it.
pub fn assign_owner(actor: Actor) -> Allowed {
    allowed(actor.captains(), Refusal::NotAllowed)
}

/// A suggestion's fields: captains, or who raised it while nobody has taken it on.
pub fn edit_suggestion(actor: Actor, suggestion: &Suggestion, status: Status) -> Allowed {
    let own = suggestion.raised_by == actor.person && status == Status::Raised;
    allowed(actor.captains() || own, Refusal::NotAllowed)
}

/// A suggestion's moves: captains, who follows it up, and, for their agreement, who raised it.
pub fn move_suggestion(actor: Actor, suggestion: &Suggestion, to: Status) -> Allowed {
    let agrees = to == Status::Agreed && suggestion.raised_by == actor.person;
    allowed(actor.captains() || suggestion.owner == Some(actor.person) || agrees, Refusal::NotAllowed)
}

/// Taking a record out, and bringing it back: its author, or a coordinator; a role, who may edit its task.
pub fn remove(actor: Actor, record: &Record, community: &Community) -> Allowed {
    if let Record::TaskRole(role) = record
        && let Some(task) = community.tasks.get(&role.task)
    {
        return edit_task(actor, task, community);
    }
    let author = match record {
        Record::Person(person) => Some(person.created_by),
        Record::Task(task) => Some(task.created_by),
        Record::Series(series) => Some(series.created_by),
        Record::Suggestion(suggestion) => Some(suggestion.raised_by),
        Record::Event(event) => Some(event.by),
        Record::Comment(comment) => Some(comment.by),
        Record::Profile(_) | Record::Estate(_) | Record::Building(_) | Record::Captaincy(_) => None,
        Record::TaskRole(_) | Record::Claim(_) | Record::Device(_) => None,
    };
    allowed(actor.coordinates() || author == Some(actor.person), Refusal::NotYours)
}
