//! What the leader does: it runs the replica and carries out its effects.

mod archiving;
mod calling;
mod storing;
mod viewing;

use std::collections::VecDeque;

use kaifong_domain::{
    archive::Outcome,
    bridge::{Identity, Line, Problem, StorageError, ToPage, ViewSource},
    command::Command,
    history::Question,
    id::RequestId,
    refused::{Refused, RefusedId},
    time::Timestamp,
};
use kaifong_replica::{
    effect::{Effect, Event, Request},
    replica::{Replica, Setup},
    storage::Stored,
};
use wasm_bindgen_futures::spawn_local;

pub(crate) use self::calling::Waiting;
use self::{
    calling::Calls,
    storing::{start_forgetting, start_keeping, start_read, start_write},
    viewing::SavedView,
};
use super::{
    handing::Hand,
    outlet::Outlet,
    signing::{start_sealing, start_signing, start_verifying},
};
use crate::{
    clock::now,
    input::{Input, Inputs, Term},
    key::DeviceKey,
    leader::{
        channel::{TabId, Told},
        lock::Lock,
    },
    random, scope,
    socket::Link,
    storage::Storage,
};

/// After so long without a command or a frame the phone is idle, in milliseconds.
const IDLE_AFTER: i64 = 5_000;

/// Who leads: signed in, with its storage and its key.
#[derive(Clone)]
pub(super) struct Seat {
    pub(super) storage: Storage,
    pub(super) identity: Identity,
    pub(super) key: DeviceKey,
}

/// The leader.
pub(super) struct Leader {
    seat: Seat,
    inputs: Inputs,
    _term: Term,
    _lock: Lock,
    /// Missing until what is stored has been read.
    run: Option<Run>,
    calls: Calls,
    busy_at: Timestamp,
}

struct Run {
    replica: Replica,
    link: Link,
    view: SavedView,
}

impl Leader {
    /// Begins by reading what is stored.
    pub(super) fn begin(seat: Seat, lock: Lock, inputs: &Inputs, outlet: &Outlet) -> Self {
        outlet.tell(&Told::Leading);
        let (term, inputs) = inputs.for_term();
        let leader =
            Self { seat, inputs, _term: term, _lock: lock, run: None, calls: Calls::default(), busy_at: now() };
        leader.load();
        leader
    }

    fn load(&self) {
        let (storage, inputs) = (self.seat.storage.clone(), self.inputs.clone());
        spawn_local(async move { inputs.send(Input::Loaded(storage.load().await)) });
    }

    /// What is stored was read: everybody sees it, and what was asked for meanwhile is carried out.
    pub(super) fn loaded(&mut self, stored: Result<Stored, StorageError>, outlet: &mut Outlet) {
        let stored = match stored {
            Ok(stored) => stored,
            Err(error) => return outlet.publish(ToPage::Problem(Problem::ReadFailed(error))),
        };
        let setup = Setup { identity: self.seat.identity.clone(), origin: scope::origin(), nonce: random::bytes() };
        let (replica, effects) = Replica::load(setup, stored, now());
        let (entries, status) = (replica.entries(), replica.status().clone());
        if outlet.is_accompanied {
            outlet.show_followers(None, entries.clone(), status.clone());
        }
        outlet.show(entries, ViewSource::Documents, Some(status));
        let link = match replica.status().line {
            Line::Revoked => Link::over(self.inputs.clone()),
            _ => Link::dial(&self.seat.identity.community, self.inputs.clone()),
        };
        self.run = Some(Run { replica, link, view: SavedView::none() });
        self.busy_at = now();
        self.carry_out(effects, outlet);
        for (request, command) in outlet.pending.all() {
            self.execute(request, command, outlet);
        }
    }

    /// Carries out a command; before everything is loaded, it only waits.
    pub(super) fn execute(&mut self, request: RequestId, command: Command, outlet: &mut Outlet) {
        if let Some(run) = &mut self.run {
            self.busy_at = now();
            let effects = run.replica.execute(Request { id: request, command, now: self.busy_at });
            self.carry_out(effects, outlet);
        }
    }

    /// Forgets a refused command.
    pub(super) fn discard(&mut self, refused: RefusedId, outlet: &mut Outlet) {
        if let Some(run) = &mut self.run {
            let effects = run.replica.discard(refused, now());
            self.carry_out(effects, outlet);
        }
    }

    /// Puts a discarded command back on the list.
    pub(super) fn reinstate(&mut self, refused: Refused, outlet: &mut Outlet) {
        if let Some(run) = &mut self.run {
            let effects = run.replica.reinstate(refused, now());
            self.carry_out(effects, outlet);
        }
    }

    /// Does what a page wants of a hand-over.
    pub(super) fn hand(&mut self, hand: Hand, outlet: &mut Outlet) {
        if let Some(run) = &mut self.run {
            let effects = hand.ask(&mut run.replica, now());
            self.carry_out(effects, outlet);
        }
    }

    /// Tells the replica what happened.
    pub(super) fn happened(&mut self, event: Event, outlet: &mut Outlet) {
        let Some(run) = &mut self.run else { return };
        match &event {
            Event::LinkOpened => run.link.opened(),
            Event::LinkClosed => {
                run.link.closed();
                self.calls.miss_bearer();
            }
            Event::Frame(_) => self.busy_at = now(),
            _ => {}
        }
        let effects = run.replica.handle(now(), event);
        self.carry_out(effects, outlet);
    }

    /// Shows everything to a follower that has just come; before it is loaded, it will be shown to all.
    pub(super) fn welcome(&self, tab: TabId, outlet: &Outlet) {
        if let Some(Run { replica, .. }) = &self.run {
            outlet.show_followers(Some(tab), replica.entries(), replica.status().clone());
            outlet.tell(&Told::Relayed(ToPage::Refused(replica.refused())));
            outlet.tell(&Told::Relayed(ToPage::Carried(replica.carried())));
        }
    }

    /// Shows everything to this tab's page again.
    pub(super) fn show_again(&self, outlet: &mut Outlet) {
        if let Some(Run { replica, .. }) = &self.run {
            outlet.show(replica.entries(), ViewSource::Documents, Some(replica.status().clone()));
            outlet.deliver(ToPage::Refused(replica.refused()));
            outlet.deliver(ToPage::Carried(replica.carried()));
        }
    }

    /// Tells what happened to some records. Before everything is loaded nobody asks: pages wait for it, and
    /// ask again when they are shown everything anew.
    pub(super) fn tell_history(&self, request: RequestId, question: &Question, outlet: &mut Outlet) {
        if let Some(Run { replica, .. }) = &self.run {
            outlet.publish(ToPage::History { request, history: replica.history(question) });
        }
    }

    /// A second has passed.
    pub(super) fn tick(&mut self, outlet: &mut Outlet) {
        let quiet = now().0.saturating_sub(self.busy_at.0);
        self.happened(Event::Tick { idle: quiet >= IDLE_AFTER }, outlet);
        self.hurry_calls(outlet);
        self.save_view(quiet);
    }

    /// The line may be back.
    pub(super) fn wake(&mut self, outlet: &mut Outlet) {
        self.happened(Event::Woken, outlet);
        self.happened(Event::Tick { idle: false }, outlet);
        if let Some(run) = &mut self.run {
            run.link.redial();
        }
    }

    /// Tries again what has failed: to read, or to write.
    pub(super) fn retry(&mut self, outlet: &mut Outlet) {
        match self.run {
            Some(_) => self.happened(Event::Tick { idle: false }, outlet),
            None => self.load(),
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>, outlet: &mut Outlet) {
        let Some(run) = &mut self.run else { return };
        let (mut effects, mut bearer) = (VecDeque::from(effects), None);
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Write(write) => start_write(&self.seat.storage, write, &self.inputs),
                Effect::ReadBack(chunk) => start_read(&self.seat.storage, chunk, &self.inputs),
                Effect::Send(frame) => run.link.send(&frame),
                Effect::Sign(text) => start_signing(&self.seat.key, text, run.link.inputs()),
                Effect::Seal(text) => start_sealing(&self.seat.key, text, &self.inputs),
                Effect::Verify { letter, key, text, signature } => {
                    start_verifying(letter, key, text, signature, &self.inputs);
                }
                Effect::Packed(packed) => outlet.publish(ToPage::Packed(packed)),
                Effect::Scanning(reading) => outlet.publish(ToPage::Scanning(reading)),
                Effect::Offered(offered) => outlet.publish(ToPage::Offered(offered)),
                Effect::Carried(carried) => outlet.publish(ToPage::Carried(carried)),
                Effect::Close(reason) => {
                    run.link.end(reason);
                    effects.extend(run.replica.handle(now(), Event::LinkClosed));
                }
                Effect::View(entries) => {
                    run.view.has_changed = true;
                    outlet.publish(ToPage::View { entries, from: ViewSource::Documents });
                }
                Effect::Refused(refused) => outlet.publish(ToPage::Refused(refused)),
                Effect::Patch(entries) => {
                    run.view.has_changed = true;
                    outlet.publish(ToPage::Patch(entries));
                }
                Effect::Gone(keys) => {
                    run.view.has_changed = true;
                    outlet.publish(ToPage::Gone(keys));
                }
                Effect::Answer { request, outcome } => outlet.publish(ToPage::Answer { request, outcome }),
                Effect::Tick { request, tick } => outlet.publish(ToPage::Tick { request, tick }),
                Effect::Status(status) => {
                    if status.line == Line::Synced {
                        run.link.proven();
                    }
                    outlet.publish(ToPage::Status(status));
                }
                Effect::Identity(identity) => {
                    self.seat.identity = identity.clone();
                    start_keeping(&self.seat.storage, identity.actor.trust());
                    outlet.publish(ToPage::Identity(identity));
                }
                Effect::Revoked => {
                    run.link.retire();
                    start_forgetting(&self.seat.storage);
                }
                Effect::Bearer { token, seconds } => bearer = Some((token, seconds)),
                Effect::Problem(problem) => outlet.publish(ToPage::Problem(problem)),
                Effect::Restored { request, restored } => {
                    outlet.publish(ToPage::Archive { request, outcome: Ok(Outcome::Restored(restored)) });
                }
            }
        }
        if let Some((token, seconds)) = bearer {
            self.take_bearer(token, seconds, outlet);
        }
    }
}
