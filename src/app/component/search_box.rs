//! A search that works while one types.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::{markup::view, signal::RwSignal};

/// A search box. What is typed is in `value` at once.
#[component]
pub fn SearchBox(
    /// What can be searched for.
    #[prop(into)]
    label: String,
    /// What has been typed.
    value: RwSignal<String>,
) -> impl IntoView {
    let clear = move || {
        (!value.with(String::is_empty)).then(|| {
            view! {
                <button class="search-box-clear" type="button" on:click=move |_| value.set(String::new())>
                    {icon(Glyph::Cross)}
                    <span class="visually-hidden">{say!(common.clear)}</span>
                </button>
            }
        })
    };
    view! {
        <div class="search-box" role="search">
            {icon(Glyph::Search)}
            <input
                class="search-box-input"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                data-testid="search"
                placeholder=label.clone()
                aria-label=label
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            {clear}
        </div>
    }
    .into_any()
}
