//! The bar above every page: whose community it is, and how syncing goes.

use leptos::prelude::*;

use super::sync_badge::SyncBadge;
use crate::{
    context::{
        community::use_community,
        entrance::{use_entrance, use_identity},
    },
    markup::view,
    memo::Memo,
};

/// The community's mark: two houses under one roof line.
const ROOFS: &str = "M10 31.5 23 20l9 8 9-8 13 11.5V50H37V39H27v11H10Z";

/// The bar above every page.
#[component]
pub fn AppBar() -> impl IntoView {
    let (community, identity, door) = (use_community(), use_identity(), use_entrance());
    let name = Memo::new(move || {
        let card = community.with(|community| community.card().map(|card| card.name.clone()));
        card.or_else(|| identity.get().map(|identity| identity.community_name)).unwrap_or_default()
    });
    let inside = Memo::new(move || door.with(|entrance| matches!(entrance, crate::context::entrance::Entrance::In(_))));
    view! {
        <header class="app-bar">
            <a class="app-bar-brand" href="/today">
                <svg class="app-bar-mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
                    <path d=ROOFS></path>
                </svg>
                <span class="app-bar-name">{say!(common.app)}</span>
                <span class="app-bar-community">{move || name.get()}</span>
            </a>
            {move || inside.get().then(|| view! { <SyncBadge /> })}
        </header>
    }
    .into_any()
}
