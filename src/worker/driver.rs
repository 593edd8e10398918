//! The loop that drives everything: one input after the other, in the order in which they came.

mod following;
mod handing;
pub(crate) mod leading;
mod membership;
mod outlet;
mod signing;

use std::rc::Rc;

use kaifong_domain::{
    archive::ArchiveError,
    bridge::{CheckInProgress, JoinError, ToPage, ToWorker},
    call::CallRefusal,
    id::RequestId,
    refusal::Refusal,
};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;

use self::membership::{Membership, Then};
use crate::{
    check_in::{self, Reported},
    input::{Input, Inputs, Term},
    join::{self, Joined},
    leader::{channel::Told, pending::Pending},
    port::Page,
    scope::scope,
    timer::Interval,
};

/// How often time is felt to pass, in milliseconds.
const TICK: i32 = 1_000;

/// Runs for as long as the worker lives.
pub(crate) async fn run() {
    let (_all, inputs) = Inputs::new();
    let page = Page::open(&inputs);
    let ticking = inputs.clone();
    let _ticks = Interval::every(TICK, move || ticking.send(Input::Tick));
    let online = inputs.clone();
    let on_online = Closure::<dyn FnMut()>::new(move || online.send(Input::Online));
    scope().set_ononline(Some(on_online.as_ref().unchecked_ref()));
    let mut driver = Driver { inputs: inputs.clone(), page: Rc::new(page), membership: None, joining: None };
    loop {
        driver.take(inputs.next().await);
    }
}

struct Driver {
    inputs: Inputs,
    page: Rc<Page>,
    membership: Option<Membership>,
    /// The last try to join; earlier ones don't count any more.
    joining: Option<Term>,
}

impl Driver {
    fn take(&mut self, input: Input) {
        let then = match input {
            Input::Page(ToWorker::Start { community }) => return self.start(community),
            Input::Page(ToWorker::Join { community, secret, device }) => return self.join(community, secret, device),
            Input::Page(ToWorker::CheckIn { community, details, consent, device }) => {
                let (_, deaf) = self.inputs.for_term();
                return self.report(check_in::report(community, details, consent, device, deaf));
            }
            Input::Page(ToWorker::AskCheckIn { community }) => {
                let (_, deaf) = self.inputs.for_term();
                return self.report(check_in::ask(community, deaf));
            }
            Input::Reported(Reported::Progress(progress)) => return self.page.send(&ToPage::CheckIn(progress)),
            Input::Reported(Reported::LetIn(community)) => {
                self.page.send(&ToPage::CheckIn(CheckInProgress::Nothing));
                return self.reopen(Some(community));
            }
            Input::Joined(outcome) => return self.joined(outcome),
            Input::Page(message) => match &mut self.membership {
                Some(membership) => membership.hear(message),
                None => return self.turn_away(message),
            },
            input => match &mut self.membership {
                Some(membership) => membership.take(input),
                None => return,
            },
        };
        match then {
            Then::Stay => {}
            Then::SignOut => self.sign_out(),
            Then::Reopen => self.reopen(None),
        }
    }

    fn start(&mut self, community: Option<String>) {
        match (community.filter(|community| join::is_slug(community)), &mut self.membership) {
            (Some(community), Some(membership)) if membership.community() == community => membership.show_again(),
            (Some(community), membership) => {
                // The old one gives back its lock before the new one asks.
                *membership = None;
                self.membership =
                    Some(Membership::open(community, self.page.clone(), &self.inputs, Pending::default()));
            }
            (None, _) => self.sign_out(),
        }
    }

    fn sign_out(&mut self) {
        let pending = self.membership.take().map(|membership| membership.close().1).unwrap_or_default();
        self.page.send(&ToPage::SignedOut);
        for (request, _) in pending.all() {
            self.refuse(request);
        }
    }

    fn join(&mut self, community: String, secret: String, device: String) {
        let (term, inputs) = self.inputs.for_term();
        self.joining = Some(term);
        // The storage that joining opens is its own: whether it is taken away concerns nobody else.
        let (_, deaf) = self.inputs.for_term();
        spawn_local(async move {
            inputs.send(Input::Joined(join::join(community, secret, device, deaf).await));
        });
    }

    /// What comes of a check-in counts whatever else happens meanwhile.
    fn report(&self, reporting: impl Future<Output = Result<Reported, JoinError>> + 'static) {
        let inputs = self.inputs.clone();
        spawn_local(async move { inputs.send(Input::Reported(reporting.await.into())) });
    }

    fn joined(&mut self, outcome: Result<Joined, JoinError>) {
        match outcome {
            Ok(Joined { community }) => self.reopen(Some(community)),
            Err(error) => self.page.send(&ToPage::JoinFailed(error)),
        }
    }

    /// Opens the membership again, or one that was just joined, with the requests that are not saved.
    fn reopen(&mut self, joined: Option<String>) {
        let old = self.membership.take();
        let (same, pending) = match old.map(Membership::close) {
            Some((community, pending)) if joined.as_ref().is_none_or(|joined| *joined == community) => {
                (Some(community), pending)
            }
            _ => (None, Pending::default()),
        };
        let is_new = joined.is_some();
        if let Some(community) = joined.or(same) {
            let membership = Membership::open(community, self.page.clone(), &self.inputs, pending);
            if is_new {
                membership.tell(&Told::Rejoined);
            }
            self.membership = Some(membership);
        }
    }

    /// Nobody is signed in who could ask for anything.
    fn turn_away(&self, message: ToWorker) {
        match message {
            ToWorker::Execute { request, .. } => self.refuse(request),
            ToWorker::Archive { request, .. } => {
                self.page.send(&ToPage::Archive { request, outcome: Err(ArchiveError::NotReady) });
            }
            ToWorker::Call { request, .. } => {
                self.page.send(&ToPage::Called { request, answer: Err(CallRefusal::NoBearer) });
            }
            _ => {}
        }
    }

    /// Nobody is signed in who could ask for this.
    fn refuse(&self, request: RequestId) {
        self.page.send(&ToPage::Answer { request, outcome: Err(Refusal::SignedOut) });
    }
}
