//! What one does on a page as a whole, in the thumb's reach: at most one of the buttons is the primary.

use leptos::prelude::*;

use crate::markup::view;

/// Draws the bar with its buttons, the primary one last.
pub fn action_bar(buttons: impl IntoView + 'static) -> AnyView {
    let buttons = buttons.into_any();
    view! { <div class="action-bar">{buttons}</div> }.into_any()
}
