//! A device's place in a community: its storage, its channel to the other tabs, and its role among them.

use std::rc::Rc;

use kaifong_domain::bridge::{Problem, StorageError, ToPage, ToWorker, ViewSource};
use wasm_bindgen_futures::spawn_local;

use super::{
    following::Follower,
    handing::Hand,
    leading::{Leader, Seat},
    outlet::Outlet,
};
use crate::{
    clock::now,
    input::{Input, Inputs, Term},
    leader::{
        channel::{Channel, TabId, Told},
        lock::{self, Lock, Manner},
        pending::{Pending, Whose},
    },
    port::Page,
    random,
    storage::{Opened, Storage},
};

/// A membership.
pub(super) struct Membership {
    community: String,
    tab: TabId,
    inputs: Inputs,
    _term: Term,
    outlet: Outlet,
    /// Missing until the storage is open, and when it is taken away.
    seat: Option<Seat>,
    role: Role,
}

enum Role {
    Follower(Follower),
    Leader(Box<Leader>),
}

/// What is to become of the membership.
#[must_use]
pub(super) enum Then {
    /// Nothing.
    Stay,
    /// Nobody is signed in here.
    SignOut,
    /// It is to be opened again.
    Reopen,
}

impl Membership {
    /// Begins by opening the storage.
    pub(super) fn open(community: String, page: Rc<Page>, inputs: &Inputs, pending: Pending) -> Self {
        let (term, inputs) = inputs.for_term();
        let channel = Channel::open(&community, &inputs);
        let (slug, opened) = (community.clone(), inputs.clone());
        spawn_local(async move {
            let outcome = Storage::open_all(&slug, opened.clone()).await;
            opened.send(Input::Opened(outcome));
        });
        let tab = TabId(random::bytes());
        let role = Role::Follower(Follower::new(tab));
        Self { community, tab, inputs, _term: term, outlet: Outlet::new(page, channel, pending), seat: None, role }
    }

    /// Ends the membership in this tab; what is not saved is handed on.
    pub(super) fn close(self) -> (String, Pending) {
        (self.community, self.outlet.into_pending())
    }

    /// The community's slug.
    pub(super) fn community(&self) -> &str {
        &self.community
    }

    /// Tells the other tabs.
    pub(super) fn tell(&self, told: &Told) {
        self.outlet.tell(told);
    }

    /// Shows a page that has started anew what there is.
    pub(super) fn show_again(&mut self) {
        // Until the storage is open, there is nothing to see; then it comes by itself.
        let Some(seat) = &self.seat else { return };
        self.outlet.deliver(ToPage::Identity(seat.identity.clone()));
        match &mut self.role {
            Role::Leader(leader) => leader.show_again(&mut self.outlet),
            Role::Follower(follower) => follower.seek(now(), &self.outlet),
        }
    }

    /// This tab's page says something.
    pub(super) fn hear(&mut self, message: ToWorker) -> Then {
        match (message, &mut self.role) {
            (ToWorker::Retry, _) if self.seat.is_none() => return Then::Reopen,
            (ToWorker::Execute { request, command }, role) => {
                self.outlet.pending.hold(request, command.clone(), Whose::Ours);
                match role {
                    Role::Leader(leader) => {
                        if self.outlet.is_accompanied {
                            self.outlet.tell(&Told::Keep { request, command: command.clone() });
                        }
                        leader.execute(request, command, &mut self.outlet);
                    }
                    Role::Follower(follower) => follower.pass_on(now(), request, command, &self.outlet),
                }
            }
            (message, Role::Leader(leader)) => serve(leader, message, &mut self.outlet),
            (message, Role::Follower(_)) => self.outlet.tell(&Told::Asked(message)),
        }
        Then::Stay
    }

    /// Something else happened.
    pub(super) fn take(&mut self, input: Input) -> Then {
        match (input, &mut self.role) {
            (Input::Opened(Ok(opened)), _) => return self.opened(opened),
            (Input::Opened(Err(error)), _) => self.tell_of(error),
            (Input::Blocked, _) => self.tell_of(StorageError::Unavailable),
            (Input::StorageGone, _) => {
                self.seat = None;
                self.role = Role::Follower(Follower::new(self.tab));
                self.tell_of(StorageError::Unavailable);
            }
            (Input::Told(told), _) => return self.told(told),
            (Input::Granted(lock), _) => self.lead(lock),
            (Input::Deposed, _) => self.step_down(),
            (Input::Tick, Role::Follower(follower)) => follower.tick(now(), &self.community, &self.inputs),
            (Input::Tick, Role::Leader(leader)) => leader.tick(&mut self.outlet),
            (Input::Online | Input::Redial, Role::Leader(leader)) => leader.wake(&mut self.outlet),
            (Input::Loaded(stored), Role::Leader(leader)) => leader.loaded(stored, &mut self.outlet),
            (Input::Called(waiting, outcome), Role::Leader(leader)) => {
                leader.called(waiting, outcome, &mut self.outlet)
            }
            (Input::Happened(event), Role::Leader(leader)) => leader.happened(event, &mut self.outlet),
            // For a leader, or for the driver itself.
            _ => {}
        }
        Then::Stay
    }

    fn opened(&mut self, opened: Opened) -> Then {
        let Opened { storage, member, view } = opened;
        let Some((identity, key)) = member else { return Then::SignOut };
        self.outlet.deliver(ToPage::Identity(identity.clone()));
        if let Some(entries) = view {
            self.outlet.show(entries, ViewSource::Saved, None);
        }
        self.seat = Some(Seat { storage, identity, key });
        lock::request(&self.community, Manner::First, &self.inputs);
        if let Role::Follower(follower) = &mut self.role {
            follower.seek(now(), &self.outlet);
        }
        Then::Stay
    }

    fn told(&mut self, told: Told) -> Then {
        self.outlet.is_accompanied = true;
        match (told, &mut self.role) {
            (Told::Rejoined, _) => return Then::Reopen,
            // Nobody is heard before the storage says who is signed in here.
            _ if self.seat.is_none() => {}
            (told, Role::Follower(follower)) => follower.hear(now(), told, &mut self.outlet),
            (Told::Hello(tab), Role::Leader(leader)) => leader.welcome(tab, &self.outlet),
            (Told::Asked(message), Role::Leader(leader)) => serve(leader, message, &mut self.outlet),
            (Told::Leading, Role::Leader(_)) => self.step_down(),
            // Said by a leader that does not know yet that it is none any more.
            (Told::Ready { .. } | Told::Relayed(_) | Told::Keep { .. }, Role::Leader(_)) => {}
        }
        Then::Stay
    }

    fn lead(&mut self, lock: Lock) {
        // Without storage the lock is given back at once.
        if let Some(seat) = self.seat.clone() {
            self.role = Role::Leader(Box::new(Leader::begin(seat, lock, &self.inputs, &self.outlet)));
        }
    }

    /// Another tab leads: this one follows, and waits for its turn.
    fn step_down(&mut self) {
        if let Role::Leader(_) = self.role {
            let mut follower = Follower::new(self.tab);
            follower.seek(now(), &self.outlet);
            self.role = Role::Follower(follower);
            lock::request(&self.community, Manner::Again, &self.inputs);
        }
    }

    fn tell_of(&mut self, error: StorageError) {
        self.outlet.deliver(ToPage::Problem(Problem::ReadFailed(error)));
    }
}

/// Carries out what a page wants of the leader.
fn serve(leader: &mut Leader, message: ToWorker, outlet: &mut Outlet) {
    match message {
        ToWorker::Execute { request, command } => leader.execute(request, command, outlet),
        ToWorker::Discard(refused) => leader.discard(refused, outlet),
        ToWorker::Reinstate(refused) => leader.reinstate(*refused, outlet),
        ToWorker::Call { request, call } => leader.call(request, call, outlet),
        ToWorker::Pack => leader.hand(Hand::Pack, outlet),
        ToWorker::Unpack(words) => leader.hand(Hand::Unpack(words), outlet),
        ToWorker::Scanned(code) => leader.hand(Hand::Scanned(code), outlet),
        ToWorker::TakeAlong => leader.hand(Hand::TakeAlong, outlet),
        ToWorker::PutDown(letter) => leader.hand(Hand::PutDown(letter), outlet),
        ToWorker::Wake => leader.wake(outlet),
        ToWorker::Retry => leader.retry(outlet),
        ToWorker::Archive { request, wish } => leader.archive(request, wish, outlet),
        ToWorker::History { request, question } => leader.tell_history(request, &question, outlet),
        // Every tab does these for itself.
        ToWorker::Start { .. } | ToWorker::Join { .. } => {}
        ToWorker::CheckIn { .. } | ToWorker::AskCheckIn { .. } => {}
    }
}
