//! A document that a hub holds, and how much of it is durable.

use std::collections::BTreeSet;

use automerge::ChangeHash;
use kaifong_domain::document::DocumentKind;

use super::LinkId;
use crate::document::{Damaged, Document};

/// A document and its durability.
pub(super) struct Held {
    pub(super) document: Document,
    /// Every change in the history of these heads is committed.
    durable: Vec<ChangeHash>,
    /// The heads that the commit under way will make durable, and whom to tell.
    committing: Option<(Vec<ChangeHash>, BTreeSet<LinkId>)>,
    /// The links that brought changes which the commit under way does not hold, or came while there were
    /// any: they may be waiting for a receipt.
    authors: BTreeSet<LinkId>,
}

impl Held {
    /// A new document: its first change is everybody's own, and needs no storing.
    pub(super) fn new(kind: DocumentKind) -> Self {
        Self::durable(Document::new(kind))
    }

    pub(super) fn durable(document: Document) -> Self {
        let durable = document.heads();
        Self { document, durable, committing: None, authors: BTreeSet::new() }
    }

    pub(super) fn durable_heads(&self) -> Vec<ChangeHash> {
        self.durable.clone()
    }

    /// Whether all of it is committed.
    pub(super) fn is_durable(&self) -> bool {
        self.document.heads() == self.durable
    }

    /// A link is to be told when all that is here now is durable.
    pub(super) fn owe(&mut self, link: LinkId) {
        self.authors.insert(link);
    }

    /// The changes that are not durable yet, if any; what a failed commit held is among them.
    pub(super) fn begin_commit(&mut self) -> Option<Vec<u8>> {
        let heads = self.document.heads();
        if heads == self.durable {
            return None;
        }
        let mut authors = std::mem::take(&mut self.authors);
        authors.extend(self.committing.take().into_iter().flat_map(|(_, authors)| authors));
        self.committing = Some((heads, authors));
        Some(self.document.save_after(&self.durable))
    }

    /// The commit is durable: the new durable heads, and whom to tell.
    pub(super) fn end_commit(&mut self) -> Option<(Vec<ChangeHash>, BTreeSet<LinkId>)> {
        let (heads, mut authors) = self.committing.take()?;
        self.durable.clone_from(&heads);
        if self.is_durable() {
            authors.append(&mut self.authors);
        }
        Some((heads, authors))
    }
}

/// Puts a document together from its chunks; the first one may be a snapshot.
pub(super) fn assemble(kind: DocumentKind, chunks: &[Vec<u8>]) -> Result<Document, Damaged> {
    let (mut document, rest) = match chunks.split_first().map(|(first, rest)| (Document::load(kind, first), rest)) {
        Some((Ok(document), rest)) => (document, rest),
        _ => (Document::new(kind), chunks),
    };
    rest.iter().try_for_each(|chunk| document.absorb(chunk))?;
    Ok(document)
}
