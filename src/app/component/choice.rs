//! One of a few: a native list to choose from.

use leptos::prelude::*;

use super::text_field::{described_by, framed};

use crate::{markup::view, signal::RwSignal};

/// Something to choose: its code, and the word for it.
pub type ChoiceOption = (String, String);

/// One of a few. The value is the code of what is chosen.
#[component]
pub fn Choice(
    /// Its id on the page.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What one can choose.
    #[prop(into)]
    options: Signal<Vec<ChoiceOption>>,
    /// The code of what is chosen.
    value: RwSignal<String>,
    /// A few words on what to choose.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Its name for end-to-end tests.
    #[prop(optional)]
    testid: &'static str,
) -> impl IntoView {
    let option = move |(code, word): ChoiceOption| {
        let chosen = value.with_untracked(|value| *value == code);
        view! { <option value=code selected=chosen>{word}</option> }
    };
    let control = view! {
        <select
            class="choice"
            id=id
            data-testid=testid
            aria-describedby=described_by(id)
            prop:value=move || value.get()
            on:change=move |event| value.set(event_target_value(&event))
        >
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    };
    framed(id, label, hint, error, control.into_any())
}
