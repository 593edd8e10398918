//! Everything of this phone as one file, and back from it. Documents are merged; commands that waited are
//! given again under a fresh actor, as this phone's own: nobody else's changes can be brought by it, and
//! two writers never share an actor (invariant I1). What is here is never overwritten, and a file that is
//! restored twice changes nothing.

use std::collections::BTreeSet;

use automerge::ChangeHash;
use kaifong_domain::{
    archive::{ArchiveError, Contents, Restored},
    id::RequestId,
    refused::Cause,
    time::Timestamp,
};

use super::{Replica, replay::Again, writer::Cargo};
use crate::{
    archive::{Archive, Packing},
    document::{Damaged, Document},
    effect::Effect,
};

impl Replica {
    /// Everything that this phone holds, as a file, with how its owner likes things.
    pub fn archive(&self, settings: String, now: Timestamp) -> Vec<u8> {
        let identity = &self.setup.identity;
        let card = self.community.people.get(&identity.actor.person);
        let packing = Packing {
            identity,
            person_name: card.map(|card| card.name.clone()).unwrap_or_default(),
            made_at: now,
            documents: self.shelves.values().map(|shelf| &shelf.document).collect(),
            outbox: self.outbox.rows().collect(),
            refused: self.refused.all(),
            settings,
        };
        packing.pack()
    }

    /// What a file holds; nothing is changed.
    ///
    /// # Errors
    /// See [`ArchiveError`].
    pub fn look_into(&self, file: &[u8]) -> Result<Contents, ArchiveError> {
        Ok(self.open(file)?.contents)
    }

    /// Takes everything that a file holds. [`Effect::Restored`] follows when it is durable.
    ///
    /// # Errors
    /// See [`ArchiveError`]: nothing is changed then.
    pub fn restore(&mut self, request: RequestId, file: &[u8], now: Timestamp) -> Result<Vec<Effect>, ArchiveError> {
        let mut archive = self.open(file)?;
        // All of it is made and read back before anything here is changed.
        let documents = std::mem::take(&mut archive.documents);
        let merged = documents.into_iter().map(|document| self.merge(document, &archive));
        let merged: Vec<Document> = merged.collect::<Result<_, _>>().map_err(|Damaged| ArchiveError::Damaged)?;
        let mut effects = Vec::new();
        self.renew_nonce(now);
        let documents = merged.into_iter().filter(|document| self.take_over(document, &mut effects)).count() as u32;
        let (given, refused) = self.give_archived(archive, now, &mut effects);
        self.writer
            .add([self.restored.store()], Some(Cargo::Restored(request, Restored { documents, given, refused })));
        self.settle(now, &mut effects);
        Ok(effects)
    }

    fn open(&self, file: &[u8]) -> Result<Archive, ArchiveError> {
        let (archive, identity) = (Archive::read(file)?, &self.setup.identity);
        if archive.community != identity.community {
            return Err(ArchiveError::OtherCommunity { name: archive.contents.community_name });
        }
        if archive.contents.person != identity.actor.person {
            return Err(ArchiveError::OtherPerson { name: archive.contents.person_name });
        }
        Ok(archive)
    }

    /// What this phone will hold of a document. What waited in the file is left out, with what builds on it:
    /// the community takes it only from the device that wrote it.
    fn merge(&self, document: Document, archive: &Archive) -> Result<Document, Damaged> {
        let (kind, name) = (document.kind(), document.kind().name());
        let of_it = archive.outbox.iter().filter(|(_, row)| row.document == name);
        let waiting = of_it.map(|(hash, _)| *hash).collect::<BTreeSet<_>>();
        let kept = if waiting.is_empty() { document } else { document.without(&waiting)?.document };
        match self.shelves.get(&kind) {
            Some(shelf) => shelf.document.merged(&kept),
            None => Document::new(kind).merged(&kept),
        }
    }

    /// Puts a merged document in the place of what it was merged from; whether it holds more.
    fn take_over(&mut self, merged: &Document, effects: &mut Vec<Effect>) -> bool {
        let kind = merged.kind();
        let shelf = self.shelf(kind);
        let before = shelf.document.heads();
        if merged.heads() == before {
            return false;
        }
        let actor = shelf.document.automerge().get_actor().clone();
        shelf.document = merged.clone();
        shelf.document.set_actor(actor);
        let changes = shelf.document.save_after(&before);
        let (_, op) = shelf.increment(&changes);
        let outcome = shelf.document.outcome_since(&before);
        self.writer.add([op], None);
        self.restored.mark(merged);
        self.show(kind, outcome, effects);
        true
    }

    /// Gives the commands again that waited in a file, and lists those that were refused; how many are
    /// waiting now, and how many were not allowed.
    fn give_archived(&mut self, archive: Archive, now: Timestamp, effects: &mut Vec<Effect>) -> (u32, u32) {
        for refused in archive.refused {
            // Since the file was made it may have been tried again, and wait.
            let is_known = self.refused.has(refused.request) || self.outbox.has(refused.request);
            if self.restored.give(ChangeHash(refused.id.0)) && !is_known {
                self.list(refused);
            }
        }
        let mut again: Vec<Again> = Vec::new();
        for (hash, row) in archive.outbox {
            let is_known = self.outbox.has(row.request) || self.refused.has(row.request);
            let is_here = is_known || self.shelves.values().any(|shelf| shelf.document.has(&hash));
            if self.restored.give(hash) && !is_here {
                again.push((hash, row));
            }
        }
        let (waiting, listed) = (self.outbox.len(), self.refused.len());
        self.replay(again, Cause::Overtaken, now, effects);
        ((self.outbox.len() - waiting) as u32, (self.refused.len() - listed) as u32)
    }

    /// The community has what this phone holds: nothing that came from a file is in doubt any more.
    pub(super) fn confirm_restored(&mut self) {
        let kinds: Vec<_> = self.shelves.keys().copied().collect();
        if kinds.into_iter().filter(|kind| self.restored.confirm(*kind)).count() > 0 {
            self.writer.add([self.restored.store()], None);
        }
    }
}
