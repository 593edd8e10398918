//! What is said of a task: when and where, and the longer texts.

use kaifong_domain::task::{Format, Mode, Task, TaskKind, Theme};
use leptos::prelude::*;

use super::Reading;
use crate::{
    component::{
        fact::{fact, fact_in_words, fact_list},
        icon::Glyph,
        person_chip::PersonChip,
    },
    context::clock::use_today,
    locale::{
        format,
        words::{format::format as format_word, mode::mode, theme::theme},
    },
    markup::view,
};

/// Draws when, where, who leads, and where the task came from.
pub(super) fn facts(reading: Reading) -> AnyView {
    let Reading { task, building, series, suggestion, .. } = reading;
    let mut facts = vec![
        fact_in_words(Glyph::Clock, say!(tasks.when), when(&task)),
        fact(Glyph::Pin, say!(tasks.place), place(&task, building)),
    ];
    if let Some(lead) = task.lead {
        facts.push(fact(Glyph::Flag, say!(tasks.lead), view! { <PersonChip person=lead /> }.into_any()));
    }
    if let Some(series) = series {
        facts.push(fact_in_words(Glyph::Book, say!(tasks.series), series));
    }
    if let Some(session) = session(&task) {
        facts.push(fact_in_words(Glyph::Book, say!(tasks.theme), session));
    }
    if let Some((id, title)) = suggestion {
        let href = ["/suggestions/", &id.to_string()].concat();
        facts.push(fact(Glyph::Bubble, say!(tasks.suggestion), view! { <a href=href>{title}</a> }.into_any()));
    }
    fact_list(facts)
}

fn when(task: &Task) -> String {
    match (task.starts_at, task.kind) {
        (Some(start), _) => format::range(start, task.ends_at, use_today().get()),
        (None, TaskKind::Post) => say!(tasks.standing).into(),
        (None, _) => say!(tasks.when_open).into(),
    }
}

fn place(task: &Task, building: String) -> AnyView {
    if task.place.is_empty() && building.is_empty() {
        return view! { <span>{say!(tasks.where_open)}</span> }.into_any();
    }
    let building = task.building.filter(|_| !building.is_empty()).map(|id| {
        view! { <a href=["/buildings/", &id.to_string()].concat()>{building}</a> }
    });
    let place = (!task.place.is_empty()).then(|| view! { <span>{task.place.clone()}</span> });
    view! { <span class="task-place">{place}{building}</span> }.into_any()
}

/// Theme, format and mode of a session, as far as they are chosen.
fn session(task: &Task) -> Option<String> {
    if task.kind != TaskKind::Session {
        return None;
    }
    let chosen = [
        task.theme.map(|chosen: Theme| theme(chosen).to_owned()),
        task.format.map(|chosen: Format| format_word(chosen).to_owned()),
        (task.mode != Mode::Unknown).then(|| mode(task.mode).to_owned()),
    ];
    Some(chosen.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// Draws what the task is about, and what came of it.
pub(super) fn texts(reading: Reading) -> AnyView {
    let section = |title: &'static str, text: String| {
        (!text.is_empty())
            .then(|| view! { <section class="section"><h2>{title}</h2><p class="prose">{text}</p></section> })
    };
    view! {
        {section(say!(tasks.result), reading.task.result.0)}
        {section(say!(tasks.about), reading.task.text.0)}
    }
    .into_any()
}
