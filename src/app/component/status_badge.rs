//! Where a suggestion stands: word, icon and colour.

use kaifong_domain::suggestion::Status;
use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{locale::words::status::status as words, markup::view};

/// The icon of a status.
pub fn status_glyph(status: Status) -> Glyph {
    match status {
        Status::Raised => Glyph::Flag,
        Status::Triaged => Glyph::Hand,
        Status::Discussing => Glyph::Bubble,
        Status::Working => Glyph::Sync,
        Status::Solved => Glyph::Check,
        Status::Agreed => Glyph::CheckTwice,
        Status::Declined => Glyph::Cross,
        Status::Unknown => Glyph::Note,
    }
}

/// The CSS class of a status.
pub fn status_class(status: Status) -> &'static str {
    match status {
        Status::Raised => "status-badge status-raised",
        Status::Triaged => "status-badge status-triaged",
        Status::Discussing => "status-badge status-discussing",
        Status::Working => "status-badge status-working",
        Status::Solved => "status-badge status-solved",
        Status::Agreed => "status-badge status-agreed",
        Status::Declined => "status-badge status-declined",
        Status::Unknown => "status-badge",
    }
}

/// Draws a status.
pub fn status_badge(status: Status) -> AnyView {
    view! {
        <span class=status_class(status) data-status=status.code()>
            {icon(status_glyph(status))}
            <span>{words(status)}</span>
        </span>
    }
    .into_any()
}
