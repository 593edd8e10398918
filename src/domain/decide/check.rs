//! Checks that several commands share.

use super::{Context, home};
use crate::{
    community::Community,
    document::DocumentKind,
    policy::{self, Deed},
    record::{Collection, Record, RecordKey},
    refusal::Refusal,
};

/// What stands at an id that a command brings along.
pub(super) enum Place {
    /// Nothing: the record can be made.
    Free,
    /// The same record, in this document: the command has been carried out before, and maybe in another year.
    Same(DocumentKind),
}

/// Looks whether `record` can be made.
///
/// # Errors
/// [`Refusal::IdTaken`] if another record has its id.
pub(super) fn place(community: &Community, record: &Record, same: impl Fn(&Record) -> bool) -> Result<Place, Refusal> {
    let key = record.key();
    match community.record(key).as_ref().or_else(|| community.removed.get(&key)) {
        None => Ok(Place::Free),
        Some(other) if same(other) => home(community, other).map(Place::Same),
        Some(_) => Err(Refusal::IdTaken),
    }
}

/// Says early that somebody may not do it at all, before it is looked for other reasons: in the end every write is
/// judged.
pub(super) fn permitted(context: Context<'_>, deed: Deed, record: &Record) -> Result<(), Refusal> {
    policy::may(context.actor, deed, record, context.community)
}

/// The record that must be there.
pub(super) fn found<T>(record: Option<&T>, of: Collection) -> Result<&T, Refusal> {
    record.ok_or(Refusal::NotFound { of })
}

/// Refuses a reference to a record that is not here.
pub(super) fn refers(community: &Community, collection: Collection, id: Option<uuid::Uuid>) -> Result<(), Refusal> {
    match id {
        Some(id) if !community.knows(RecordKey { collection, id }) => Err(Refusal::NotFound { of: collection }),
        _ => Ok(()),
    }
}

/// Turns the edits of a record into changes, leaving out those that change nothing. To say of a field that
/// was written apart that it is what one sees there changes something: it settles it.
macro_rules! edited {
    ($community:expr, $record:expr, $edits:expr, $change:expr) => {{
        let mut draft = $record.clone();
        let key = crate::record::Record::from(draft.clone()).key();
        let mut settled = Vec::new();
        for edit in $edits {
            let edit = edit.checked()?;
            if $community.conflict(key, edit.field()).is_some() {
                settled.push(edit.field());
            }
            draft.edit(edit);
        }
        let mut changes = Vec::new();
        for (now, then) in draft.edits().into_iter().zip($record.edits()) {
            if now != then || settled.contains(&now.field()) {
                changes.push($change(draft.id, now));
            }
        }
        (draft, changes)
    }};
}

/// Makes a new record from its edits and checks every field against its bounds.
macro_rules! drafted {
    ($draft:expr, $edits:expr) => {{
        let mut draft = $draft;
        for edit in $edits {
            draft.edit(edit);
        }
        for edit in draft.edits() {
            draft.edit(edit.checked()?);
        }
        draft
    }};
}

pub(super) use {drafted, edited};
