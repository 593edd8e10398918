//! The five places of the app: tabs below on a phone, a rail beside on a desktop.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::{address::use_address, markup::view};

/// The places. The current one is marked for screen readers too.
#[component]
pub fn TabBar() -> impl IntoView {
    let path = use_address().path();
    let tab = move |testid: &'static str, href: &'static str, also: &'static str, glyph: Glyph, name: &'static str| {
        let within = move || path.with(|path| path.starts_with(href) || !also.is_empty() && path.starts_with(also));
        view! {
            <li>
                <a
                    class="tab-bar-tab"
                    href=href
                    data-testid=testid
                    aria-current=move || within().then_some("page")
                >
                    {icon(glyph)}
                    <span>{name}</span>
                </a>
            </li>
        }
        .into_any()
    };
    view! {
        <nav class="tab-bar" aria-label=say!(common.places)>
            <ul>
                {tab("tab-today", "/today", "", Glyph::Home, say!(common.tab_today))}
                {tab("tab-tasks", "/tasks", "", Glyph::Calendar, say!(common.tab_tasks))}
                {tab("tab-suggestions", "/suggestions", "", Glyph::Bubble, say!(common.tab_suggestions))}
                {tab("tab-neighbours", "/neighbours", "/people", Glyph::People, say!(common.tab_neighbours))}
                {tab("tab-me", "/me", "/sync", Glyph::Person, say!(common.tab_me))}
            </ul>
        </nav>
    }
    .into_any()
}
