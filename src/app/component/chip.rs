//! A small button among others of its kind: a filter that is on or off, or a step to take.

use leptos::prelude::*;

use crate::markup::view;

/// Draws a chip. One that can be on or off says so to screen readers too.
pub fn chip(word: impl Into<String>, testid: String, on: Option<Signal<bool>>, press: impl Fn() + 'static) -> AnyView {
    let word: String = word.into();
    let pressed = move || on.map(|on| if on.get() { "true" } else { "false" });
    view! {
        <button class="chip" type="button" data-testid=testid aria-pressed=pressed on:click=move |_| press()>
            {word}
        </button>
    }
    .into_any()
}
