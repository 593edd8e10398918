//! Says that changes were not accepted, where people look anyway, and leads to the list.

use leptos::prelude::*;

use super::{
    icon::{Glyph, icon},
    list_row::list_row,
};
use crate::{context::refused::use_refused, markup::view, memo::Memo};

/// The notice, while there is something to say.
pub fn refused_notice() -> AnyView {
    let refused = use_refused();
    let count = Memo::new(move || refused.with(Vec::len));
    let notice = move || {
        let count = u32::try_from(count.get()).unwrap_or(u32::MAX);
        (count > 0).then(|| {
            let lead = view! { <span class="list-row-icon">{icon(Glyph::Alert)}</span> }.into_any();
            let title = say!(refused.notice, count = count);
            let row = list_row("/refused".into(), lead, title, say!(refused.notice_text), None);
            view! { <div class="list" data-testid="refused-notice">{row}</div> }
        })
    };
    view! { {notice} }.into_any()
}
