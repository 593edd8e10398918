//! Facts about something: an icon, what the fact is called, and what it is.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::markup::view;

/// Draws one fact.
pub fn fact(glyph: Glyph, label: &'static str, value: AnyView) -> AnyView {
    view! {
        <div class="fact">
            <dt class="fact-name">{icon(glyph)}<span>{label}</span></dt>
            <dd class="fact-value">{value}</dd>
        </div>
    }
    .into_any()
}

/// Draws one fact that is a few words.
pub fn fact_in_words(glyph: Glyph, label: &'static str, text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    fact(glyph, label, view! { <span>{text}</span> }.into_any())
}

/// Draws facts one below the other.
pub fn fact_list(facts: Vec<AnyView>) -> AnyView {
    view! { <dl class="fact-list">{facts}</dl> }.into_any()
}
