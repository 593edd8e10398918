//! How to reach a resident without an account, when one asks for it: only the server knows, and it is kept nowhere here.

use kaifong_domain::{call::CallRefusal, id::SuggestionId};
use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{
    context::calls::use_calls,
    locale::words::call_refusal::call_refusal,
    markup::{child, view},
    signal::RwSignal,
};

/// Asks, and shows it.
pub fn reporter(suggestion: SuggestionId) -> AnyView {
    let (calls, told) = (use_calls(), RwSignal::new(None::<Result<String, CallRefusal>>));
    let path = ["suggestions/", &suggestion.to_string(), "/reporter"].concat();
    let ask = move |_| {
        calls.get(&path, move |answer| {
            told.try_update(|told| *told = Some(answer));
        });
    };
    let shown = move || match told.get() {
        None => view! { <span></span> },
        Some(Ok(contact)) => view! { <p class="reporter" data-testid="reporter">{contact}</p> },
        Some(Err(CallRefusal::NotFound)) => view! { <p class="field-hint" role="status">{say!(held.no_contact)}</p> },
        Some(Err(why)) => view! { <p class="field-error" role="alert">{call_refusal(why)}</p> },
    };
    view! {
        <button class="button" type="button" data-testid="ask-reporter" on:click=ask>
            {icon(Glyph::Person)}
            <span>{say!(held.reporter)}</span>
        </button>
        {child(shown)}
    }
    .into_any()
}
