//! The way to a record's history, at the foot of its page.

use kaifong_domain::record::RecordKey;
use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::markup::view;

/// Draws the link.
pub fn history_link(key: RecordKey) -> AnyView {
    let href = ["/history/", key.collection.code(), "/", &key.id.simple().to_string()].concat();
    view! {
        <a class="history-link" href=href data-testid="history">
            {icon(Glyph::Clock)}
            <span>{say!(history.link)}</span>
        </a>
    }
    .into_any()
}
