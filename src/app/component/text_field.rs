//! A line of text to write.

use leptos::prelude::*;

use crate::{markup::view, signal::RwSignal};

/// What a field is made of, for all kinds of field: label, hint, error.
pub(super) fn framed(
    id: &str,
    label: String,
    hint: Option<String>,
    error: Signal<Option<String>>,
    control: AnyView,
) -> AnyView {
    let error_id = [id, "-error"].concat();
    let hint_id = [id, "-hint"].concat();
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="field-label" for=id.to_owned()>{label}</label>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            {control}
            <p class="field-error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
    .into_any()
}

/// The ids of what describes a field.
pub(super) fn described_by(id: &str) -> String {
    [id, "-hint ", id, "-error"].concat()
}

/// A line of text to write.
#[component]
pub fn TextField(
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
    /// `text`, `number`, `url`, `tel`, `email`.
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it can't be left empty.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let numeric = match kind {
        "number" => "numeric",
        "tel" | "email" => kind,
        _ => "text",
    };
    // What looks like no address is not for the browser to refuse.
    let shape = if kind == "email" { "text" } else { kind };
    let control = view! {
        <input
            class="text-field"
            id=id
            type=shape
            inputmode=numeric
            autocomplete="off"
            data-testid=testid
            aria-required=required.then_some("true")
            aria-describedby=described_by(id)
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        />
    };
    framed(id, label, hint, error, control.into_any())
}
