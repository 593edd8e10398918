//! Before anything has been heard from the worker: a first visit on this phone.

use leptos::prelude::*;

use crate::markup::view;

/// Says that the community is being opened, in the shape of what will stand here.
#[component]
pub fn OpeningPage() -> impl IntoView {
    view! {
        <div class="opening" role="status">
            <p class="opening-text">{say!(common.opening)}</p>
            {line()}
            {line()}
            {line()}
        </div>
    }
    .into_any()
}

/// The class stands apart so that Leptos makes the element itself: markup that is all static it hands
/// to the browser as text, which the page's Trusted Types policy refuses.
fn line() -> AnyView {
    const CLASS: &str = "opening-line";
    view! { <div class=CLASS></div> }.into_any()
}
