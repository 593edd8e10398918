//! An address that leads nowhere.

use leptos::prelude::*;

use crate::{
    component::{empty::empty, icon::Glyph, page_header::page_header},
    markup::view,
};

/// An address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    gone(say!(common.not_found), say!(common.not_found_text))
}

/// What one asked for isn't here: not yet, or no more.
pub fn gone(title: &'static str, text: &'static str) -> AnyView {
    view! {
        {page_header(title, Some(("/today".into(), say!(common.tab_today).into())), None)}
        {empty(Glyph::Search, title, text)}
    }
    .into_any()
}
