//! Taking in another copy of a document.

use automerge::{AutomergeError, Change as StoredChange, SaveOptions};

use super::{Damaged, Document};

impl Document {
    /// All that can be seen of it, as a snapshot: changes that wait for others are left out.
    pub fn save_seen(&self) -> Vec<u8> {
        self.doc.save_with_options(SaveOptions { retain_orphans: false, ..SaveOptions::default() })
    }

    /// This document with what another copy of it holds too. Where both have a change under one number of
    /// one author, this one's counts, and what the other one builds on its own is left out. The result has
    /// been read back: it is a document.
    ///
    /// # Errors
    /// [`Damaged`] if the two don't make one.
    pub fn merged(&self, other: &Self) -> Result<Self, Damaged> {
        let mut other = other.clone();
        loop {
            let news = other.doc.get_changes(&[]).into_iter().filter(|change| !self.has(&change.hash()));
            let news: Vec<StoredChange> = news.collect();
            let mut merged = self.clone();
            match merged.doc.apply_changes(news) {
                Ok(()) => {
                    let read = Self::load(self.kind, &merged.save_seen())?;
                    return (read.heads() == merged.heads()).then_some(merged).ok_or(Damaged);
                }
                Err(AutomergeError::DuplicateSeqNumber(seq, actor)) => {
                    let branch = other.branch(&actor, seq);
                    let foreign = branch.into_iter().filter(|hash| !self.has(hash)).collect();
                    let parted = other.without(&foreign)?;
                    if parted.without.is_empty() {
                        return Err(Damaged);
                    }
                    other = parted.document;
                }
                Err(_) => return Err(Damaged),
            }
        }
    }
}
