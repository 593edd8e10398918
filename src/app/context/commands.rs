//! The way to give commands: they cross to the worker, and what becomes of them comes back.

use std::collections::BTreeMap;

use kaifong_domain::{
    bridge::{Tick, ToWorker},
    command::Command,
    id::RequestId,
    refusal::Refusal,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    clock::now,
    inbox,
    persistence::{Persistence, use_persistence},
    toast::{Toasts, use_toasts},
};
use crate::{bridge::Link, locale::words::refusal::refusal};

/// What is to be done when a command has been carried out or refused.
type OnDone = Box<dyn FnOnce(Result<(), Refusal>)>;

/// A request that has not been answered.
struct Pending {
    said: Box<dyn Fn() -> String>,
    on_done: Option<OnDone>,
    can_undo: bool,
}

/// The way to give commands.
#[derive(Clone, Copy)]
pub struct Commands {
    link: StoredValue<Link, LocalStorage>,
    pending: StoredValue<BTreeMap<RequestId, Pending>, LocalStorage>,
    ticks: StoredValue<BTreeMap<RequestId, ArcRwSignal<Option<Tick>>>, LocalStorage>,
    toasts: Toasts,
    persistence: Persistence,
}

impl Commands {
    /// Gives a command. When it is carried out, a toast says `said` and offers to undo it; when it is
    /// refused, a toast says why.
    pub fn give(self, command: Command, said: impl Fn() -> String + 'static) {
        self.send(command, Pending { said: Box::new(said), on_done: None, can_undo: true });
    }

    /// Gives a command for a form, which stays open when it is refused and says why itself.
    pub fn give_then(
        self,
        command: Command,
        said: impl Fn() -> String + 'static,
        on_done: impl FnOnce(Result<(), Refusal>) + 'static,
    ) {
        self.send(command, Pending { said: Box::new(said), on_done: Some(Box::new(on_done)), can_undo: true });
    }

    /// Takes a command back.
    pub fn undo(self, command: Command) {
        let said = || say!(common.undone).to_owned();
        self.send(command, Pending { said: Box::new(said), on_done: None, can_undo: false });
    }

    /// A new id: a UUID v7 of this moment.
    pub fn new_id<Id: From<Uuid>>(self) -> Id {
        Id::from(new_uuid())
    }

    /// Sends a message to the worker.
    pub fn tell(self, message: &ToWorker) {
        self.link.with_value(|link| link.tell(message));
    }

    fn send(self, command: Command, pending: Pending) {
        let request = self.new_id();
        self.pending.update_value(|waiting| {
            waiting.insert(request, pending);
        });
        self.tell(&ToWorker::Execute { request, command });
    }

    /// The worker says what became of a request.
    pub(super) fn answered(self, request: RequestId, outcome: Result<Option<Command>, Refusal>) {
        // A page that was loaded again may hear of what it asked for before.
        let Some(pending) = self.pending.try_update_value(|waiting| waiting.remove(&request)).flatten() else { return };
        match outcome {
            Ok(undo) => {
                let tick = ArcRwSignal::new(None);
                // Ticks of earlier requests have nobody who looks at them any more.
                self.ticks.set_value(BTreeMap::from([(request, tick.clone())]));
                self.toasts.show((pending.said)(), false, tick, undo.filter(|_| pending.can_undo));
                if let Some(on_done) = pending.on_done {
                    on_done(Ok(()));
                }
            }
            Err(why) => match pending.on_done {
                Some(on_done) => on_done(Err(why)),
                None => self.toasts.show(refusal(why), true, ArcRwSignal::new(None), None),
            },
        }
    }

    /// A request's change has come a step further.
    pub(super) fn ticked(self, request: RequestId, tick: Tick) {
        self.ticks.with_value(|ticks| {
            if let Some(signal) = ticks.get(&request) {
                self.persistence.has_something();
                signal.update(|known| *known = (*known).max(Some(tick)));
            }
        });
    }
}

fn new_uuid() -> Uuid {
    let mut random = [0_u8; 10];
    let crypto = window().crypto().expect("every browser that runs wasm has crypto");
    crypto.get_random_values_with_u8_array(&mut random).expect("ten bytes are within the quota");
    let millis = now().0.unsigned_abs();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

pub(super) fn provide() -> Commands {
    let mailbox = inbox::Mailbox::open();
    let commands = Commands {
        link: StoredValue::new_local(mailbox.link()),
        pending: StoredValue::new_local(BTreeMap::new()),
        ticks: StoredValue::new_local(BTreeMap::new()),
        toasts: use_toasts(),
        persistence: use_persistence(),
    };
    mailbox.deliver_to(commands);
    provide_context(commands);
    commands
}

/// The way to give commands.
pub fn use_commands() -> Commands {
    expect_context()
}
