//! The five places of the app: tabs below on a phone, a rail beside on a desktop.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::{address::use_address, markup::view};

/// The places. The current one is marked for screen readers too.
#[component]
pub fn TabBar() -> impl IntoView {
    let path = use_address().path();
    // A place's own path, then those of the screens that belong to it.
    let tab = move |testid: &'static str, paths: &'static [&'static str], glyph: Glyph, name: &'static str| {
        let within = move || path.with(|path| paths.iter().any(|own| path.starts_with(own)));
        view! {
            <li>
                <a
                    class="tab-bar-tab"
                    href=paths[0]
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
                {tab("tab-today", &["/today"], Glyph::Home, say!(common.tab_today))}
                {tab("tab-tasks", &["/tasks", "/history/tasks"], Glyph::Calendar, say!(common.tab_tasks))}
                {tab("tab-suggestions", &["/suggestions", "/history/suggestions"], Glyph::Bubble, say!(common.tab_suggestions))}
                {tab("tab-neighbours", &["/neighbours", "/people", "/buildings", "/history/people", "/history/buildings"], Glyph::People, say!(common.tab_neighbours))}
                {tab("tab-me", &["/me", "/sync", "/archive", "/refused", "/hand-over", "/devices", "/access", "/invitations", "/check-ins", "/audit"], Glyph::Person, say!(common.tab_me))}
            </ul>
        </nav>
    }
    .into_any()
}
