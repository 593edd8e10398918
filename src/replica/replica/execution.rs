//! From a request to a change, its outbox row, and an answer.

use kaifong_domain::{
    bridge::{Line, Tick},
    command::{Command, Given},
    decide::{Context, Decision, decide},
    document::DocumentKind,
    id::RequestId,
    refusal::Refusal,
    time::Timestamp,
    undo::undo,
};

use super::{Replica, shelf::Shelf, writer::Cargo};
use crate::{
    document::Committed,
    effect::{Effect, Request},
    outbox::Row,
    storage::ChunkId,
};

/// What became of a command that was not refused.
pub(super) enum CarriedOut {
    /// It made a change; the command that undoes it, if there is one.
    Changed(Option<Command>),
    /// What it asked for is already so, in this document.
    Needless(DocumentKind),
}

impl CarriedOut {
    /// The command that undoes it.
    fn back(&self) -> Option<Command> {
        match self {
            Self::Changed(back) => back.clone(),
            Self::Needless(_) => None,
        }
    }
}

impl Replica {
    /// Carries out a request.
    pub fn execute(&mut self, request: Request) -> Vec<Effect> {
        let Request { id, command, now } = request;
        let (given, mut effects) = (Given { command, at: now }, Vec::new());
        let done = match self.outbox.kind_of(id) {
            // Sent once more, as a page does whose worker died: its change waits, whatever was written since.
            Some(kind) => Ok(CarriedOut::Needless(kind)),
            None => self.carry_out(id, given.clone(), now, &mut effects),
        };
        if done.is_ok() {
            // What was refused when it was sent before is not refused any more.
            self.refused.of(id).into_iter().for_each(|listed| self.strike(listed));
        }
        let outcome = done.as_ref().map(CarriedOut::back).map_err(|refusal| match refusal {
            Refusal::NotFound { .. } if self.is_previewing => Refusal::Arriving,
            refusal => *refusal,
        });
        effects.push(Effect::Answer { request: id, outcome });
        if let Ok(CarriedOut::Needless(kind)) = done {
            self.echo(id, given, kind, &mut effects);
        }
        self.settle(now, &mut effects);
        effects
    }

    /// What was asked for is already so: the request is as safe as the changes that made it so. One that
    /// was sent twice is told of by its own change.
    pub(super) fn echo(&mut self, id: RequestId, given: Given, kind: DocumentKind, effects: &mut Vec<Effect>) {
        if !self.writer.holds(id) && self.writer.take_along(Cargo::Echo(id)).is_some() {
            effects.push(Effect::Tick { request: id, tick: Tick::Saved });
        }
        if self.outbox.has(id) {
            return;
        }
        if self.outbox.has_any_of(kind) || !self.is_safe(kind) {
            self.outbox.echo(kind, id, given);
        } else {
            effects.push(Effect::Tick { request: id, tick: Tick::Kept });
        }
    }

    /// Whether the community has everything that stands in a document here, as far as this phone knows.
    pub(super) fn is_safe(&self, kind: DocumentKind) -> bool {
        let is_durable = |shelf: &Shelf| shelf.document.beyond(&shelf.durable).is_empty();
        let is_known = self.line() == Line::Synced || self.shelves.get(&kind).is_none_or(is_durable);
        is_known && !self.carrier.has_any_of(kind)
    }

    /// The community has everything: what was found done is done.
    pub(super) fn confirm_echoes(&mut self, effects: &mut Vec<Effect>) {
        let safe: Vec<DocumentKind> = self.shelves.keys().copied().filter(|kind| self.is_safe(*kind)).collect();
        for request in safe.into_iter().flat_map(|kind| self.outbox.take_echoes(kind)) {
            effects.push(Effect::Tick { request, tick: Tick::Kept });
        }
    }

    pub(super) fn carry_out(
        &mut self,
        request: RequestId,
        given: Given,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<CarriedOut, Refusal> {
        if self.is_revoked {
            return Err(Refusal::SignedOut);
        }
        let context = Context { community: &self.community, actor: self.setup.identity.actor, now: given.at };
        let Decision { document: kind, changes } = decide(context, given.command.clone())?;
        if changes.is_empty() {
            return Ok(CarriedOut::Needless(kind));
        }
        if self.link.withholds(kind) {
            return Err(Refusal::NotAllowed);
        }
        let back = undo(&self.community, &given.command);
        let shelf = self.shelf(kind);
        if shelf.document.is_newer() {
            return Err(Refusal::ReadOnly);
        }
        if self.nonce.is_due(now) {
            self.renew_nonce(now);
        }
        let shelf = self.shelf(kind);
        let committed = shelf.document.commit(&changes, given.command.name(), given.at).map_err(|_| Refusal::Fault)?;
        let Some(Committed { hash, bytes, outcome }) = committed else {
            return Ok(CarriedOut::Needless(kind));
        };
        let records = outcome.entries.iter().map(|entry| entry.record.key()).collect();
        let (ChunkId { number: chunk, .. }, put) = shelf.increment(&bytes);
        shelf.unsaved += 1;
        let row = self.outbox.add(hash, Row { document: kind.name(), chunk, request, given, records });
        self.writer.add([put, row], Some(Cargo::Local { kind, request }));
        self.show(kind, outcome, effects);
        Ok(CarriedOut::Changed(back))
    }
}
