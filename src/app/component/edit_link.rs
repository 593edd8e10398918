//! The way to a record's form, at the end of the line that says what state it is in.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::markup::view;

/// Draws the link to a form.
pub fn edit_link(href: String) -> AnyView {
    view! { <a class="edit-link" href=href data-testid="edit">{icon(Glyph::Pencil)}<span>{say!(common.edit)}</span></a> }
        .into_any()
}
