//! Undo: for every command, the command that brings back what stood before it.

use uuid::Uuid;

use crate::{
    claim::Claim,
    command::Command,
    community::Community,
    record::{Collection, RecordKey},
};

/// The edits that bring back what `$edits` change in `$record`; none, if they change nothing.
macro_rules! back {
    ($record:expr, $edits:expr) => {{
        let mut draft = $record.clone();
        for edit in $edits {
            draft.edit(edit.clone().checked().unwrap_or_else(|_| edit.clone()));
        }
        let edits = $record.since(&draft);
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
            Some(card) => Some(Command::WriteProfile { edits: back!(card, edits)? }),
            None => Some(Command::Remove { key: RecordKey { collection: Collection::Profile, id: Uuid::nil() } }),
        },
        Command::AddEstate { id, .. } => made(Collection::Estates, id.0),
        Command::AddBuilding { id, .. } => made(Collection::Buildings, id.0),
        Command::AddPerson { id, .. } => made(Collection::People, id.0),
        Command::EditPerson { id, edits } => {
            Some(Command::EditPerson { id: *id, edits: back!(before.people.get(id)?, edits)? })
        }
        Command::GrantCaptaincy { id, .. } => made(Collection::Captaincies, id.0),
        Command::EditCaptaincy { id, edits } => {
            Some(Command::EditCaptaincy { id: *id, edits: back!(before.captaincies.get(id)?, edits)? })
        }
        Command::AddSeries { id, .. } => made(Collection::Series, id.0),
        Command::AddTask { id, .. } => made(Collection::Tasks, id.0),
        Command::EditTask { id, occurrence, edits } => {
            let edits = back!(before.task(*id, *occurrence)?.0, edits)?;
            Some(Command::EditTask { id: *id, occurrence: None, edits })
        }
        Command::AddRole { role, .. } => made(Collection::Roles, role.id.0),
        Command::EditRole { id, edits } => {
            Some(Command::EditRole { id: *id, edits: back!(before.roles.get(id)?, edits)? })
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
        Command::EditSuggestion { id, edits } => {
            Some(Command::EditSuggestion { id: *id, edits: back!(before.suggestions.get(id)?, edits)? })
        }
        Command::MoveSuggestion { id, .. } => made(Collection::Events, id.0),
        Command::Comment { id, .. } => made(Collection::Comments, id.0),
        Command::Remove { key } => before.record(*key).map(|_| Command::Restore { key: *key }),
        Command::Restore { key } => before.removed.contains_key(key).then_some(Command::Remove { key: *key }),
    }
}
