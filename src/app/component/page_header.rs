//! The head of a page: its title, the way back, and what one can do with the page as a whole.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::markup::view;

/// Draws the head of a page and names the window after it. `back` is the page one level up.
pub fn page_header(title: impl Into<String>, back: Option<(String, String)>, actions: Option<AnyView>) -> AnyView {
    let title: String = title.into();
    document().set_title(&[title.as_str(), " · ", say!(common.app)].concat());
    let back = back.map(|(href, name)| {
        view! { <a class="page-header-back" href=href>{icon(Glyph::Back)}<span>{name}</span></a> }
    });
    view! {
        <header class="page-header">
            {back}
            <div class="page-header-line">
                <h1 tabindex="-1">{title}</h1>
                {actions.map(|actions| view! { <div class="page-header-actions">{actions}</div> })}
            </div>
        </header>
    }
    .into_any()
}
