//! Today: what I have to do, what waits for me, what has changed since I last looked.

mod figures;
mod news;

use kaifong_domain::{
    access::Actor,
    community::Community,
    suggestion::{Status, Suggestion},
};
use leptos::prelude::*;

use crate::{
    component::{
        badge::{Tone, badge},
        duty_list::{Duty, duties_of, duty_list},
        empty::empty,
        icon::{Glyph, icon},
        list_row::list_row,
        page_header::page_header,
        refused_notice::refused_notice,
    },
    context::{
        actor::use_actor,
        clock::{now, use_moment, use_today},
        community::use_community,
        settings::use_preferences,
    },
    locale::{format, words::status::status as status_word},
    markup::view,
    memo::Memo,
};

/// How many duties stand on Today: the rest is under Tasks.
const DUTIES: usize = 5;
/// How many suggestions stand here as waiting for me.
const WAITING: usize = 12;

/// Today.
#[component]
pub fn TodayPage() -> impl IntoView {
    let (actor, today, preferences) = (use_actor(), use_today(), use_preferences());
    // What was new when the page was opened stays until one has gone elsewhere, or put the phone away.
    let seen = preferences.with_untracked(|settings| settings.seen_at);
    let looked = move || preferences.change(|settings| settings.seen_at = Some(now()));
    let put_away = window_event_listener_untyped("pagehide", move |_| looked());
    on_cleanup(move || {
        put_away.remove();
        looked();
    });
    let date = move || format::full_day(today.get());
    view! {
        {page_header(say!(common.tab_today), None, None)}
        <p class="today-date">{date}</p>
        {refused_notice()}
        {move || actor.get().map(mine)}
        {move || actor.get().map(waits)}
        {move || actor.get().map(|actor| news::news(actor, seen))}
        {move || actor.get().filter(|actor| actor.coordinates()).map(|_| figures::figures())}
    }
    .into_any()
}

fn mine(actor: Actor) -> AnyView {
    let (community, moment) = (use_community(), use_moment());
    let duties = Memo::new(move || {
        let now = moment.get();
        let ahead = |duty: &Duty| duty.is_ahead(now);
        community.with(|community| duties_of(community, actor.person)).into_iter().filter(ahead).collect::<Vec<_>>()
    });
    let list = move || {
        duties.with(|duties| {
            if duties.is_empty() {
                return empty(Glyph::Hand, say!(today.no_duties), say!(today.no_duties_text));
            }
            duty_list(&duties[..duties.len().min(DUTIES)])
        })
    };
    view! {
        <section class="section" data-testid="my-duties">
            <h2>{say!(today.my_duties)}</h2>
            {list}
            <a class="section-more" href="/tasks">{say!(today.all_tasks)}{icon(Glyph::Forward)}</a>
        </section>
    }
    .into_any()
}

/// Why a suggestion waits for somebody.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// They raised it; it is solved and wants their word.
    Agree,
    /// They follow it up; it is solved and wants the word of who raised it.
    AskAgreement,
    /// It was raised in the building they are captain of.
    InMyBuilding,
}

fn reason(community: &Community, actor: Actor, suggestion: &Suggestion, status: Status) -> Option<Reason> {
    let captain_there = || {
        community
            .captaincies
            .values()
            .any(|captaincy| captaincy.person == actor.person && Some(captaincy.building) == suggestion.building)
    };
    match status {
        Status::Solved if suggestion.raised_by == actor.person => Some(Reason::Agree),
        Status::Solved if suggestion.owner == Some(actor.person) => Some(Reason::AskAgreement),
        Status::Raised if actor.captains() && captain_there() => Some(Reason::InMyBuilding),
        _ => None,
    }
}

fn waits(actor: Actor) -> AnyView {
    let community = use_community();
    let waiting = Memo::new(move || {
        community.with(|community| {
            let statuses = community.statuses();
            let wait = |suggestion: &Suggestion| {
                let status = statuses.get(&suggestion.id).copied().unwrap_or(Status::Raised);
                let reason = reason(community, actor, suggestion, status)?;
                Some((suggestion.id, suggestion.title.clone(), status, reason))
            };
            let mut waiting: Vec<_> = community.suggestions.values().filter_map(wait).collect();
            waiting.sort_by_key(|(id, ..)| std::cmp::Reverse(*id));
            waiting.truncate(WAITING);
            waiting
        })
    });
    let row = |(id, title, status, reason): (kaifong_domain::id::SuggestionId, String, Status, Reason)| {
        let text = match reason {
            Reason::Agree => say!(today.agree),
            Reason::AskAgreement => say!(today.ask_agreement),
            Reason::InMyBuilding => say!(today.in_my_building),
        };
        let tone = if status == Status::Raised { Tone::New } else { Tone::Waiting };
        let lead = view! { <span class="list-row-icon">{icon(Glyph::Bubble)}</span> };
        let href = ["/suggestions/", &id.to_string()].concat();
        let end = badge(tone, None, status_word(status));
        view! { <li data-testid="waits-for-me">{list_row(href, lead.into_any(), title, text, Some(end))}</li> }
    };
    let section = move || {
        let waiting = waiting.get();
        (!waiting.is_empty()).then(|| {
            view! {
                <section class="section">
                    <h2>{say!(today.waits)}</h2>
                    <ul class="list">{waiting.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    };
    section.into_any()
}
