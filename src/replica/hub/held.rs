//! A document that a hub holds, and how much of it is durable.

use std::collections::BTreeSet;

use automerge::{ActorId, ChangeHash};
use kaifong_domain::{change::Change, document::DocumentKind, id::SuggestionId, time::Timestamp};

use super::{LinkId, desk::Desk, ground::Ground, seating::Seating};
use crate::{
    actor::device_of,
    document::{Damaged, Document},
    gate::Actors,
};

/// A document and its durability.
pub(super) struct Held {
    pub(super) document: Document,
    /// The document's actors, for the gate.
    pub(super) actors: Actors,
    /// Every change in the history of these heads is committed.
    durable: Vec<ChangeHash>,
    /// The heads that the commit under way will make durable, and the links that brought them.
    committing: Option<(Vec<ChangeHash>, BTreeSet<LinkId>)>,
    /// Changes that were in it, and that the store has lost.
    pub(super) missing: BTreeSet<ChangeHash>,
    /// Its claims and their seats.
    pub(super) seating: Seating,
    /// What residents have suggested in it.
    pub(super) desk: Desk,
    /// Suggestions of theirs that were taken out, of which nobody was told.
    pub(super) removed: Vec<SuggestionId>,
    /// The usher has written seats that are not durable: until they are, strangers are told nothing (devices never
    /// hear of what is not durable). A server that dies with them can give others, and nobody will have heard of two.
    is_hushed: bool,
    /// The links that wait to hear what is kept: they brought changes since the last commit began, or asked.
    pub(super) bringers: BTreeSet<LinkId>,
}

/// Whom to tell what is durable now.
pub(super) struct Kept {
    pub(super) heads: Vec<ChangeHash>,
    /// The links that brought it.
    pub(super) bringers: BTreeSet<LinkId>,
    /// The devices that wrote it: their links may be others by now, and somebody else may have brought it.
    pub(super) devices: BTreeSet<[u8; 8]>,
}

impl Held {
    /// A new document: its first change is everybody's own, and needs no storing.
    pub(super) fn new(kind: DocumentKind) -> Self {
        Self::durable(Document::new(kind))
    }

    pub(super) fn durable(mut document: Document) -> Self {
        let (durable, actors) = (document.heads(), Actors::of(&document));
        let (seating, desk) = (Seating::of(&mut document), Desk::of(&mut document));
        Self {
            document,
            actors,
            durable,
            committing: None,
            missing: BTreeSet::new(),
            seating,
            desk,
            removed: Vec::new(),
            is_hushed: false,
            bringers: BTreeSet::new(),
        }
    }

    /// Shows the usher, and the policy, what has come since these heads.
    pub(super) fn see_since(&mut self, heads: &[ChangeHash], ground: &mut Ground) {
        let outcome = self.document.outcome_since(heads);
        ground.see(&outcome);
        self.removed.extend(self.desk.see(&outcome));
        self.seating.see(outcome);
    }

    /// Lets the usher write, when no commit is under way.
    pub(super) fn seat(&mut self, actor: &ActorId, now: Timestamp) {
        let before = self.document.heads();
        if self.seating.seat(&mut self.document, actor, now) {
            self.is_hushed = true;
            self.actors.note_since(&self.document, &before);
        }
    }

    /// Lets the server write something of its own, when no commit is under way; whether it is written.
    pub(super) fn enter(&mut self, actor: &ActorId, changes: &[Change], message: &str, now: Timestamp) -> bool {
        let before = self.document.heads();
        self.document.set_actor(actor.clone());
        if self.document.is_newer() {
            return false;
        }
        let Ok(Some(made)) = self.document.commit(changes, message, now) else { return false };
        self.desk.see(&made.outcome);
        self.is_hushed = true;
        self.actors.note_since(&self.document, &before);
        true
    }

    /// Whether nothing is to be said of it to strangers until the next commit.
    pub(super) fn is_hushed(&self) -> bool {
        self.is_hushed
    }

    pub(super) fn durable_heads(&self) -> &[ChangeHash] {
        &self.durable
    }

    /// Whether a change is durable.
    pub(super) fn keeps(&self, hash: &ChangeHash) -> bool {
        self.document.has(hash) && !self.document.beyond(&self.durable).contains(hash)
    }

    /// Whether all of it is durable.
    pub(super) fn is_durable(&self) -> bool {
        self.document.heads() == self.durable
    }

    /// The changes that are not durable yet, if any; what a failed commit held is among them.
    pub(super) fn begin_commit(&mut self) -> Option<Vec<u8>> {
        let heads = self.document.heads();
        if heads == self.durable {
            return None;
        }
        let mut bringers = std::mem::take(&mut self.bringers);
        bringers.extend(self.committing.take().into_iter().flat_map(|(_, bringers)| bringers));
        self.committing = Some((heads, bringers));
        Some(self.document.save_after(&self.durable))
    }

    /// The commit is durable.
    pub(super) fn end_commit(&mut self) -> Option<Kept> {
        let (heads, mut bringers) = self.committing.take()?;
        self.is_hushed = false;
        // Who has come to wait while it was under way has no other to wait for.
        if self.document.heads() == heads {
            bringers.append(&mut self.bringers);
        }
        let authors = self.document.authors_after(&self.durable);
        self.durable.clone_from(&heads);
        Some(Kept { heads, bringers, devices: authors.iter().filter_map(device_of).collect() })
    }
}

/// Puts a document together from its chunks; the first one may be a snapshot.
pub(super) fn assemble(kind: DocumentKind, chunks: &[Vec<u8>]) -> Result<Document, Damaged> {
    let (mut document, rest) = match chunks.split_first() {
        Some((first, rest)) if is_snapshot(first) => (Document::load(kind, first)?, rest),
        _ => (Document::new(kind), chunks),
    };
    rest.iter().try_for_each(|chunk| document.absorb(chunk))?;
    Ok(document)
}

/// Whether a chunk is a whole document: Automerge's binary format has a magic number (4 bytes), a
/// checksum (4 bytes) and then the chunk's type, 0 for a document.
fn is_snapshot(chunk: &[u8]) -> bool {
    chunk.get(8) == Some(&0)
}
