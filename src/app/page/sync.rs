//! How syncing goes, in plain words: what is saved where, what waits, what went wrong.

mod room;

use kaifong_domain::bridge::{Line, Problem, Status, StorageError, ToWorker};
use leptos::prelude::*;

use crate::{
    bridge::Fault,
    component::{
        action_bar::action_bar,
        hand_over_row::hand_over_row,
        icon::{Glyph, icon},
        list_row::list_row,
        page_header::page_header,
        record_link::RecordLink,
        refused_notice::refused_notice,
    },
    context::{
        clock::use_today, commands::use_commands, community::use_community, problem::use_problems, status::use_status,
    },
    locale::{
        format,
        words::{document::document as in_words, line::line_code},
    },
    markup::view,
};

/// How many waiting records are listed by name.
const LISTED: usize = 50;

/// How syncing goes.
#[component]
pub fn SyncPage() -> impl IntoView {
    let (status, problems, commands) = (use_status(), use_problems(), use_commands());
    let try_now = move |_| {
        let unread = problems.get().iter().any(|problem| matches!(problem, Problem::ReadFailed(_)));
        commands.tell(if unread { &ToWorker::Retry } else { &ToWorker::Wake });
    };
    view! {
        {page_header(say!(sync.title), Some(("/me".into(), say!(common.tab_me).into())), None)}
        {move || status.with(|status| state(status, problems.fault()))}
        {move || status.with(waiting)}
        {hand_over_row()}
        {refused_notice()}
        {move || told(&problems.get(), problems.has_stumbled())}
        {room::room()}
        <section class="section">
            <h2>{say!(sync.ticks)}</h2>
            <dl class="sync-ticks">
                <dt>{icon(Glyph::Check)}{say!(common.tick_saved)}</dt>
                <dd>{say!(sync.tick_saved_text)}</dd>
                <dt>{icon(Glyph::CheckTwice)}{say!(common.tick_kept)}</dt>
                <dd>{say!(sync.tick_kept_text)}</dd>
            </dl>
        </section>
        {action_bar(view! {
            <button class="button button-primary" type="button" data-testid="try-now" on:click=try_now>
                {icon(Glyph::Sync)}
                {say!(sync.try_now)}
            </button>
        })}
    }
    .into_any()
}

fn state(status: &Status, fault: Option<Fault>) -> AnyView {
    let today = use_today().get();
    let at = status.synced_at.map(|moment| format::day_and_time(moment, today));
    let (glyph, title, text) = if fault.is_some() {
        (Glyph::Alert, say!(sync.fault).to_owned(), say!(common.fault_no_worker).to_owned())
    } else {
        explained(status)
    };
    let at = at.map(|at| view! { <p class="sync-at">{say!(sync.kept_at, at = at.as_str())}</p> });
    view! {
        <div class="sync-state" data-line=line_code(status.line)>
            {icon(glyph)}
            <div>
                <p class="sync-state-title">{title}</p>
                <p>{text}</p>
                {at}
            </div>
        </div>
    }
    .into_any()
}

fn explained(status: &Status) -> (Glyph, String, String) {
    let waits = say!(sync.waiting_title, count = status.waiting);
    match (status.line, status.waiting) {
        _ if status.saving > 0 => (Glyph::Phone, say!(sync.saving).into(), say!(sync.saving_text).into()),
        (Line::Refused, _) => (Glyph::Alert, say!(sync.refused_title).into(), say!(sync.refused_text).into()),
        (Line::Revoked, _) => (Glyph::Alert, say!(join.revoked).into(), say!(join.revoked_text).into()),
        (Line::Offline, 0) => (Glyph::CloudOff, say!(sync.offline_title).into(), say!(sync.offline_text).into()),
        (Line::Offline, _) => (Glyph::CloudOff, waits, say!(sync.offline_waiting_text).into()),
        (Line::Connecting | Line::Syncing, 0) => {
            (Glyph::Sync, say!(sync.syncing_title).into(), say!(sync.syncing_text).into())
        }
        (Line::Synced, 0) => (Glyph::CheckTwice, say!(sync.synced_title).into(), say!(sync.synced_text).into()),
        (_, _) => (Glyph::Sync, waits, say!(sync.waiting_text).into()),
    }
}

fn waiting(status: &Status) -> Option<AnyView> {
    if status.waiting_records.is_empty() {
        return None;
    }
    let rows = use_community().with(|community| {
        let mut links: Vec<RecordLink> =
            status.waiting_records.iter().filter_map(|key| RecordLink::to(community, *key)).collect();
        // A task and a claim to it wait under one name.
        links.sort_by(|a, b| a.href.cmp(&b.href));
        links.dedup_by(|a, b| a.href == b.href);
        let row = |link: RecordLink| {
            let clock = view! { <span class="list-row-icon">{icon(Glyph::Clock)}</span> };
            view! { <li>{list_row(link.href, clock.into_any(), link.name, "", None)}</li> }
        };
        links.into_iter().take(LISTED).map(row).collect_view()
    });
    let section = view! {
        <section class="section">
            <h2>{say!(sync.what_waits)}</h2>
            <ul class="list" data-testid="waiting-list">{rows}</ul>
        </section>
    };
    Some(section.into_any())
}

fn told(problems: &[Problem], has_stumbled: bool) -> Option<AnyView> {
    let mut told: Vec<String> = problems.iter().rev().map(described).collect();
    if has_stumbled {
        told.insert(0, say!(sync.stumbled).into());
    }
    if told.is_empty() {
        return None;
    }
    let row = |words: String| view! { <li class="sync-problem">{icon(Glyph::Alert)}<p>{words}</p></li> };
    let section = view! {
        <section class="section">
            <h2>{say!(sync.problems)}</h2>
            <ul class="list" data-testid="problems">{told.into_iter().map(row).collect_view()}</ul>
        </section>
    };
    Some(section.into_any())
}

fn described(problem: &Problem) -> String {
    let number = |number: u32| format::number(number as usize);
    match problem {
        Problem::WriteFailed(error) => [say!(sync.write_failed), " ", storage(*error)].concat(),
        Problem::ReadFailed(error) => [say!(sync.read_failed), " ", storage(*error)].concat(),
        Problem::Damaged { document, parts } => {
            say!(sync.damaged, document = in_words(*document).as_str(), parts = number(*parts).as_str())
        }
        Problem::NeedsUpdate { document, records } => {
            say!(sync.newer, document = in_words(*document).as_str(), records = number(*records).as_str())
        }
        Problem::OutboxDamaged => say!(sync.outbox_damaged).into(),
        Problem::ServerRefused(reason) => say!(sync.server_refused, reason = reason.as_str()),
    }
}

fn storage(error: StorageError) -> &'static str {
    match error {
        StorageError::Full => say!(sync.storage_full),
        StorageError::Unavailable => say!(sync.storage_unavailable),
        StorageError::Aborted => say!(sync.storage_aborted),
    }
}
