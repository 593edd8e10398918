//! The way to handing over what waits to another phone, and to what one carries for others.

use leptos::prelude::*;

use super::{
    icon::{Glyph, icon},
    list_row::list_row,
};
use crate::{context::handover::use_handover, markup::view};

/// The row; it says so while something is carried.
pub fn hand_over_row() -> AnyView {
    let handover = use_handover();
    let row = move || {
        let lead = view! { <span class="list-row-icon">{icon(Glyph::Hand)}</span> };
        let text = match handover.carried().len() {
            0 => say!(handover.row_text).to_owned(),
            count => say!(handover.row_carries, count = u32::try_from(count).unwrap_or(u32::MAX)),
        };
        list_row("/hand-over".into(), lead, say!(handover.title), text, None)
    };
    view! { <div class="list" data-testid="hand-over-row">{row}</div> }
}
