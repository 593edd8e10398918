//! What a hub and a device of our own kind say to each other: a digest, what differs, and changes.

use std::{cmp::Reverse, collections::BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, time::Timestamp};

use super::{
    Cut, Hub, HubEffect, LinkId,
    gathering::Member,
    held::Held,
    packed::{PARCEL, Packed},
    send,
};
use crate::{
    document::Document,
    gate::{Delivered, Pass},
    preview,
    schema::DocumentId,
    sync::{
        digest::{self, Holdings, Root},
        exchange::Exchange,
        frame::{Frame, Holding},
    },
};

/// With more changes than this a document is bulk: it waits until edits to others have gone.
const BULK: usize = 200;

/// How a hub stands with a device of our own kind.
#[derive(Default)]
pub(super) struct Counterpart {
    pub(super) exchange: Exchange,
    /// With how many buckets its digest was answered, until it has said which of them differ.
    compared: Option<usize>,
    /// What it needs first.
    order: Vec<DocumentKind>,
    /// It has wanted something, and waits to hear that it has everything.
    waits: bool,
}

impl Hub {
    /// The answer to a device's digest: nothing if it holds just what is durable here, else buckets.
    pub(super) fn compare(&mut self, link: LinkId, root: &Root) -> Vec<u8> {
        let Some(member) = self.members.get_mut(&link) else { return vec![] };
        let durable: Vec<(DocumentKind, Vec<ChangeHash>)> = self
            .documents
            .iter()
            .filter(|(kind, _)| member.may_read(**kind, self.ground.known()))
            .filter(|(_, held)| !held.document.is_beginning(held.durable_heads()))
            .map(|(kind, held)| (*kind, held.durable_heads().to_vec()))
            .collect();
        let holdings: Holdings = durable.iter().map(|(kind, heads)| (kind.name(), heads.clone())).collect();
        let answer = if digest::root(&holdings) == *root { vec![] } else { digest::buckets(&holdings, root) };
        let mut counterpart = Counterpart::default();
        durable.into_iter().for_each(|(kind, heads)| counterpart.exchange.agree(kind, heads));
        counterpart.compared = (!answer.is_empty()).then(|| digest::count(&answer));
        member.counterpart = Some(counterpart);
        answer
    }

    /// A device has compared, and says what it holds of what differs.
    pub(super) fn take_want(
        &mut self,
        link: LinkId,
        buckets: &[u8],
        list: Vec<Holding>,
        effects: &mut Vec<HubEffect>,
    ) -> Result<(), Cut> {
        let counterpart = self.counterpart(link)?;
        let compared = counterpart.compared.take();
        if let Some(count) = compared {
            counterpart.waits = true;
            counterpart.order = list.iter().filter_map(|holding| DocumentKind::from_name(&holding.document)).collect();
            let kinds = self.readable(link);
            let differs = |kind: &DocumentKind| buckets.contains(&digest::bucket(&kind.name(), count));
            for kind in kinds.into_iter().filter(differs) {
                self.counterpart(link)?.exchange.answer(kind, vec![]);
            }
        }
        // Each name costs work, so each counts once.
        let mut named = BTreeSet::new();
        for Holding { document: name, heads } in list {
            if !named.insert(name.clone()) {
                continue;
            }
            if heads.is_empty() && self.is_anothers(link, &name) {
                continue;
            }
            let Some(kind) = self.known(link, &name, effects) else { continue };
            if compared.is_some() && heads.is_empty() {
                self.preview(link, kind, effects);
            }
            if compared.is_none() && !self.counterpart(link)?.exchange.has_lost(kind) {
                return Err(Cut::OutOfTurn);
            }
            // Of what neither side has there is nothing to say.
            if !heads.is_empty() || self.documents.contains_key(&kind) {
                self.take_holding(link, kind, &heads, effects)?;
            }
        }
        self.go_on(link, effects);
        Ok(())
    }

    /// Shows a device that has nothing of a document what it holds, if its history is long and all durable.
    fn preview(&mut self, link: LinkId, kind: DocumentKind, effects: &mut Vec<HubEffect>) {
        let Some(held) = self.documents.get_mut(&kind) else { return };
        if held.is_durable() && held.document.beyond(&[]).len() > BULK {
            let data = preview::write(&held.document.entries().entries);
            send(link, &Frame::Preview { document: kind.name(), data }, effects);
        }
    }

    /// Where a device stands with a document. If it names changes that are not here, these have been lost
    /// here, and it is asked for others; what it names then is taken as far as it is known.
    fn take_holding(
        &mut self,
        link: LinkId,
        kind: DocumentKind,
        heads: &[ChangeHash],
        effects: &mut Vec<HubEffect>,
    ) -> Result<(), Cut> {
        let blank = Document::new(kind);
        let document = self.documents.get(&kind).map_or(&blank, |held| &held.document);
        let known: Vec<ChangeHash> = heads.iter().copied().filter(|head| document.has(head)).collect();
        let is_known = known.len() == heads.len();
        let exchange = &mut self.counterpart(link)?.exchange;
        if !is_known && exchange.lose(kind) {
            send(link, &Frame::Lost { document: kind.name() }, effects);
            return Ok(());
        }
        exchange.answer(kind, known);
        if !self.documents.contains_key(&kind) {
            let exchange = &mut self.counterpart(link)?.exchange;
            if let Some(said) = exchange.speak(&blank, |held| blank.pack(held, PARCEL)) {
                let frame = Packed::default().frame(kind, vec![], said, true);
                effects.push(HubEffect::Send { link, frame });
            }
        }
        Ok(())
    }

    /// Takes in what a device has packed.
    pub(super) fn take_changes(
        &mut self,
        now: Timestamp,
        link: LinkId,
        name: &str,
        parcel: &[u8],
        effects: &mut Vec<HubEffect>,
    ) -> Result<(), Cut> {
        let Some(kind) = self.known(link, name, effects) else { return Ok(()) };
        let counterpart = self.counterpart(link)?;
        if counterpart.compared.is_some() {
            return Err(Cut::OutOfTurn);
        }
        // It has not heard yet that it must say more.
        if counterpart.exchange.has_lost(kind) {
            return Ok(());
        }
        self.deliver(now, link, kind, parcel, effects)
    }

    /// What waited on other links for something that has come now is looked at again.
    pub(super) fn try_waiting(&mut self, now: Timestamp, kind: DocumentKind, effects: &mut Vec<HubEffect>) {
        let waits = |member: &Member| member.counterpart.is_some() && member.session.has_waiting(kind);
        let links: Vec<LinkId> =
            self.members.iter().filter(|(_, member)| waits(member)).map(|(link, _)| *link).collect();
        for link in links {
            if let Err(reason) = self.deliver(now, link, kind, &[], effects) {
                self.cut(link, reason, effects);
            }
        }
    }

    /// Takes a parcel through the gate, and says what came of it.
    fn deliver(
        &mut self,
        now: Timestamp,
        link: LinkId,
        kind: DocumentKind,
        parcel: &[u8],
        effects: &mut Vec<HubEffect>,
    ) -> Result<(), Cut> {
        let is_refilling = self.is_refilling(now);
        let Some(member) = self.members.get_mut(&link) else { return Ok(()) };
        let (author, rights, may_read) = (member.author(), member.rights(), member.may_read(kind, self.ground.known()));
        let counterpart = member.counterpart.as_mut().ok_or(Cut::OutOfTurn)?;
        let mut new = None;
        let held = self.documents.get_mut(&kind).unwrap_or_else(|| new.insert(Held::new(kind)));
        let before = held.document.heads();
        let (devices, missing, vouched) = (&self.devices, &held.missing, &member.vouched);
        let known = self.ground.known();
        let dead = self.dead.of(kind);
        let pass = Pass { author, rights, known, now, devices, is_refilling, missing, vouched, dead };
        let delivered = member.session.deliver_at_gate(&pass, &mut held.document, &mut held.actors, parcel);
        let changed = held.document.heads() != before;
        if changed {
            held.see_since(&before, &mut self.ground);
            self.stirred.insert(kind);
        }
        let Delivered { refused, held: tips, is_orphaned } = delivered?;
        // What waits may have come in a letter for somebody who may not read the document: there is nothing to be
        // said to them about it.
        if may_read {
            counterpart.exchange.learn(&held.document, tips, vec![]);
            if is_orphaned && counterpart.exchange.lose(kind) {
                send(link, &Frame::Lost { document: kind.name() }, effects);
            }
        }
        if changed || !held.is_durable() {
            held.bringers.insert(link);
        } else if !parcel.is_empty() && refused.is_empty() && !is_orphaned {
            let (document, heads) = (DocumentId::of(&self.community, kind), before);
            send(link, &Frame::Receipt { document, heads }, effects);
        }
        if changed {
            self.documents.extend(new.map(|held| (kind, held)));
        }
        self.tell_refused(link, kind, refused, effects);
        Ok(())
    }

    /// Says what there is to say about a document to a device of our own kind: what is durable, and no more. A
    /// phone that held what a dying server forgets, and whose author is gone too, could never be rid of it.
    pub(super) fn speak_ours(
        &mut self,
        link: LinkId,
        kind: DocumentKind,
        packed: &mut Packed,
        effects: &mut Vec<HubEffect>,
    ) {
        let (Some(held), Some(member)) = (self.documents.get(&kind), self.members.get_mut(&link)) else { return };
        let Some(counterpart) = member.counterpart.as_mut().filter(|counterpart| counterpart.compared.is_none()) else {
            return;
        };
        let (exchange, document, durable) = (&mut counterpart.exchange, &held.document, held.durable_heads());
        loop {
            let from = exchange.held(kind).to_vec();
            let said = exchange.speak_of(document, durable.to_vec(), |from| packed.parcel(document, from, durable));
            let Some(said) = said else { return };
            let kept = !said.heads.is_empty();
            effects.push(HubEffect::Send { link, frame: packed.frame(kind, from, said, kept) });
        }
    }

    /// The documents of which there may be something to say to a link: edits before bulk, what it needs
    /// first before the rest, and the rest from the newest to the oldest.
    pub(super) fn in_order(&self, link: LinkId) -> Vec<DocumentKind> {
        let Some(member) = self.members.get(&link) else { return vec![] };
        let readable: Vec<DocumentKind> =
            self.documents.keys().copied().filter(|kind| member.hears_of(*kind, self.ground.known())).collect();
        let counterpart = member.counterpart.as_ref();
        let Some(Counterpart { exchange, order, .. }) = counterpart else { return readable };
        let held = readable.iter().filter_map(|kind| Some((kind, self.documents.get(kind)?)));
        let mut kinds: Vec<_> = held
            .filter(|(_, held)| exchange.has_word_of(&held.document, held.durable_heads()))
            .map(|(kind, held)| {
                let is_bulk = held.document.beyond(exchange.held(*kind)).len() > BULK;
                let rank = order.iter().position(|other| other == kind).unwrap_or(usize::MAX);
                (is_bulk, rank, Reverse(kind.year().unwrap_or(i16::MAX)), *kind)
            })
            .collect();
        kinds.sort_unstable();
        kinds.into_iter().map(|(.., kind)| kind).collect()
    }

    /// Tells a device that it has everything that it wanted, once it has.
    pub(super) fn complete(&mut self, link: LinkId, effects: &mut Vec<HubEffect>) {
        let waits = self.counterpart(link).is_ok_and(|counterpart| counterpart.waits);
        if waits && self.in_order(link).is_empty() {
            if let Ok(counterpart) = self.counterpart(link) {
                counterpart.waits = false;
            }
            send(link, &Frame::Complete, effects);
        }
    }

    fn counterpart(&mut self, link: LinkId) -> Result<&mut Counterpart, Cut> {
        self.members.get_mut(&link).and_then(|member| member.counterpart.as_mut()).ok_or(Cut::OutOfTurn)
    }
}
