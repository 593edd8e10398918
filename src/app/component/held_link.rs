//! The way to what residents have sent and somebody looks at first, with how many there are.

use kaifong_domain::{
    access::Actor,
    call::{CallRefusal, intake::HeldSuggestion},
};
use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{
    context::{actor::use_actor, calls::use_calls, status::use_line},
    markup::view,
    signal::RwSignal,
};

/// Draws it for who may let them in. How many there are is only said when the server has said so.
pub fn held_link() -> Option<AnyView> {
    use_actor().get_untracked().filter(|actor| Actor::captains(*actor))?;
    let (calls, line, count) = (use_calls(), use_line(), RwSignal::new(None::<usize>));
    Effect::new(move |_| {
        if line.get() == Some(true) {
            calls.get("held", move |held: Result<Vec<HeldSuggestion>, CallRefusal>| {
                count.try_update(|count| *count = held.ok().map(|held| held.len()));
            });
        }
    });
    let known = move || {
        let count = count.get().filter(|count| *count > 0)?;
        Some(view! { <span class="held-count" data-testid="held-count">{count.to_string()}</span> })
    };
    Some(
        view! {
            <a class="button" href="/suggestions/held" data-testid="held-link">
                {icon(Glyph::Flag)}
                <span>{say!(held.link)}</span>
                {known}
            </a>
        }
        .into_any(),
    )
}
