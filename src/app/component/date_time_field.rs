//! A day and a time to choose, by the phone's own pickers.

use kaifong_domain::time::Timestamp;
use leptos::prelude::*;

use super::text_field::{described_by, framed};
use crate::{locale::format::field, markup::view, signal::RwSignal};

/// A day and a time to choose. Half a moment is none.
#[component]
pub fn DateTimeField(
    /// Its id on the page.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// The moment.
    value: RwSignal<Option<Timestamp>>,
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
    let date = RwSignal::new(value.get_untracked().map(field::date).unwrap_or_default());
    let time = RwSignal::new(value.get_untracked().map(field::time).unwrap_or_default());
    let changed = move || value.set(field::moment(&date.get_untracked(), &time.get_untracked()));
    let time_label = [label.as_str(), " · ", say!(common.time)].concat();
    let control = view! {
        <div class="date-time-field">
            <input
                class="text-field"
                type="date"
                id=id
                data-testid=testid
                aria-describedby=described_by(id)
                prop:value=move || date.get()
                on:input=move |event| {
                    date.set(event_target_value(&event));
                    changed();
                }
            />
            <input
                class="text-field"
                type="time"
                aria-label=time_label
                data-testid=[testid, "-time"].concat()
                prop:value=move || time.get()
                on:input=move |event| {
                    time.set(event_target_value(&event));
                    changed();
                }
            />
        </div>
    };
    framed(id, label, hint, error, control.into_any())
}
