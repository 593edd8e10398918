//! HTTP calls that pages make through the leader, who alone has a line on which to ask for a bearer. One bearer serves
//! all calls while it lasts; it is kept in memory, and goes to nobody but the server.

use kaifong_domain::{
    bridge::{Line, ToPage},
    call::{Call, CallRefusal},
    id::RequestId,
    time::Timestamp,
};
use wasm_bindgen_futures::spawn_local;

use super::{Leader, Run};
use crate::{
    clock::now,
    driver::outlet::Outlet,
    fetch::fetch,
    input::{Input, Inputs},
};

/// How long a call waits for the line and the bearer, in milliseconds.
const PATIENCE: i64 = 20_000;
/// A bearer is not used in its last seconds, in milliseconds.
const SPARE: i64 = 15_000;

/// The calls under way, and the bearer.
#[derive(Default)]
pub(super) struct Calls {
    bearer: Option<(String, Timestamp)>,
    is_asked: bool,
    waiting: Vec<Waiting>,
}

impl Calls {
    /// The line has gone: what was asked on it is not answered.
    pub(super) fn miss_bearer(&mut self) {
        self.is_asked = false;
    }
}

/// A call that waits for a bearer.
#[derive(Clone)]
pub(crate) struct Waiting {
    request: RequestId,
    call: Call,
    since: Timestamp,
    /// It was made once, with a bearer that the server did not take any more.
    is_again: bool,
}

impl Leader {
    /// Makes a call, as soon as there is a bearer.
    pub(in crate::driver) fn call(&mut self, request: RequestId, call: Call, outlet: &mut Outlet) {
        self.calls.waiting.push(Waiting { request, call, since: now(), is_again: false });
        self.make_calls(outlet);
    }

    /// The line has a bearer for us.
    pub(super) fn take_bearer(&mut self, token: String, seconds: i64, outlet: &mut Outlet) {
        let until = Timestamp(now().0.saturating_add(seconds.saturating_mul(1_000)).saturating_sub(SPARE));
        (self.calls.bearer, self.calls.is_asked) = (Some((token, until)), false);
        self.make_calls(outlet);
    }

    /// Makes the calls that wait, asks for a bearer, or says that there is no line.
    pub(super) fn make_calls(&mut self, outlet: &mut Outlet) {
        if self.calls.waiting.is_empty() {
            return;
        }
        if let Some((bearer, _)) = self.calls.bearer.clone().filter(|(_, until)| now() < *until) {
            let community = &self.seat.identity.community;
            let waiting = std::mem::take(&mut self.calls.waiting);
            waiting.into_iter().for_each(|waiting| start(community, waiting, bearer.clone(), &self.inputs));
            return;
        }
        let Some(Run { replica, .. }) = &mut self.run else { return };
        if self.calls.is_asked {
            return;
        }
        match replica.status().line {
            Line::Syncing | Line::Synced => {
                let (is_asked, effects) = replica.ask_bearer(now());
                self.calls.is_asked = is_asked;
                self.carry_out(effects, outlet);
            }
            Line::Connecting => {}
            Line::Offline | Line::Refused | Line::Revoked => {
                let waiting = std::mem::take(&mut self.calls.waiting);
                waiting.into_iter().for_each(|waiting| answer(waiting.request, Err(CallRefusal::Offline), outlet));
            }
        }
    }

    /// A second has passed.
    pub(super) fn hurry_calls(&mut self, outlet: &mut Outlet) {
        let late = |waiting: &mut Waiting| now().0.saturating_sub(waiting.since.0) > PATIENCE;
        for waiting in self.calls.waiting.extract_if(.., late) {
            answer(waiting.request, Err(CallRefusal::Offline), outlet);
        }
        self.make_calls(outlet);
    }

    /// The server has answered. One that does not take the bearer any more, because it has started anew, is asked for
    /// another one, once.
    pub(in crate::driver) fn called(
        &mut self,
        waiting: Waiting,
        outcome: Result<String, CallRefusal>,
        outlet: &mut Outlet,
    ) {
        if outcome == Err(CallRefusal::NoBearer) && !waiting.is_again {
            self.calls.bearer = None;
            self.calls.waiting.push(Waiting { is_again: true, ..waiting });
            self.make_calls(outlet);
        } else {
            answer(waiting.request, outcome, outlet);
        }
    }
}

fn answer(request: RequestId, answer: Result<String, CallRefusal>, outlet: &mut Outlet) {
    outlet.publish(ToPage::Called { request, answer });
}

fn start(community: &str, waiting: Waiting, bearer: String, inputs: &Inputs) {
    let path = ["/api/", community, "/", &waiting.call.path].concat();
    let inputs = inputs.clone();
    spawn_local(async move {
        let Call { method, body, .. } = &waiting.call;
        let outcome = match fetch(*method, &path, body, Some(&bearer)).await {
            Ok(answer) if answer.is_good => Ok(answer.body),
            Ok(answer) => Err(answer.refusal().map_or(CallRefusal::Unavailable, |code| CallRefusal::from_code(&code))),
            Err(_) => Err(CallRefusal::Offline),
        };
        inputs.send(Input::Called(waiting, outcome));
    });
}
