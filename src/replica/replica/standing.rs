//! How this device stands with the community: its person's role, its access, and the token for HTTP calls. The
//! server says so on every line; what it says is remembered, for a phone is mostly on its own.

use kaifong_domain::{
    access::{AccessRole, Trust},
    bridge::{Line, Problem},
    community::Community,
    denial::Denial,
    document::DocumentKind,
    erasure,
    policy::{self, Sight},
    record::{Collection, RecordKey},
    refused::{Cause, Refused},
    rejection::Rejection,
    time::Timestamp,
};

use super::{
    Replica,
    replay::{Again, unfounded},
};
use crate::{
    effect::{CloseReason, Effect},
    storage::StoreOp,
    sync::frame::Frame,
};

/// For how many days a phone keeps other people's details without having heard from the community.
const LEASE: i64 = 30;

/// The named value that holds which device has lost its access here: one that joins anew has another key.
pub(super) const REVOKED: &str = "revoked";

impl Replica {
    /// Whether a device had lost its access when it was last heard of.
    pub(super) fn was_revoked(stored: Option<&Vec<u8>>, device: [u8; 8]) -> bool {
        stored.is_some_and(|stored| stored.as_slice() == device)
    }

    /// The server says what the person is trusted with. A document that they may not have any more leaves the phone;
    /// what waited in it is listed.
    pub(super) fn take_trust(&mut self, trust: Option<Trust>, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(trust) = trust else { return };
        let identity = &mut self.setup.identity;
        if identity.actor.trust() != trust {
            identity.actor = identity.actor.trusted(trust);
            effects.push(Effect::Identity(identity.clone()));
        }
        self.let_go(now, effects);
    }

    /// What is none of this phone's any more leaves it: what a role or an office opened that is lost, what was said of
    /// somebody who was erased, and what it has held for too long without a word from the community. What waited
    /// in it is listed, but for what was about somebody who was erased.
    pub(super) fn let_go(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let lost: Vec<DocumentKind> = self.shelves.keys().copied().filter(|kind| self.has_lost(*kind, now)).collect();
        for kind in lost.iter().copied() {
            self.empty_out(kind, Cause::Rejected(Rejection::NotAllowed), now);
            let gone = self.shelves.remove(&kind).map(|mut shelf| shelf.forget_all()).unwrap_or_default();
            self.writer.add(gone, None);
            self.link.session.forget(kind);
        }
        let is_about = |refused: &Refused| refused.given.command.describes();
        let erased = |person| Sight::is_erased(&self.community, person);
        let told_of = self.refused.all().into_iter().filter(|refused| is_about(refused).is_some_and(erased));
        for refused in told_of.collect::<Vec<_>>() {
            self.strike(refused.id);
        }
        if !lost.is_empty() {
            // Somebody may hold what was written there, and it may come back: its numbers are taken.
            self.renew_nonce(now);
            self.remember_quarantine();
            self.look_again(effects);
        }
    }

    /// Whether a document is not for this phone any more. As long as a card is not here, nobody can say which captain
    /// looks after its person.
    fn has_lost(&self, kind: DocumentKind, now: Timestamp) -> bool {
        let (actor, community) = (self.setup.identity.actor, &self.community);
        let may_read = policy::may_read(actor, kind, community);
        let Some(subject) = kind.subject() else { return !may_read };
        let is_own = erasure::subjects(actor.person).contains(&subject);
        let is_lapsed = !is_own && self.has_lapsed(now) && !self.outbox.has_any_of(kind);
        let card = RecordKey { collection: Collection::People, id: subject.0 };
        let rests_on_a_card = matches!(kind, DocumentKind::Private(_)) && actor.role == AccessRole::Captain;
        let is_told = community.is_erased(subject) || !rests_on_a_card || community.knows(card);
        is_lapsed || !may_read && is_told
    }

    /// Whether the community has not been heard of for so long that other people's details are not for this phone any
    /// more: it may be lost, or its person may have left.
    fn has_lapsed(&self, now: Timestamp) -> bool {
        let is_away = matches!(self.line(), Line::Offline | Line::Refused);
        is_away && self.synced_at.is_some_and(|at| at.plus_days(LEASE) < now)
    }

    /// The server closes, and says why.
    pub(super) fn take_error(
        &mut self,
        (message, why): (String, Option<Denial>),
        is_joining: bool,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let is_revoked = why == Some(Denial::Revoked);
        if is_revoked {
            self.lose_access(now, effects);
        } else {
            effects.push(Effect::Problem(Problem::ServerRefused(message)));
        }
        let is_refused = is_joining || is_revoked;
        effects.push(Effect::Close(if is_refused { CloseReason::Refused } else { CloseReason::Malformed }));
        self.link.end(is_refused);
    }

    /// Everything of the community's goes, in one write, but for what this person asked for and the community does
    /// not have: that is listed, to be exported or discarded.
    fn lose_access(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let held: Vec<DocumentKind> = self.shelves.keys().copied().collect();
        held.into_iter().for_each(|kind| self.empty_out(kind, Cause::AccessLost, now));
        self.carrier.loads.keys().copied().collect::<Vec<_>>().into_iter().for_each(|letter| self.forget(letter));
        self.shelves.clear();
        self.community = Community::default();
        self.is_previewing = false;
        let device = self.setup.identity.device.to_vec();
        self.writer.add([StoreOp::DeleteChunks, StoreOp::PutMeta(REVOKED.into(), device)], None);
        self.remember_quarantine();
        self.is_revoked = true;
        effects.push(Effect::View(vec![]));
        effects.push(Effect::Revoked);
    }

    /// A document is about to leave the phone: the commands that wait in it move into the list; those, too, that found their wish fulfilled by what
    /// waits there.
    fn empty_out(&mut self, kind: DocumentKind, why: Cause, now: Timestamp) {
        self.writer.leave(kind);
        self.compaction.leave(kind);
        let waiting = self.outbox.take(&self.outbox.waiting_in(kind));
        self.writer.add(waiting.iter().map(|(hash, _)| StoreOp::DeleteOutbox(hash.0)), None);
        let echoes = self.outbox.unfounded_echoes(kind).into_iter().map(|echo| unfounded(kind, echo));
        let listed: Vec<Again> = waiting.into_iter().chain(echoes).collect();
        listed.into_iter().for_each(|(hash, row)| self.refuse(hash, row, why, now));
    }

    /// Asks for a token, if there is a line on which to ask; whether there is.
    pub fn ask_bearer(&mut self, now: Timestamp) -> (bool, Vec<Effect>) {
        let mut effects = Vec::new();
        let is_up = matches!(self.line(), Line::Syncing | Line::Synced);
        if is_up {
            self.send(now, &Frame::AskBearer, &mut effects);
        }
        (is_up, effects)
    }
}
