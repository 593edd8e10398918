//! The line to the server: prove, join, sync, receipts, and a heartbeat.

mod exchanging;
mod greeting;
mod heartbeat;
mod word;

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{
    bridge::{Line, Tick},
    document::DocumentKind,
    handover::LetterId,
    rejection::Rejection,
    time::Timestamp,
};

use super::{Replica, shelf::Shelf};
use crate::{
    effect::{CloseReason, Effect},
    schema::DocumentId,
    sync::{
        digest::Holdings,
        exchange::Exchange,
        frame::{Frame, FrameError, MAX_FRAME, MAX_SERVER_FRAME, VERSION, hex, proof_text},
        session::Session,
    },
};

/// For how long a proof may be used, in milliseconds.
const PROOF_LIFE: i64 = 60_000;
/// What an envelope adds to a sync message, at most, in bytes.
const ENVELOPE: usize = 1_024;

/// The line.
#[derive(Default)]
pub(super) struct Link {
    phase: Phase,
    /// What was held when the server was asked to compare.
    offered: Holdings,
    /// With a server of our own kind.
    pub(super) exchange: Option<Exchange>,
    /// Something was wanted, and has not all come.
    lacks: bool,
    /// With a server that speaks automerge-repo's protocol.
    pub(super) session: Session,
    /// Documents that the server does not give to us.
    withheld: BTreeSet<DocumentKind>,
    /// Letters that were sent on it.
    letters: BTreeSet<LetterId>,
    /// What the server has refused on it, which it does not say twice.
    pub(super) refused: BTreeMap<ChangeHash, Rejection>,
    /// Changes of which the server was told may be gone here.
    pub(super) has_parted: bool,
    server: String,
    heard: Timestamp,
    spoke: Timestamp,
    /// Since when a phone that has woken waits for any word of the server's.
    woken: Option<Timestamp>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Phase {
    #[default]
    Closed,
    /// Open; the server has not said anything yet.
    Greeting,
    /// The device key is asked for a signature.
    Signing { expiry: i64 },
    /// Proven; waiting to be let in.
    Joining,
    /// Syncing.
    Syncing,
    /// The server does not accept this device.
    Refused,
}

impl Link {
    pub(super) fn open(&mut self, now: Timestamp) {
        *self = Self { phase: Phase::Greeting, heard: now, spoke: now, ..Self::default() };
    }

    /// Whether the server has said that it holds exactly what is on a shelf, and nothing more is to come.
    pub(super) fn is_even(&self, shelf: &Shelf) -> bool {
        let document = &shelf.document;
        if self.phase != Phase::Syncing || self.lacks || self.withheld.contains(&document.kind()) {
            return false;
        }
        match &self.exchange {
            Some(exchange) => exchange.is_even(document) || shelf.durable == document.heads() || document.is_blank(),
            None => self.session.is_even(document),
        }
    }

    /// The server does not give us a document.
    pub(super) fn withhold(&mut self, kind: DocumentKind) {
        self.withheld.insert(kind);
    }

    /// Whether a server of our own kind does not give us a document.
    pub(super) fn withholds(&self, kind: DocumentKind) -> bool {
        self.exchange.is_some() && self.withheld.contains(&kind)
    }

    pub(super) fn close(&mut self) {
        if self.phase != Phase::Refused {
            *self = Self::default();
        }
    }

    /// The server has ended it.
    pub(super) fn end(&mut self, is_refused: bool) {
        *self = Self { phase: if is_refused { Phase::Refused } else { Phase::Closed }, ..Self::default() };
    }
}

impl Replica {
    /// How the line stands.
    pub(super) fn line(&self) -> Line {
        let is_even = |shelf: &Shelf| shelf.unsaved == 0 && self.link.is_even(shelf);
        let even = || self.shelves.iter().all(|(kind, shelf)| self.link.withheld.contains(kind) || is_even(shelf));
        match self.link.phase {
            _ if self.is_revoked => Line::Revoked,
            Phase::Closed => Line::Offline,
            Phase::Refused => Line::Refused,
            Phase::Syncing if !self.link.lacks && even() => Line::Synced,
            Phase::Syncing => Line::Syncing,
            Phase::Greeting | Phase::Signing { .. } | Phase::Joining => Line::Connecting,
        }
    }

    /// Takes in a frame.
    pub(super) fn hear(&mut self, now: Timestamp, bytes: &[u8], effects: &mut Vec<Effect>) {
        (self.link.heard, self.link.woken) = (now, None);
        let frame = Frame::decode(bytes, MAX_SERVER_FRAME);
        if let Err(FrameError::TooLarge | FrameError::NotAMap | FrameError::Field(_)) =
            frame.and_then(|frame| self.take(now, frame, effects))
        {
            effects.push(Effect::Close(CloseReason::Malformed));
            self.link.close();
        }
    }

    fn take(&mut self, now: Timestamp, frame: Frame, effects: &mut Vec<Effect>) -> Result<(), FrameError> {
        match (frame, self.link.phase) {
            (Frame::Challenge { nonce, time }, Phase::Greeting) => {
                let (identity, expiry) = (&self.setup.identity, time.saturating_add(PROOF_LIFE));
                let text = proof_text(&self.setup.origin, &identity.community, &nonce, &identity.device, expiry);
                self.link.phase = Phase::Signing { expiry };
                effects.push(Effect::Sign(text));
            }
            (Frame::Peer { sender, digest, trust, .. }, Phase::Joining) => {
                self.link.server = sender;
                self.take_trust(trust, now, effects);
                match digest {
                    Some(answer) => self.take_answer(now, &answer, effects)?,
                    None => self.link.phase = Phase::Syncing,
                }
            }
            (frame @ Frame::Changes { .. }, Phase::Syncing) => self.take_changes(now, frame, effects)?,
            (Frame::Preview { document, data }, Phase::Syncing) => self.take_preview(&document, &data, effects),
            (Frame::Lost { document }, Phase::Syncing) => self.take_lost(now, document, effects),
            (Frame::Complete, Phase::Syncing) => self.link.lacks = false,
            (Frame::Taken, Phase::Syncing) => {
                self.link.exchange.iter_mut().for_each(Exchange::taken);
            }
            (Frame::Sync { document, data, .. }, Phase::Syncing) => self.take_sync(now, document, &data, effects)?,
            (Frame::Receipt { document, heads }, Phase::Syncing) => {
                if let Some(kind) = self.kind_of(document) {
                    self.shelf(kind).durable = heads;
                    self.count_kept(kind, effects);
                }
            }
            (Frame::Unavailable { document, .. }, Phase::Syncing) => {
                if let Some(kind) = self.kind_of(document) {
                    self.withhold(kind, now, effects);
                }
            }
            (Frame::Refused { document, changes }, Phase::Syncing) => {
                self.note_refused(&changes);
                if let Some(kind) = self.kind_of(document) {
                    self.take_out(kind, &changes, now, effects);
                }
            }
            (Frame::LetterAnswer { letter, why }, Phase::Syncing) => self.answered(letter, why, now, effects),
            (Frame::Ping, Phase::Syncing) => self.send(now, &Frame::Pong, effects),
            (Frame::Bearer { token, seconds }, Phase::Syncing) => effects.push(Effect::Bearer { token, seconds }),
            (Frame::Error { message, why }, phase) => {
                self.take_error((message, why), phase == Phase::Joining, now, effects);
            }
            // Everything else is for peers of another kind, or late: it means nothing here.
            _ => {}
        }
        Ok(())
    }

    /// Ends a line on which something was said that is not so any more.
    pub(super) fn dial_anew(&mut self, effects: &mut Vec<Effect>) {
        if !matches!(self.link.phase, Phase::Closed | Phase::Refused) {
            effects.push(Effect::Close(CloseReason::Anew));
            self.link.close();
        }
    }

    /// Answers the server's challenge, and asks to be let in at once.
    pub(super) fn prove(&mut self, signature: [u8; 64], effects: &mut Vec<Effect>) {
        let Phase::Signing { expiry } = self.link.phase else { return };
        let device = self.setup.identity.device;
        effects.push(Effect::Send(Frame::Prove { device, expiry, signature }.encode()));
        let (sender, versions, digest) = (hex(&device), vec![VERSION.into()], Some(self.offer()));
        effects.push(Effect::Send(Frame::Join { sender, versions, digest }.encode()));
        self.link.phase = Phase::Joining;
    }

    /// The document with this id: one that we hold, or one for a year of which we have nothing yet.
    fn kind_of(&self, id: DocumentId) -> Option<DocumentKind> {
        let community = &self.setup.identity.community;
        self.shelves.keys().copied().find(|kind| DocumentId::of(community, *kind) == id)
    }

    /// Tick 2 for every change in the history of the server's durable heads.
    pub(super) fn count_kept(&mut self, kind: DocumentKind, effects: &mut Vec<Effect>) {
        let Some(shelf) = self.shelves.get(&kind) else { return };
        if !self.outbox.awaits(kind) {
            return;
        }
        let beyond = shelf.document.beyond(&shelf.durable);
        let document = &shelf.document;
        for (request, op) in self.outbox.keep(kind, |hash| document.has(hash) && !beyond.contains(hash)) {
            self.writer.add([op], None);
            effects.push(Effect::Tick { request, tick: Tick::Kept });
        }
        let echoes = if self.is_safe(kind) { self.outbox.take_echoes(kind) } else { vec![] };
        for request in echoes {
            effects.push(Effect::Tick { request, tick: Tick::Kept });
        }
    }

    /// Says what there is to say about each document, once everything in it is durable here.
    pub(super) fn speak(&mut self, effects: &mut Vec<Effect>) {
        if self.link.phase != Phase::Syncing {
            return;
        }
        // Letters first: the changes in them are somebody else's, and come with their signature.
        effects.extend(self.carrier.frames(&mut self.link.letters).into_iter().map(Effect::Send));
        if self.link.exchange.is_some() {
            return self.speak_ours(effects);
        }
        let Link { session, withheld, server, .. } = &mut self.link;
        let (identity, most) = (&self.setup.identity, MAX_FRAME - ENVELOPE);
        let sayable = |kind: &DocumentKind, shelf: &Shelf| shelf.unsaved == 0 && !withheld.contains(kind);
        for (kind, shelf) in self.shelves.iter().filter(|(kind, shelf)| sayable(kind, shelf)) {
            for data in session.speak(&shelf.document, most) {
                let document = DocumentId::of(&identity.community, *kind);
                let (sender, target) = (hex(&identity.device), server.clone());
                effects.push(Effect::Send(Frame::Sync { document, sender, target, data, request: false }.encode()));
            }
        }
    }

    pub(super) fn send(&mut self, now: Timestamp, frame: &Frame, effects: &mut Vec<Effect>) {
        self.link.spoke = now;
        effects.push(Effect::Send(frame.encode()));
    }

    /// Whether the proof has been sent: before it, the server takes nothing else.
    fn is_proven(&self) -> bool {
        matches!(self.link.phase, Phase::Joining | Phase::Syncing)
    }
}
