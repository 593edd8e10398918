//! The trail of a suggestion: every move, who made it, when and why. Moves that were made apart both
//! stand, and are shown as what they are.

use kaifong_domain::{id::PersonId, suggestion::Status, time::Timestamp};
use leptos::prelude::*;

use super::{
    icon::{Glyph, icon},
    keyed::keyed,
    person_chip::PersonChip,
    seat_badge::unsent_badge,
    status_badge::status_badge,
};
use crate::{
    context::clock::use_today, locale::format, locale::words::status::status as words, markup::view, memo::Memo,
    row::suggestion::Step,
};

/// Who did something, and when.
pub fn by_line(person: PersonId, at: Timestamp) -> AnyView {
    let today = use_today();
    let when = move || format::day_and_time(at, today.get());
    view! { <p class="trail-by"><PersonChip person=person /><time>{when}</time></p> }.into_any()
}

/// The trail of a suggestion, from when it was raised.
#[component]
pub fn Trail(
    /// Who raised it and when.
    raised: (PersonId, Timestamp),
    /// The moves in order.
    steps: Memo<Vec<Step>>,
) -> impl IntoView {
    let (person, at) = raised;
    view! {
        <ol class="trail" data-testid="trail">
            <li class="trail-step">
                {status_badge(Status::Raised)}
                {by_line(person, at)}
            </li>
            {keyed(move || steps.get(), step)}
        </ol>
    }
    .into_any()
}

fn step(step: Step) -> AnyView {
    let apart = step.apart.then(|| {
        let apart = say!(suggestions.apart, status = words(step.from));
        view! { <p class="trail-apart" data-testid="apart">{icon(Glyph::Alert)}<span>{apart}</span></p> }
    });
    let note = (!step.note.is_empty()).then(|| view! { <p class="prose">{step.note.clone()}</p> });
    view! {
        <li class="trail-step" data-testid="trail-step">
            <span class="trail-head">{status_badge(step.to)}{unsent_badge(step.unsent)}</span>
            {apart}
            {note}
            {by_line(step.by, step.at)}
        </li>
    }
    .into_any()
}
