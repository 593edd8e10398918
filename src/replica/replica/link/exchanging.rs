//! What a phone and a server of our own kind say to each other: a digest, what differs, and changes.

use std::collections::BTreeSet;

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, time::Timestamp};

use super::{
    super::{Replica, shelf::Shelf},
    Phase,
    word::Word,
};
use crate::{
    effect::Effect,
    preview,
    sync::{
        digest::{self, Holdings, Root},
        exchange::{Exchange, Said},
        frame::{Frame, FrameError, Holding},
    },
};

/// About how large a parcel is at most, in bytes.
const PARCEL: usize = 32 * 1024;

impl Replica {
    /// The root of what this phone holds, to be compared with the server's.
    pub(super) fn offer(&mut self) -> Root {
        // What another line said of what is kept, this one has yet to say.
        self.shelves.values_mut().for_each(|shelf| shelf.durable.clear());
        let written = self.shelves.iter().filter(|(_, shelf)| !shelf.document.is_blank());
        self.link.offered = written.map(|(kind, shelf)| (kind.name(), shelf.document.heads())).collect();
        digest::root(&self.link.offered)
    }

    /// The server has answered the digest.
    pub(super) fn take_answer(
        &mut self,
        now: Timestamp,
        answer: &[u8],
        effects: &mut Vec<Effect>,
    ) -> Result<(), FrameError> {
        let offered = std::mem::take(&mut self.link.offered);
        let mut exchange = Exchange::default();
        for (kind, heads) in kinds(&offered) {
            exchange.agree(kind, heads.clone());
        }
        self.link.exchange = Some(exchange);
        self.link.phase = Phase::Syncing;
        if answer.is_empty() {
            for (kind, heads) in kinds(&offered) {
                self.shelf(kind).durable.clone_from(heads);
                self.count_kept(kind, effects);
            }
            return Ok(());
        }
        let root = digest::root(&offered);
        let buckets = digest::differing(&offered, &root, answer).ok_or(FrameError::Field("peerMetadata"))?;
        let documents = self.holdings(now, &buckets, digest::count(answer));
        let buckets = buckets.into_iter().collect();
        self.link.lacks = true;
        self.send(now, &Frame::Want { buckets, documents }, effects);
        Ok(())
    }

    /// What this phone holds in the buckets that differ, and believes that the server holds too: all but
    /// what waits in the outbox. Documents in which something waits come first, in whatever bucket, for what
    /// is said to be kept is never told by a bucket's few bytes; then those that a person looks at first,
    /// also when there is nothing of them yet.
    fn holdings(&mut self, now: Timestamp, buckets: &BTreeSet<u8>, count: usize) -> Vec<Holding> {
        let looked_at = looked_at(now);
        let held: Vec<DocumentKind> = self.shelves.keys().copied().collect();
        let (waiting, rest): (Vec<_>, Vec<_>) = held.into_iter().partition(|kind| self.outbox.has_any_of(*kind));
        let mut listed = BTreeSet::new();
        let mut documents = Vec::new();
        for kind in waiting.into_iter().chain(looked_at).chain(rest) {
            let name = kind.name();
            let is_due = self.outbox.has_any_of(kind) || buckets.contains(&digest::bucket(&name, count));
            if !is_due || !listed.insert(kind) {
                continue;
            }
            let heads = self.shared_heads(kind);
            if let Some(exchange) = self.link.exchange.as_mut().filter(|_| !heads.is_empty()) {
                exchange.ask(kind, heads.clone(), false);
            }
            documents.push(Holding { document: name, heads });
        }
        documents
    }

    fn shared_heads(&self, kind: DocumentKind) -> Vec<ChangeHash> {
        let shelf = self.shelves.get(&kind).filter(|shelf| !shelf.document.is_blank());
        shelf.map(|shelf| shelf.document.heads_without(|hash| self.outbox.waits(hash))).unwrap_or_default()
    }

    /// The server does not know the changes that it was believed to hold: it is told of others.
    pub(super) fn take_lost(&mut self, now: Timestamp, name: String, effects: &mut Vec<Effect>) {
        let Some(kind) = DocumentKind::from_name(&name) else { return };
        let (Some(shelf), Some(exchange)) = (self.shelves.get(&kind), &mut self.link.exchange) else { return };
        let heads = shelf.document.samples(|hash| self.outbox.waits(hash));
        exchange.ask(kind, vec![], true);
        let documents = vec![Holding { document: name, heads }];
        self.send(now, &Frame::Want { buckets: vec![], documents }, effects);
    }

    /// Shows what a document holds whose history is still to come.
    pub(super) fn take_preview(&mut self, name: &str, data: &[u8], effects: &mut Vec<Effect>) {
        let Some(kind) = DocumentKind::from_name(name) else { return };
        let is_missing = self.shelves.get(&kind).is_none_or(|shelf| shelf.document.is_blank());
        let Some(entries) = preview::read(kind, data).filter(|_| is_missing && self.link.lacks) else { return };
        self.is_previewing = true;
        effects.push(Effect::Patch(entries));
    }

    /// Takes in what the server has packed.
    pub(super) fn take_changes(
        &mut self,
        now: Timestamp,
        frame: Frame,
        effects: &mut Vec<Effect>,
    ) -> Result<(), FrameError> {
        let Frame::Changes { document: name, parcel, heads, asks, kept } = frame else { return Ok(()) };
        if asks {
            self.send(now, &Frame::Taken, effects);
        }
        // A document of a newer version is not for us yet.
        let Some(kind) = DocumentKind::from_name(&name) else { return Ok(()) };
        self.shelf(kind);
        self.take_word(now, kind, &Word::Parcel { bytes: &parcel, heads: &heads }, effects)?;
        if kept {
            self.shelf(kind).durable = heads;
            self.count_kept(kind, effects);
        }
        Ok(())
    }

    /// Says what there is to say about each document, once everything in it is durable here.
    pub(super) fn speak_ours(&mut self, effects: &mut Vec<Effect>) {
        let Some(exchange) = &mut self.link.exchange else { return };
        let withheld = &self.link.withheld;
        let sayable = |kind: &DocumentKind, shelf: &Shelf| shelf.unsaved == 0 && !withheld.contains(kind);
        for (kind, shelf) in self.shelves.iter().filter(|(kind, shelf)| sayable(kind, shelf)) {
            let document = &shelf.document;
            while let Some(Said { bytes: parcel, asks, .. }) =
                exchange.speak(document, |held| document.pack(held, PARCEL))
            {
                let frame = Frame::Changes { document: kind.name(), parcel, heads: vec![], asks, kept: false };
                effects.push(Effect::Send(frame.encode()));
            }
        }
    }
}

/// The documents that a person looks at first.
pub(super) fn looked_at(now: Timestamp) -> [DocumentKind; 4] {
    let year = now.date().year();
    [DocumentKind::Commons, DocumentKind::Tasks(year), DocumentKind::Roster, DocumentKind::Suggestions(year)]
}

/// The documents that this version knows.
fn kinds(holdings: &Holdings) -> impl Iterator<Item = (DocumentKind, &Vec<ChangeHash>)> {
    holdings.iter().filter_map(|(name, heads)| Some((DocumentKind::from_name(name)?, heads)))
}
