//! What stands where nothing is yet.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::markup::view;

/// Says that nothing is here, and why, or what to do about it.
pub fn empty(glyph: Glyph, title: impl Into<String>, text: impl Into<String>) -> AnyView {
    let (title, text): (String, String) = (title.into(), text.into());
    view! {
        <div class="empty">
            {icon(glyph)}
            <p class="empty-title">{title}</p>
            <p class="empty-text">{text}</p>
        </div>
    }
    .into_any()
}
