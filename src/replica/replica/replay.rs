//! Replay: a document as the community has it, and on top of it the commands that wait, given again
//! under a fresh actor. It is what follows when a change can't stay: the community has another one in
//! its place (a phone that was restored from a backup), or has refused it. What can't be given again
//! moves into the list of refused commands, in the same write: nothing that was asked for vanishes.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, ChangeHash};
use kaifong_domain::{
    command::Given, community::Community, document::DocumentKind, id::RequestId, refusal::Refusal, refused::Cause,
    rejection::Rejection, time::Timestamp,
};
use sha2::{Digest, Sha256};

use super::{Replica, execution::CarriedOut};
use crate::{document::Parted, effect::Effect, outbox::Row, storage::StoreOp, sync::frame::RefusedChange};

/// For how long a command of ours waits for somebody else to bring what it was made on top of, in milliseconds:
/// 14 days. Then it is given again without that, which may still come.
const AWAITED: i64 = 14 * 24 * 60 * 60 * 1_000;

/// A command to be given again, by the hash of the change that it had made.
pub(super) type Again = (ChangeHash, Row);

impl Replica {
    /// Makes a document anew without some of its changes and what builds on them; the commands that had
    /// made them are to be given again, see [`Replica::replay`]. Whatever else waits stays as it is.
    pub(super) fn part_with(
        &mut self,
        kind: DocumentKind,
        unwanted: &BTreeSet<ChangeHash>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Vec<Again> {
        let Some(shelf) = self.shelves.get_mut(&kind) else { return vec![] };
        let Ok(Parted { document, without }) = shelf.document.without(unwanted) else { return vec![] };
        self.link.exchange.iter_mut().for_each(|exchange| exchange.part(&shelf.document, &without));
        let snapshot = shelf.replace(document);
        self.writer.add([snapshot], None);
        self.link.session.forget(kind);
        self.link.has_parted = true;
        self.renew_nonce(now);
        let mut again = self.outbox.take(&without);
        self.writer.add(again.iter().map(|(hash, _)| StoreOp::DeleteOutbox(hash.0)), None);
        // What was found done may have been done by a change that is gone now.
        again.extend(self.outbox.unfounded_echoes(kind).into_iter().map(|echo| unfounded(kind, echo)));
        self.look_again(effects);
        again
    }

    /// The server did not take changes in: they go, and the commands that stood on them are given again.
    pub(super) fn take_out(
        &mut self,
        kind: DocumentKind,
        changes: &[RefusedChange],
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(shelf) = self.shelves.get(&kind) else { return };
        let held = changes.iter().filter(|change| shelf.document.has(&change.hash));
        let mut whys: BTreeMap<ChangeHash, Rejection> = held.map(|change| (change.hash, change.why)).collect();
        // What only its author can bring may still come from there: it stays, and what rests on it waits. What
        // came from a file, the community may never have had: it would be in the way for ever; and so would what was
        // refused of a letter or put down, and came back with a generation that was stored before that.
        let is_stray = |hash: &ChangeHash| {
            self.restored.brought(&shelf.document, hash) || self.carrier.has_refused(hash) || self.put_down.has(hash)
        };
        let may_come = |hash: &ChangeHash, why: &mut Rejection| *why == Rejection::AnotherAuthor && !is_stray(hash);
        let theirs: BTreeSet<ChangeHash> = whys.extract_if(.., may_come).map(|(hash, _)| hash).collect();
        if self.waits_in_vain(kind, &theirs, now) {
            whys.extend(theirs.into_iter().map(|hash| (hash, Rejection::AnotherAuthor)));
        }
        if whys.is_empty() {
            return;
        }
        let mut again = Vec::new();
        for (hash, row) in self.part_with(kind, &whys.keys().copied().collect(), now, effects) {
            match whys.get(&hash) {
                // There is nothing wrong with what was asked for.
                None | Some(Rejection::NumberTaken | Rejection::RestsOnRejected) => again.push((hash, row)),
                Some(why) => self.refuse(hash, row, Cause::Rejected(*why), now),
            }
        }
        self.replay(again, Cause::Overtaken, now, effects);
        // What rests on what only somebody else can bring waits at the server for as long as the line lives.
        if whys.values().any(|why| *why == Rejection::AnotherAuthor) {
            self.dial_anew(effects);
        }
    }

    /// The server does not give us a document: nobody takes what waits in it. A server of another kind says so
    /// of what it does not have yet, and takes it.
    pub(super) fn withhold(&mut self, kind: DocumentKind, now: Timestamp, effects: &mut Vec<Effect>) {
        self.link.withhold(kind);
        let waiting = self.outbox.waiting_in(kind);
        if !self.link.withholds(kind) || waiting.is_empty() {
            return;
        }
        for (hash, row) in self.part_with(kind, &waiting, now, effects) {
            self.refuse(hash, row, Cause::Rejected(Rejection::NotAllowed), now);
        }
    }

    /// Whether a command of ours has waited too long on top of changes that only somebody else can bring.
    fn waits_in_vain(&self, kind: DocumentKind, theirs: &BTreeSet<ChangeHash>, now: Timestamp) -> bool {
        let old = self.outbox.given_long_ago(kind, now, AWAITED);
        let Some(shelf) = self.shelves.get(&kind).filter(|_| !old.is_empty() && !theirs.is_empty()) else {
            return false;
        };
        let without = shelf.document.without(theirs).map(|parted| parted.without).unwrap_or_default();
        old.iter().any(|hash| without.contains(hash))
    }

    /// Reads everything anew: records that were only in changes that are gone are gone too.
    pub(super) fn look_again(&mut self, effects: &mut Vec<Effect>) {
        let mut community = Community::default();
        for shelf in self.shelves.values_mut() {
            shelf.document.entries().entries.into_iter().for_each(|entry| community.put(entry));
        }
        self.community = community;
        effects.push(Effect::View(self.community.entries()));
    }

    /// From now on this device writes under a fresh nonce.
    pub(super) fn renew_nonce(&mut self, now: Timestamp) {
        let op = self.nonce.renew(now);
        self.writer.add([op], None);
        let actor = crate::actor::actor(self.setup.identity.device, self.nonce.get());
        for shelf in self.shelves.values_mut() {
            shelf.document.set_actor(actor.clone());
        }
    }

    /// Gives commands again, each document's in the order in which they were given. One may need what
    /// stood in another document: what is refused has another try when something else was not. What is
    /// refused in the end is listed.
    pub(super) fn replay(
        &mut self,
        mut again: Vec<Again>,
        cause: fn(Refusal) -> Cause,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        again.sort_by(|(_, one), (_, other)| (&one.document, one.chunk).cmp(&(&other.document, other.chunk)));
        let mut needless = Vec::new();
        loop {
            let before = again.len();
            let mut refused = Vec::new();
            for (hash, row) in again {
                match self.carry_out(row.request, row.given.clone(), now, effects) {
                    Ok(CarriedOut::Changed(_)) => {}
                    // Others have fulfilled the wish meanwhile: it comes as far as their changes.
                    Ok(CarriedOut::Needless(kind)) => needless.push((row.request, row.given, kind)),
                    Err(refusal) => refused.push((hash, row, refusal)),
                }
            }
            if refused.len() == before {
                refused.into_iter().for_each(|(hash, row, why)| self.refuse(hash, row, cause(why), now));
                break;
            }
            again = refused.into_iter().map(|(hash, row, _)| (hash, row)).collect();
        }
        for (request, given, kind) in needless {
            self.echo(request, given, kind, effects);
        }
    }

    /// The community has another change in the place of one that is held here, and of what builds on it:
    /// its word counts. The commands that had made those are to be given again.
    pub(super) fn yield_to(
        &mut self,
        kind: DocumentKind,
        actor: &ActorId,
        seq: u64,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Vec<Again> {
        let branch = self.shelves.get(&kind).map(|shelf| shelf.document.branch(actor, seq)).unwrap_or_default();
        self.part_with(kind, &branch, now, effects)
    }
}

/// A request that had made no change, as if it had made one after all others.
pub(super) fn unfounded(kind: DocumentKind, (request, given): (RequestId, Given)) -> Again {
    let name = ChangeHash(Sha256::digest(request.0).into());
    (name, Row { document: kind.name(), chunk: u64::MAX, request, given, records: vec![] })
}
