//! From a command to what it changes, or to a refusal. Pure and shared (invariant I3).

mod check;
mod endorsements;
mod families;
mod neighbours;
mod suggestions;
mod tasks;

pub use self::suggestions::from_resident;
use serde::{Deserialize, Serialize};

use crate::{
    access::Actor,
    change::{Change, Write},
    command::Command,
    community::Community,
    document::{DocumentKind, YEARS},
    policy,
    record::{Collection, Record, RecordKey},
    refusal::Refusal,
    time::Timestamp,
};

/// What a command comes to: changes to one document, made as one Automerge change (invariant I1). No
/// changes: what was asked for is already so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// In which document.
    pub document: DocumentKind,
    /// What happens.
    pub changes: Vec<Change>,
}

/// Who asks, when, and of what.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The community as the asking device sees it.
    pub community: &'a Community,
    /// Who asks.
    pub actor: Actor,
    /// When.
    pub now: Timestamp,
}

/// Decides a command.
///
/// # Errors
/// Why not.
pub fn decide(context: Context<'_>, command: Command) -> Result<Decision, Refusal> {
    if !YEARS.contains(&context.now.date().year()) {
        return Err(Refusal::ClockFarOff);
    }
    policy::acts(context.actor)?;
    let decision = answer(context, command)?;
    policy::write_into(context.actor, decision.document, context.community)?;
    let writes: Vec<Write> = decision.changes.iter().map(Change::write).collect();
    policy::judge(context.actor, &writes, context.community)?;
    Ok(decision)
}

/// What a command comes to, whoever may ask for it.
fn answer(context: Context<'_>, command: Command) -> Result<Decision, Refusal> {
    match command {
        Command::WriteProfile { edits } => neighbours::write_profile(context, edits),
        Command::AddEstate { id, edits } => neighbours::add_estate(context, id, edits),
        Command::AddBuilding { id, estate, edits } => neighbours::add_building(context, id, estate, edits),
        Command::AddPerson { id, edits } => neighbours::add_person(context, id, edits),
        Command::EditPerson { id, edits } => neighbours::edit_person(context, id, edits),
        Command::GrantCaptaincy { id, person, building, level } => {
            neighbours::grant(context, id, person, building, level)
        }
        Command::EditCaptaincy { id, edits } => neighbours::edit_captaincy(context, id, edits),
        Command::AddSeries { id, first, edits } => tasks::add_series(context, id, first, edits),
        Command::AddTask { id, suggestion, edits, roles } => tasks::add_task(context, id, suggestion, edits, roles),
        Command::EditTask { id, occurrence, edits } => tasks::edit_task(context, id, occurrence, edits),
        Command::AddRole { task, occurrence, role } => tasks::add_role(context, task, occurrence, role),
        Command::EditRole { id, edits } => tasks::edit_role(context, id, edits),
        Command::ClaimRole { id, task, occurrence, role, person } => {
            tasks::claim_role(context, tasks::Wish { id, task, occurrence, role, person })
        }
        Command::WithdrawClaim { id } => tasks::withdraw_claim(context, id),
        Command::RestoreClaim { id } => tasks::restore_claim(context, id),
        Command::RaiseSuggestion { id, edits } => suggestions::raise(context, id, edits),
        Command::EditSuggestion { id, edits } => suggestions::edit(context, id, edits),
        Command::MoveSuggestion { id, suggestion, to, note } => suggestions::advance(context, id, suggestion, to, note),
        Command::Comment { id, suggestion, text } => suggestions::comment(context, id, suggestion, text),
        Command::Remove { key } => remove(context, key),
        Command::Restore { key } => restore(context, key),
        Command::WriteContact { person, edits } => neighbours::write_contact(context, person, edits),
        Command::AddFamily { id, edits } => families::add(context, id, edits),
        Command::EditFamily { id, edits } => families::edit(context, id, edits),
        Command::AddChild { id, family, edits } => families::add_child(context, id, family, edits),
        Command::EditChild { id, family, edits } => families::edit_child(context, id, family, edits),
        Command::Enrol { family, child, series, date } => families::enrol(context, family, child, series, date),
        Command::EndEnrolment { family, id } => families::end_enrolment(context, family, id),
        Command::Endorse { id, captaincy, note } => endorsements::endorse(context, id, captaincy, note),
    }
}

fn remove(context: Context<'_>, key: RecordKey) -> Result<Decision, Refusal> {
    let community = context.community;
    let (record, changes) = match (community.record(key), community.removed.get(&key)) {
        (Some(record), _) => (record, vec![Change::Removed(key)]),
        (None, Some(record)) => (record.clone(), vec![]),
        (None, None) => return Err(Refusal::NotFound { of: key.collection }),
    };
    Ok(Decision { document: home(community, &record)?, changes })
}

fn restore(context: Context<'_>, key: RecordKey) -> Result<Decision, Refusal> {
    let community = context.community;
    let (record, changes) = match (community.record(key), community.removed.get(&key)) {
        (_, Some(record)) => (record.clone(), vec![Change::Restored(key)]),
        (Some(record), None) => (record, vec![]),
        (None, None) => return Err(Refusal::NotFound { of: key.collection }),
    };
    Ok(Decision { document: home(community, &record)?, changes })
}

/// The document in which a record lives: its own year's, or its task's or suggestion's.
///
/// # Errors
/// The task or the suggestion it belongs to is not here.
pub fn home(community: &Community, record: &Record) -> Result<DocumentKind, Refusal> {
    let of_task = |id: crate::id::TaskId| {
        let gone = community.removed.get(&RecordKey { collection: Collection::Tasks, id: id.0 });
        match (community.tasks.get(&id), gone) {
            (Some(task), _) | (None, Some(Record::Task(task))) => Ok(DocumentKind::Tasks(task.year())),
            _ => Err(Refusal::NotFound { of: Collection::Tasks }),
        }
    };
    let of_suggestion = |id: crate::id::SuggestionId| {
        let gone = community.removed.get(&RecordKey { collection: Collection::Suggestions, id: id.0 });
        match (community.suggestions.get(&id), gone) {
            (Some(suggestion), _) | (None, Some(Record::Suggestion(suggestion))) => {
                Ok(DocumentKind::Suggestions(suggestion.year()))
            }
            _ => Err(Refusal::NotFound { of: Collection::Suggestions }),
        }
    };
    match record {
        Record::Profile(_) | Record::Estate(_) | Record::Building(_) => Ok(DocumentKind::Commons),
        Record::Person(_) | Record::Captaincy(_) | Record::Endorsement(_) => Ok(DocumentKind::Roster),
        Record::Series(series) => Ok(DocumentKind::Tasks(series.first.year())),
        Record::Task(task) => Ok(DocumentKind::Tasks(task.year())),
        Record::TaskRole(role) => of_task(role.task),
        Record::Claim(claim) => of_task(claim.task),
        Record::Suggestion(suggestion) => Ok(DocumentKind::Suggestions(suggestion.year())),
        Record::Event(event) => of_suggestion(event.suggestion),
        Record::Comment(comment) => of_suggestion(comment.suggestion),
        Record::Device(_) => Ok(DocumentKind::Access),
        Record::Contact(contact) => Ok(DocumentKind::Private(contact.id)),
        Record::Erasure(_) => Ok(DocumentKind::Erasures),
        Record::Family(family) => Ok(DocumentKind::Family(family.id)),
        Record::Child(child) => Ok(DocumentKind::Family(child.family)),
        Record::Enrolment(enrolment) => Ok(DocumentKind::Family(enrolment.family)),
    }
}
