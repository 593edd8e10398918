//! One of several, all in sight as chips to tap: quicker than a list for a thumb at a door.

use leptos::prelude::*;

use crate::{markup::view, signal::RwSignal};

/// One of several. Built on radio buttons, so that arrow keys and screen readers know it.
#[component]
pub fn ChipChoice(
    /// Its id on the page; the chips share it as their name.
    id: &'static str,
    /// What one chooses.
    #[prop(into)]
    label: String,
    /// The codes and words to choose from.
    options: Vec<(&'static str, &'static str)>,
    /// The code of what is chosen.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let chip = |(code, word): (&'static str, &'static str)| {
        view! {
            <label class="chip-choice-one">
                <input
                    type="radio"
                    name=id
                    value=code
                    data-testid=[id, "-", code].concat()
                    prop:checked=move || value.with(|value| value == code)
                    on:change=move |_| value.set(code.to_owned())
                />
                <span>{word}</span>
            </label>
        }
        .into_any()
    };
    let chips: Vec<AnyView> = options.into_iter().map(chip).collect();
    view! {
        <fieldset class="field chip-choice">
            <legend class="field-label">{label}</legend>
            <div class="chip-choice-row">{chips}</div>
            <p class="field-error" role="alert">{move || error.get()}</p>
        </fieldset>
    }
    .into_any()
}
