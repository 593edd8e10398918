//! Before anything has been heard from the worker: a first visit on this phone.

use leptos::prelude::*;

/// Says that the community is being opened, in the shape of what will stand here.
#[component]
pub fn OpeningPage() -> impl IntoView {
    view! {
        <div class="opening" role="status">
            <p class="opening-text">{say!(common.opening)}</p>
            <div class="opening-line"></div>
            <div class="opening-line"></div>
            <div class="opening-line"></div>
        </div>
    }
    .into_any()
}
