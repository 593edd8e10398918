//! Calls to the community's server, which the worker makes, and what comes back.

use std::collections::BTreeMap;

use kaifong_domain::{
    bridge::ToWorker,
    call::{Call, CallRefusal, Method},
    id::RequestId,
};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    commands::{Commands, use_commands},
    toast::{Toasts, use_toasts},
};
use crate::locale::words::call_refusal::call_refusal;

/// What is done with the body of an answer.
pub type Then = Box<dyn FnOnce(Result<String, CallRefusal>)>;

/// The calls that are not answered.
#[derive(Clone, Copy)]
pub struct Waiting(StoredValue<BTreeMap<RequestId, Then>, LocalStorage>);

impl Waiting {
    /// The worker says what the server has answered.
    pub(super) fn answered(self, request: RequestId, answer: Result<String, CallRefusal>) {
        // Another tab may have asked.
        if let Some(then) = self.0.try_update_value(|waiting| waiting.remove(&request)).flatten() {
            then(answer);
        }
    }

    /// The worker has died: nobody will answer.
    pub(super) fn interrupted(self) {
        let waiting = self.0.try_update_value(std::mem::take).unwrap_or_default();
        waiting.into_values().for_each(|then| then(Err(CallRefusal::Unavailable)));
    }
}

pub(super) fn provide() {
    provide_context(Waiting(StoredValue::new_local(BTreeMap::new())));
}

pub(super) fn use_waiting() -> Waiting {
    expect_context()
}

/// The way to make calls.
#[derive(Clone, Copy)]
pub struct Calls {
    waiting: Waiting,
    commands: Commands,
    toasts: Toasts,
}

/// The way to make calls.
pub fn use_calls() -> Calls {
    Calls { waiting: use_waiting(), commands: use_commands(), toasts: use_toasts() }
}

impl Calls {
    /// Asks for something.
    pub fn get<T: DeserializeOwned>(self, path: &str, then: impl FnOnce(Result<T, CallRefusal>) + 'static) {
        self.make(Method::Get, path.to_owned(), String::new(), read(then));
    }

    /// Asks for something, and takes it as it comes.
    pub fn get_body(self, path: String, then: Then) {
        self.make(Method::Get, path, String::new(), then);
    }

    /// Has something done.
    pub fn post<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl Serialize,
        then: impl FnOnce(Result<T, CallRefusal>) + 'static,
    ) {
        let body = serde_json::to_string(body).expect("calls hold only what JSON can say");
        self.make(Method::Post, path.to_owned(), body, read(then));
    }

    /// Has something done, and says so; where it can't be done, says why.
    pub fn act(self, path: &str, body: &impl Serialize, said: &'static str, then: impl FnOnce() + 'static) {
        self.post(path, body, move |answer: Result<(), CallRefusal>| {
            let (text, refused) = answer.map_or_else(|why| (call_refusal(why), true), |()| (said, false));
            self.toasts.show(text.to_owned(), refused, ArcRwSignal::new(None), None);
            if !refused {
                then();
            }
        });
    }

    fn make(self, method: Method, path: String, body: String, then: Then) {
        let request = self.commands.new_id();
        self.waiting.0.update_value(|waiting| {
            waiting.insert(request, then);
        });
        self.commands.tell(&ToWorker::Call { request, call: Call { method, path, body } });
    }
}

/// Reads the body; what makes no sense to this version is told as if the server could not answer.
fn read<T: DeserializeOwned>(then: impl FnOnce(Result<T, CallRefusal>) + 'static) -> Then {
    Box::new(move |answer| {
        then(answer.and_then(|body| serde_json::from_str(&body).map_err(|_| CallRefusal::Unavailable)));
    })
}
