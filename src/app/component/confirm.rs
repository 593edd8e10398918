//! A question before something is done that can't be taken back.

use leptos::prelude::*;

use super::sheet::Sheet;
use crate::{markup::view, signal::RwSignal};

/// Asks; what is in the sheet says what will happen, and to whom.
#[component]
pub fn Confirm(
    /// Whether the question is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: String,
    /// What will happen.
    #[prop(into)]
    text: String,
    /// What the button says.
    action: &'static str,
    /// What is done then.
    confirmed: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let go = move |_| {
        open.set(false);
        confirmed();
    };
    view! {
        <Sheet open=open title=title>
            <p>{text.clone()}</p>
            <div class="confirm-actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>{say!(access.keep)}</button>
                <button class="button button-danger" type="button" data-testid="confirm" on:click=go>{action}</button>
            </div>
        </Sheet>
    }
    .into_any()
}
