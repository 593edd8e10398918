//! Something that only the community's server knows: it is asked for when the screen opens, and without a line one is
//! told so, rather than shown something old.

use kaifong_domain::call::CallRefusal;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::{
    empty::empty,
    icon::{Glyph, icon},
};
use crate::{
    context::{calls::use_calls, status::use_line},
    locale::words::call_refusal::call_refusal,
    markup::view,
    signal::RwSignal,
};

/// Asks again.
#[derive(Clone, Copy)]
pub struct Reload(RwSignal<u32>);

impl Reload {
    /// Something has changed.
    pub fn now(self) {
        // The screen may be gone when an answer comes.
        self.0.try_update(|count| *count += 1);
    }
}

#[derive(Clone)]
enum State {
    Coming,
    Here(String),
    Failed(CallRefusal),
}

/// Reads a body and shows it; nothing, if it makes no sense to this version.
type Show = Box<dyn Fn(&str, Reload) -> Option<AnyView> + Send>;

/// Shows what stands at a path, as soon as it is here.
pub fn fetched<T: DeserializeOwned>(
    path: impl Fn() -> String + 'static,
    show: impl Fn(T, Reload) -> AnyView + Send + 'static,
) -> AnyView {
    body_of(Box::new(path), Box::new(move |body, reload| Some(show(serde_json::from_str(body).ok()?, reload))))
}

/// The machinery is there once for all kinds of things: that keeps the download small.
fn body_of(path: Box<dyn Fn() -> String>, show: Show) -> AnyView {
    let calls = use_calls();
    let (state, reload) = (RwSignal::new(State::Coming), Reload(RwSignal::new(0)));
    let line = use_line();
    Effect::new(move |_| {
        reload.0.get();
        // What is shown stays when the line goes; what could not be shown comes by itself when there is one.
        let Some(is_up) = line.get() else { return };
        if !is_up && state.with_untracked(|state| matches!(state, State::Here(_))) {
            return;
        }
        let told = move |answer: Result<String, CallRefusal>| {
            state.try_update(|state| *state = answer.map_or_else(State::Failed, State::Here));
        };
        calls.get_body(path(), Box::new(told));
    });
    let content = move || match state.get() {
        State::Coming => view! { <p role="status">{icon(Glyph::Sync)}" "{say!(access.asking)}</p> }.into_any(),
        State::Here(body) => show(&body, reload).unwrap_or_else(|| failed(CallRefusal::Unavailable, reload)),
        State::Failed(why) => failed(why, reload),
    };
    content.into_any()
}

fn failed(why: CallRefusal, reload: Reload) -> AnyView {
    let glyph = if why == CallRefusal::Offline { Glyph::CloudOff } else { Glyph::Alert };
    view! {
        <div data-testid="not-fetched">{empty(glyph, say!(access.not_fetched), call_refusal(why))}</div>
        <p class="fetched-again">
            <button class="button" type="button" data-testid="again" on:click=move |_| reload.now()>
                {say!(common.again)}
            </button>
        </p>
    }
    .into_any()
}
