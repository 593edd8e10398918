//! A row of a list that leads somewhere.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::markup::view;

/// Draws a row: something in front, a title, a line below it, something behind it.
pub fn list_row(
    href: String,
    lead: AnyView,
    title: impl Into<String>,
    text: impl Into<String>,
    end: Option<AnyView>,
) -> AnyView {
    let (title, text): (String, String) = (title.into(), text.into());
    let text = (!text.is_empty()).then(|| view! { <span class="list-row-text">{text}</span> });
    view! {
        <a class="list-row" href=href>
            {lead}
            <span class="list-row-body"><span class="list-row-title">{title}</span>{text}</span>
            {end}
            <span class="list-row-more">{icon(Glyph::Forward)}</span>
        </a>
    }
    .into_any()
}
