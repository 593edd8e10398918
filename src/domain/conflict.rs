//! Conflicts: a field was written apart by several people, who did not know of each other. What was
//! written last by the documents' count is seen; the others are not lost: people are shown all of it, and
//! say what holds.

use serde::{Deserialize, Serialize};

use crate::{
    captaincy::CaptaincyEdit,
    child::ChildEdit,
    command::Command,
    community::Community,
    contact::ContactEdit,
    device::Author,
    endorsement::{Endorsement, EndorsementEdit},
    family::FamilyEdit,
    field::Field,
    id::EndorsementId,
    person::PersonEdit,
    record::{Collection, RecordKey},
    role::TaskRoleEdit,
    suggestion::SuggestionEdit,
    task::TaskEdit,
    time::Timestamp,
    value::Value,
};

/// What somebody wrote into a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The value.
    pub value: Value,
    /// Who wrote it.
    pub by: Author,
    /// When, by their clock.
    pub at: Timestamp,
}

/// A field with several values that were written apart, no two alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Which field.
    pub field: Field,
    /// The values, the one that is seen first.
    pub versions: Vec<Version>,
}

impl Conflict {
    /// A value other than this one: what undoing a choice chooses.
    pub(crate) fn other(&self, value: &Value) -> Option<&Value> {
        self.versions.iter().map(|version| &version.value).find(|other| *other != value)
    }
}

impl Community {
    /// A field's conflict, if it has one.
    pub fn conflict(&self, key: RecordKey, field: Field) -> Option<&Conflict> {
        self.conflicts.get(&key)?.iter().find(|conflict| conflict.field == field)
    }
}

/// The command that says which value a field has, and so settles its conflict: the same as any edit.
/// `None` if this version can't write that.
pub fn settle(community: &Community, key: RecordKey, field: Field, value: &Value) -> Option<Command> {
    let RecordKey { collection, id } = key;
    Some(match collection {
        Collection::People => Command::EditPerson { id: id.into(), edits: vec![PersonEdit::of(field, value)?] },
        Collection::Contacts => {
            Command::WriteContact { person: id.into(), edits: vec![ContactEdit::of(field, value)?] }
        }
        Collection::Captaincies => {
            Command::EditCaptaincy { id: id.into(), edits: vec![CaptaincyEdit::of(field, value)?] }
        }
        Collection::Tasks => {
            Command::EditTask { id: id.into(), occurrence: None, edits: vec![TaskEdit::of(field, value)?] }
        }
        Collection::Roles => Command::EditRole { id: id.into(), edits: vec![TaskRoleEdit::of(field, value)?] },
        Collection::Suggestions => {
            Command::EditSuggestion { id: id.into(), edits: vec![SuggestionEdit::of(field, value)?] }
        }
        Collection::Families => Command::EditFamily { id: id.into(), edits: vec![FamilyEdit::of(field, value)?] },
        Collection::Children => {
            let family = community.children.get(&id.into())?.family;
            Command::EditChild { id: id.into(), family, edits: vec![ChildEdit::of(field, value)?] }
        }
        Collection::Endorsements => {
            let Endorsement { id, captaincy, .. } = *community.endorsements.get(&EndorsementId(id))?;
            let EndorsementEdit::Note(note) = EndorsementEdit::of(field, value)?;
            Command::Endorse { id, captaincy, note }
        }
        _ => return None,
    })
}
