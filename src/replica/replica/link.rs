//! The line to the server: prove, join, sync, receipts, and a heartbeat.

use std::collections::BTreeSet;

use kaifong_domain::{
    bridge::{Line, Problem, Tick},
    document::DocumentKind,
    refused::Cause,
    time::Timestamp,
};

use super::{Replica, shelf::Shelf};
use crate::{
    actor::actor,
    document::{Document, Outcome},
    effect::{CloseReason, Effect},
    schema::DocumentId,
    sync::{
        frame::{Frame, FrameError, Listed, MAX_FRAME, MAX_SERVER_FRAME, VERSION, hex, proof_text},
        session::{ReceiveError, Session},
    },
};

/// For how long a proof may be used, in milliseconds.
const PROOF_LIFE: i64 = 60_000;
/// After how long without a frame from us we ask whether the server is there, in milliseconds.
const PING_AFTER: i64 = 20_000;
/// After how long without a frame from the server the line is given up, in milliseconds.
const SILENT_AFTER: i64 = 45_000;
/// What an envelope adds to a sync message, at most, in bytes.
const ENVELOPE: usize = 1_024;

/// The line.
#[derive(Default)]
pub(super) struct Link {
    phase: Phase,
    pub(super) session: Session,
    /// Documents that the server does not give to us.
    withheld: BTreeSet<DocumentKind>,
    server: String,
    heard: Timestamp,
    spoke: Timestamp,
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
    /// Let in; waiting for the list of documents.
    Joined,
    /// Syncing.
    Syncing,
    /// The server does not accept this device.
    Refused,
}

impl Link {
    pub(super) fn open(&mut self, now: Timestamp) {
        *self = Self { phase: Phase::Greeting, heard: now, spoke: now, ..Self::default() };
    }

    /// Whether the server has said that it holds exactly what a document holds.
    pub(super) fn is_even(&self, document: &Document) -> bool {
        let is_given = !self.withheld.contains(&document.kind());
        self.phase == Phase::Syncing && is_given && self.session.is_even(document)
    }

    pub(super) fn close(&mut self) {
        if self.phase != Phase::Refused {
            *self = Self::default();
        }
    }
}

impl Replica {
    /// How the line stands.
    pub(super) fn line(&self) -> Line {
        let Link { session, withheld, .. } = &self.link;
        let is_even = |shelf: &Shelf| shelf.unsaved == 0 && session.is_even(&shelf.document);
        let even = || self.shelves.iter().all(|(kind, shelf)| withheld.contains(kind) || is_even(shelf));
        match self.link.phase {
            Phase::Closed => Line::Offline,
            Phase::Refused => Line::Refused,
            Phase::Syncing if even() => Line::Synced,
            Phase::Joined | Phase::Syncing => Line::Syncing,
            Phase::Greeting | Phase::Signing { .. } | Phase::Joining => Line::Connecting,
        }
    }

    /// Takes in a frame.
    pub(super) fn hear(&mut self, now: Timestamp, bytes: &[u8], effects: &mut Vec<Effect>) {
        self.link.heard = now;
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
            (Frame::Peer { sender, .. }, Phase::Joining) => {
                self.link.server = sender;
                self.link.phase = Phase::Joined;
            }
            (Frame::Documents(list), Phase::Joined | Phase::Syncing) => {
                self.link.phase = Phase::Syncing;
                self.take_list(list, effects);
            }
            (Frame::Sync { document, data, .. }, Phase::Syncing) => self.take_sync(now, document, &data, effects)?,
            (Frame::Receipt { document, heads }, Phase::Syncing) => {
                if let Some(kind) = self.kind_of(document) {
                    self.shelf(kind).durable = heads;
                    self.count_kept(kind, effects);
                }
            }
            (Frame::Unavailable { document, .. }, Phase::Syncing) => {
                self.link.withheld.extend(self.kind_of(document));
            }
            (Frame::Refused { document, changes }, Phase::Syncing) => {
                if let Some(kind) = self.kind_of(document) {
                    self.take_out(kind, &changes, now, effects);
                }
            }
            (Frame::Ping, Phase::Joined | Phase::Syncing) => self.send(now, &Frame::Pong, effects),
            (Frame::Error { message }, phase) => {
                let refused = matches!(phase, Phase::Joining);
                effects.push(Effect::Problem(Problem::ServerRefused(message)));
                effects.push(Effect::Close(if refused { CloseReason::Refused } else { CloseReason::Malformed }));
                self.link = Link { phase: if refused { Phase::Refused } else { Phase::Closed }, ..Link::default() };
            }
            // Everything else is for peers of another kind, or late: it means nothing here.
            _ => {}
        }
        Ok(())
    }

    /// Answers the server's challenge, and asks to be let in at once.
    pub(super) fn prove(&mut self, signature: [u8; 64], effects: &mut Vec<Effect>) {
        let Phase::Signing { expiry } = self.link.phase else { return };
        let device = self.setup.identity.device;
        effects.push(Effect::Send(Frame::Prove { device, expiry, signature }.encode()));
        effects.push(Effect::Send(Frame::Join { sender: hex(&device), versions: vec![VERSION.into()] }.encode()));
        self.link.phase = Phase::Joining;
    }

    fn take_list(&mut self, list: Vec<Listed>, effects: &mut Vec<Effect>) {
        for Listed { name, heads } in list {
            // A document of a newer version is not for us yet.
            let Some(kind) = DocumentKind::from_name(&name) else { continue };
            self.shelf(kind).durable = heads;
            self.count_kept(kind, effects);
        }
    }

    fn take_sync(
        &mut self,
        now: Timestamp,
        id: DocumentId,
        data: &[u8],
        effects: &mut Vec<Effect>,
    ) -> Result<(), FrameError> {
        let Some(kind) = self.kind_of(id) else { return Ok(()) };
        self.shelf(kind);
        let mut again = vec![];
        let received = match self.receive(now, kind, data, effects) {
            Err(ReceiveError::Forked { actor, seq }) => {
                again = self.yield_to(kind, &actor, seq, now, effects);
                self.receive(now, kind, data, effects)
            }
            received => received,
        };
        let outcome = received.map_err(|_| FrameError::Field("data"));
        if let Ok(outcome) = &outcome {
            self.show(kind, outcome.clone(), effects);
        }
        self.replay(again, Cause::Overtaken, now, effects);
        outcome.map(drop)
    }

    /// Takes in a sync message, and stores what it brings.
    fn receive(
        &mut self,
        now: Timestamp,
        kind: DocumentKind,
        data: &[u8],
        effects: &mut Vec<Effect>,
    ) -> Result<Outcome, ReceiveError> {
        let own = actor(self.setup.identity.device, self.nonce.get());
        let Some(shelf) = self.shelves.get_mut(&kind) else { return Ok(Outcome::default()) };
        let before = shelf.document.heads();
        let received = self.link.session.receive(&mut shelf.document, data);
        let changes = shelf.document.save_after(&before);
        if !changes.is_empty() {
            let is_ours = shelf.document.authors_after(&before).contains(&own);
            let (_, op) = shelf.increment(&changes);
            self.writer.add([op], None);
            // Somebody else writes, or wrote, under our name: this phone was restored from a backup.
            if is_ours {
                self.renew_nonce(now);
            }
            self.count_kept(kind, effects);
        }
        received
    }

    /// The document with this id: one that we hold, or one for a year of which we have nothing yet.
    fn kind_of(&self, id: DocumentId) -> Option<DocumentKind> {
        let community = &self.setup.identity.community;
        self.shelves.keys().copied().find(|kind| DocumentId::of(community, *kind) == id)
    }

    /// Tick 2 for every change in the history of the server's durable heads.
    fn count_kept(&mut self, kind: DocumentKind, effects: &mut Vec<Effect>) {
        let Some(shelf) = self.shelves.get(&kind) else { return };
        if !self.outbox.has_any_of(kind) {
            return;
        }
        let beyond = shelf.document.beyond(&shelf.durable);
        let document = &shelf.document;
        for (request, op) in self.outbox.keep(kind, |hash| document.has(hash) && !beyond.contains(hash)) {
            self.writer.add([op], None);
            effects.push(Effect::Tick { request, tick: Tick::Kept });
        }
        for request in self.outbox.take_echoes(kind) {
            effects.push(Effect::Tick { request, tick: Tick::Kept });
        }
    }

    /// Says what there is to say about each document, once everything in it is durable here.
    pub(super) fn speak(&mut self, effects: &mut Vec<Effect>) {
        if self.link.phase != Phase::Syncing {
            return;
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

    fn send(&mut self, now: Timestamp, frame: &Frame, effects: &mut Vec<Effect>) {
        self.link.spoke = now;
        effects.push(Effect::Send(frame.encode()));
    }

    /// Whether the proof has been sent: before it, the server takes nothing else.
    fn is_proven(&self) -> bool {
        matches!(self.link.phase, Phase::Joining | Phase::Joined | Phase::Syncing)
    }

    /// The heartbeat. A clock that jumps looks like silence: the line is made anew, and nothing is lost.
    pub(super) fn beat(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if matches!(self.link.phase, Phase::Closed | Phase::Refused) {
            return;
        }
        let since = |then: Timestamp| now.0.saturating_sub(then.0).saturating_abs();
        if since(self.link.heard) > SILENT_AFTER {
            effects.push(Effect::Close(CloseReason::Silent));
            self.link.close();
        } else if since(self.link.spoke) > PING_AFTER && self.is_proven() {
            self.send(now, &Frame::Ping, effects);
        }
    }
}
