//! A task as a card that opens its page.

use kaifong_domain::{
    seating::Seating,
    task::{TaskKind, TaskStatus},
};
use leptos::prelude::*;

use super::{
    badge::{Tone, badge},
    conflict_badge::conflict_badge,
    icon::{Glyph, icon},
    seat_badge::{seat_badge, unsent_badge},
};
use crate::{
    context::clock::use_today,
    locale::{
        format,
        words::{task_kind::task_kind, task_status::task_status},
    },
    markup::view,
    row::task::TaskRow,
};

/// How a card tells when its task begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// By the time alone: the day stands above.
    Time,
    /// By day and time.
    Day,
}

/// The icon of a kind of task.
pub fn kind_glyph(kind: TaskKind) -> Glyph {
    match kind {
        TaskKind::Activity => Glyph::People,
        TaskKind::Session => Glyph::Book,
        TaskKind::Post => Glyph::Hand,
        TaskKind::Duty => Glyph::Clock,
        TaskKind::Work => Glyph::Bubble,
        TaskKind::Unknown => Glyph::Note,
    }
}

/// How far a task is; nothing while it is to be done, which goes without saying.
pub fn task_status_badge(status: TaskStatus) -> Option<AnyView> {
    let (tone, glyph) = match status {
        TaskStatus::Open => return None,
        TaskStatus::Done => (Tone::Good, Glyph::Check),
        TaskStatus::Cancelled => (Tone::Bad, Glyph::Cross),
        TaskStatus::Unknown => (Tone::Plain, Glyph::Note),
    };
    Some(badge(tone, Some(glyph), task_status(status)))
}

/// Draws a task's card.
pub fn task_card(row: TaskRow, when: When) -> AnyView {
    let class = match row.status {
        TaskStatus::Cancelled => "task-card task-card-cancelled",
        TaskStatus::Open | TaskStatus::Done | TaskStatus::Unknown => "task-card",
    };
    let badges = [
        task_status_badge(row.status),
        row.seating.mine.map(seat_badge),
        conflict_badge(row.is_divided),
        unsent_badge(row.unsent),
    ];
    let badges: Vec<AnyView> = badges.into_iter().flatten().collect();
    let badges = (!badges.is_empty()).then(|| view! { <span class="task-card-badges">{badges}</span> });
    let place = (!row.place.is_empty()).then(|| {
        view! { <span class="task-card-fact">{icon(Glyph::Pin)}<span>{row.place.clone()}</span></span> }
    });
    view! {
        <a class=class href=row.href.clone() data-testid="task-card" data-kind=row.kind.code()>
            {moment(&row, when)}
            <span class="task-card-body">
                <span class="task-card-kind">{icon(kind_glyph(row.kind))}<span>{task_kind(row.kind)}</span></span>
                <span class="task-card-title">{row.title.clone()}</span>
                <span class="task-card-facts">{place}{places(row.seating)}</span>
                {badges}
            </span>
        </a>
    }
    .into_any()
}

fn moment(row: &TaskRow, when: When) -> Option<AnyView> {
    let start = row.starts_at?;
    let end = row.ends_at.filter(|end| end.date() == start.date()).map(|end| {
        view! { <span class="task-card-end">"–"{format::time(end)}</span> }
    });
    let day = (when == When::Day).then(|| {
        let day = format::spoken_day(start.date(), use_today().get());
        view! { <span class="task-card-day">{day}</span> }
    });
    Some(view! { <span class="task-card-when">{day}<span>{format::time(start)}</span>{end}</span> }.into_any())
}

/// How full a task is: "3 of 5". Nothing where there is nothing to claim.
fn places(seating: Seating) -> Option<AnyView> {
    if seating.places == 0 {
        return None;
    }
    let (taken, places) = (seating.taken.to_string(), seating.places.to_string());
    let spoken = say!(tasks.places_long, taken = taken.as_str(), places = places.as_str());
    let shown = say!(tasks.places, taken = taken.as_str(), places = places.as_str());
    let waiting = (seating.waiting > 0).then(|| {
        let waiting = say!(tasks.waiting_number, number = seating.waiting.to_string().as_str());
        view! { <span class="task-card-fact">{waiting}</span> }
    });
    let class = if seating.is_open() { "task-card-fact" } else { "task-card-fact task-card-full" };
    Some(
        view! {
            <span class=class>
                {icon(Glyph::Person)}
                <span aria-hidden="true">{shown}</span>
                <span class="visually-hidden">{spoken}</span>
            </span>
            {waiting}
        }
        .into_any(),
    )
}
