//! The one thing to do on a page: a button in the thumb's reach, above the tabs on a phone.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::markup::view;

/// Draws the link to a form that makes something new.
pub fn compose(href: &'static str, label: &'static str, testid: &'static str) -> AnyView {
    view! {
        <a class="fab" href=href data-testid=testid>
            {icon(Glyph::Plus)}
            <span>{label}</span>
        </a>
    }
    .into_any()
}
