//! Whether a document is whole, here and on a phone that is sent what is new.

use kaifong_replica::document::Document;

use super::corpus;

/// What is wrong with a document that something was taken into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// What is saved of it does not load.
    #[error("its save does not load")]
    Save,
    /// What is saved of it is something else.
    #[error("its save is another document")]
    Other,
    /// A phone can't take in what is new.
    #[error("a phone can't read it")]
    Phone,
    /// It shows differently to whoever comes to it in another way.
    #[error("it shows differently")]
    Shown,
    /// A record that could be read can't be read any more, or a new one can't be.
    #[error("a record can't be read")]
    Record,
    /// A record is gone that was there.
    #[error("a record is gone")]
    Gone,
    /// Nothing more can be written into it, or not saved.
    #[error("nobody can write into it")]
    Next,
    /// A peer that does no harm is not served any more.
    #[error("another link is not served")]
    Bystander,
}

/// Looks at what has become of a document.
pub(super) fn check(before: &Document, after: &Document) -> Result<(), Unsound> {
    let mut loaded = Document::load(after.kind(), &after.save()).map_err(|_| Unsound::Save)?;
    if loaded.heads() != after.heads() {
        return Err(Unsound::Other);
    }
    let mut phone = before.clone();
    for change in after.changes_after(&before.heads()) {
        phone.absorb(&change).map_err(|_| Unsound::Phone)?;
    }
    if phone.heads() != after.heads() {
        return Err(Unsound::Phone);
    }
    let shown = loaded.entries();
    if shown != phone.entries() || shown != after.clone().entries() {
        return Err(Unsound::Shown);
    }
    let was = before.clone().entries();
    if shown.unreadable > was.unreadable {
        return Err(Unsound::Record);
    }
    let is_shown = |key| shown.entries.iter().any(|entry| entry.record.key() == key);
    if !was.entries.iter().all(|entry| is_shown(entry.record.key())) {
        return Err(Unsound::Gone);
    }
    phone.commit(&corpus::next(after.kind()), "Next/1", corpus::NOW).map_err(|_| Unsound::Next)?;
    Document::load(after.kind(), &phone.save()).map(drop).map_err(|_| Unsound::Next)
}
