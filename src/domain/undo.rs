//! Undo: for every command, the command that brings back what stood before it.

use uuid::Uuid;

use crate::{
    captaincy::CaptaincyEdit,
    child::ChildEdit,
    claim::Claim,
    command::Command,
    community::Community,
    contact::{Contact, ContactEdit},
    endorsement::EndorsementEdit,
    enrolment::Enrolment,
    family::FamilyEdit,
    id::{CaptaincyId, EndorsementId, EnrolmentId},
    person::PersonEdit,
    profile::ProfileEdit,
    record::{Collection, RecordKey},
    role::TaskRoleEdit,
    suggestion::SuggestionEdit,
    task::TaskEdit,
};

/// The edits that bring back what `$edits` change in `$record`; none, if they change nothing. To undo that
/// somebody chose what they saw, among values that were written apart, is to choose another one.
macro_rules! back {
    ($before:expr, $record:expr, $edits:expr, $kind:ident) => {{
        let mut draft = $record.clone();
        let key = crate::record::Record::from(draft.clone()).key();
        let mut others = Vec::new();
        for edit in $edits {
            let edit = edit.clone().checked().unwrap_or_else(|_| edit.clone());
            let conflict = $before.conflict(key, edit.field());
            others.extend(conflict.and_then(|conflict| $kind::of(edit.field(), conflict.other(&edit.value())?)));
            draft.edit(edit);
        }
        let mut edits = $record.since(&draft);
        others.retain(|other| edits.iter().all(|edit| edit.field() != other.field()));
        edits.extend(others);
        if edits.is_empty() { None } else { Some(edits) }
    }};
}

/// The command that undoes `command`, as seen from just before it. `None` if it would change nothing,
/// or if what it edits is not there.
pub fn undo(before: &Community, command: &Command) -> Option<Command> {
    let made = |collection, id| {
        let key = RecordKey { collection, id };
        (!before.knows(key)).then_some(Command::Remove { key })
    };
    match command {
        Command::WriteProfile { edits } => match before.card() {
            Some(card) => Some(Command::WriteProfile { edits: back!(before, card, edits, ProfileEdit)? }),
            None => Some(Command::Remove { key: RecordKey { collection: Collection::Profile, id: Uuid::nil() } }),
        },
        Command::AddEstate { id, .. } => made(Collection::Estates, id.0),
        Command::AddBuilding { id, .. } => made(Collection::Buildings, id.0),
        Command::AddPerson { id, .. } => made(Collection::People, id.0),
        Command::EditPerson { id, edits } => {
            Some(Command::EditPerson { id: *id, edits: back!(before, before.people.get(id)?, edits, PersonEdit)? })
        }
        Command::WriteContact { person, edits } => match before.contacts.get(person) {
            Some(contact) => {
                Some(Command::WriteContact { person: *person, edits: back!(before, contact, edits, ContactEdit)? })
            }
            None => {
                let mut contact = Contact::blank(*person);
                edits.iter().filter_map(|edit| edit.clone().checked().ok()).for_each(|edit| contact.edit(edit));
                let key = RecordKey { collection: Collection::Contacts, id: person.0 };
                (!contact.is_blank()).then_some(Command::Remove { key })
            }
        },
        Command::AddFamily { id, .. } => made(Collection::Families, id.0),
        Command::AddChild { id, .. } => made(Collection::Children, id.0),
        Command::EditFamily { .. } | Command::EditChild { .. } => back_in_family(before, command),
        Command::Enrol { .. } | Command::EndEnrolment { .. } => back_in_family(before, command),
        Command::Endorse { id, captaincy, note } => unsaid(before, *id, *captaincy, note),
        Command::GrantCaptaincy { id, .. } => made(Collection::Captaincies, id.0),
        Command::EditCaptaincy { id, edits } => Some(Command::EditCaptaincy {
            id: *id,
            edits: back!(before, before.captaincies.get(id)?, edits, CaptaincyEdit)?,
        }),
        Command::AddSeries { id, .. } => made(Collection::Series, id.0),
        Command::AddTask { id, .. } => made(Collection::Tasks, id.0),
        Command::EditTask { id, occurrence, edits } => {
            let edits = back!(before, before.task(*id, *occurrence)?.0, edits, TaskEdit)?;
            Some(Command::EditTask { id: *id, occurrence: None, edits })
        }
        Command::AddRole { role, .. } => made(Collection::Roles, role.id.0),
        Command::EditRole { id, edits } => {
            Some(Command::EditRole { id: *id, edits: back!(before, before.roles.get(id)?, edits, TaskRoleEdit)? })
        }
        Command::ClaimRole { id, .. } => {
            let key = RecordKey { collection: Collection::Claims, id: id.0 };
            (!before.knows(key)).then_some(Command::WithdrawClaim { id: *id })
        }
        Command::RestoreClaim { id } => {
            (!before.claims.get(id)?.stands()).then_some(Command::WithdrawClaim { id: *id })
        }
        Command::WithdrawClaim { id } => {
            before.claims.get(id).is_some_and(Claim::stands).then_some(Command::RestoreClaim { id: *id })
        }
        Command::RaiseSuggestion { id, .. } => made(Collection::Suggestions, id.0),
        Command::EditSuggestion { id, edits } => Some(Command::EditSuggestion {
            id: *id,
            edits: back!(before, before.suggestions.get(id)?, edits, SuggestionEdit)?,
        }),
        Command::MoveSuggestion { id, .. } => made(Collection::Events, id.0),
        Command::Comment { id, .. } => made(Collection::Comments, id.0),
        Command::Remove { key } => before.record(*key).map(|_| Command::Restore { key: *key }),
        Command::Restore { key } => before.removed.contains_key(key).then_some(Command::Remove { key: *key }),
    }
}

/// The same, of what is known of a family.
fn back_in_family(before: &Community, command: &Command) -> Option<Command> {
    match command {
        Command::EditFamily { id, edits } => {
            Some(Command::EditFamily { id: *id, edits: back!(before, before.families.get(id)?, edits, FamilyEdit)? })
        }
        Command::EditChild { id, family, edits } => Some(Command::EditChild {
            id: *id,
            family: *family,
            edits: back!(before, before.children.get(id)?, edits, ChildEdit)?,
        }),
        Command::Enrol { family, child, series, date } => {
            let id = EnrolmentId::of(*child, *series, *date);
            let stood = before.enrolments.get(&id).is_some_and(Enrolment::stands);
            (!stood).then_some(Command::EndEnrolment { family: *family, id })
        }
        Command::EndEnrolment { family, id } => {
            let Enrolment { child, series, date, .. } = *before.enrolments.get(id).filter(|one| one.stands())?;
            Some(Command::Enrol { family: *family, child, series, date })
        }
        _ => None,
    }
}

/// Other words give way to those before them; a captaincy that was not spoken for is not spoken for again.
fn unsaid(before: &Community, id: EndorsementId, captaincy: CaptaincyId, note: &str) -> Option<Command> {
    let Some(endorsement) = before.endorsements.get(&id) else {
        return Some(Command::Remove { key: RecordKey { collection: Collection::Endorsements, id: id.0 } });
    };
    let edits = [EndorsementEdit::Note(note.to_owned())];
    let EndorsementEdit::Note(note) = back!(before, endorsement, &edits, EndorsementEdit)?.pop()?;
    Some(Command::Endorse { id, captaincy, note })
}
