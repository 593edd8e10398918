//! The honest state of syncing, always in sight: how many changes wait, and whether there is a line.

use kaifong_domain::bridge::{Line, Status};
use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{
    context::{problem::use_problems, status::use_status},
    locale::words::line::{line, line_code},
    markup::view,
    memo::Memo,
};

/// What the badge says.
fn words(status: &Status) -> String {
    match (status.saving, status.waiting) {
        (0, 0) => line(status.line).into(),
        (0, waiting) => say!(sync.waiting, count = waiting),
        (_, _) => say!(sync.saving).into(),
    }
}

fn glyph(status: &Status, troubled: bool) -> Glyph {
    match status.line {
        _ if troubled => Glyph::Alert,
        Line::Refused | Line::Revoked => Glyph::Alert,
        Line::Offline => Glyph::CloudOff,
        Line::Connecting | Line::Syncing => Glyph::Sync,
        Line::Synced if status.waiting > 0 => Glyph::Sync,
        Line::Synced => Glyph::Check,
    }
}

/// The badge; it leads to the page that explains it.
#[component]
pub fn SyncBadge() -> impl IntoView {
    let (status, problems) = (use_status(), use_problems());
    let troubled =
        Memo::new(move || problems.fault().is_some() || problems.has_stumbled() || !problems.get().is_empty());
    view! {
        <a
            class="sync-badge"
            class:sync-badge-troubled=move || troubled.get()
            href="/sync"
            data-testid="sync-badge"
            data-line=move || status.with(|status| line_code(status.line))
            data-waiting=move || status.with(|status| status.waiting.to_string())
        >
            {move || status.with(|status| icon(glyph(status, troubled.get())))}
            <span role="status">{move || status.with(words)}</span>
            <span class="visually-hidden">{say!(sync.explain)}</span>
        </a>
    }
    .into_any()
}
