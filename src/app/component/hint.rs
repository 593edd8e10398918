//! The hint for people who follow a link inside WeChat: its browser forgets, and can't be installed.

use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{context::settings::use_preferences, markup::view};

/// Whether the page is in WeChat's browser.
pub fn in_wechat() -> bool {
    window().navigator().user_agent().is_ok_and(|agent| agent.contains("MicroMessenger"))
}

/// The hint, once, in WeChat's browser only.
#[component]
pub fn Hint() -> impl IntoView {
    let preferences = use_preferences();
    let wanted = move || in_wechat() && !preferences.with(|settings| settings.hint_read);
    let hint = move || {
        wanted().then(|| {
            view! {
                <aside class="hint" data-testid="wechat-hint">
                    {icon(Glyph::Open)}
                    <p>{say!(common.wechat_hint)}</p>
                    <button
                        class="bar-action"
                        type="button"
                        on:click=move |_| preferences.change(|settings| settings.hint_read = true)
                    >
                        {say!(common.understood)}
                    </button>
                </aside>
            }
        })
    };
    hint.into_any()
}
