//! A long text to write.

use leptos::prelude::*;

use super::text_field::{described_by, framed};

use crate::{markup::view, signal::RwSignal};

/// A long text to write. It grows with what stands in it.
#[component]
pub fn TextArea(
    /// Its id on the page.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What stands in it.
    value: RwSignal<String>,
    /// A few words on what to write.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Its name for end-to-end tests.
    #[prop(optional)]
    testid: &'static str,
    /// How many lines it has when empty.
    #[prop(default = "4")]
    rows: &'static str,
) -> impl IntoView {
    let control = view! {
        <textarea
            class="text-area"
            id=id
            rows=rows
            data-testid=testid
            aria-describedby=described_by(id)
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    };
    framed(id, label, hint, error, control.into_any())
}
