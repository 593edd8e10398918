//! The changes that were saved and could not stay: what, when, why, and what one can do about each.

use js_sys::encode_uri_component;
use kaifong_domain::{bridge::ToWorker, command::Command, refused::Refused, value::Value};
use leptos::prelude::*;

use crate::{
    clipboard,
    component::{
        empty::empty,
        icon::{Glyph, icon},
        keyed::keyed_by,
        page_header::page_header,
        record_link::RecordLink,
    },
    context::{
        clock::use_today,
        commands::use_commands,
        community::use_community,
        refused::use_refused,
        toast::{Toasts, use_toasts},
    },
    locale::{
        format,
        words::{cause::cause, command::command, refusal::refusal},
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// The changes that could not stay.
#[component]
pub fn RefusedPage() -> impl IntoView {
    let refused = use_refused();
    let discarded = RwSignal::new(None::<Refused>);
    let is_empty = Memo::new(move || refused.with(Vec::is_empty));
    let intro = move || match is_empty.get() {
        true => empty(Glyph::CheckTwice, say!(refused.none), say!(refused.none_text)),
        false => view! { <p>{say!(refused.intro)}</p> }.into_any(),
    };
    view! {
        {page_header(say!(refused.title), Some(("/sync".into(), say!(sync.title).into())), None)}
        {intro}
        {move || discarded.get().map(|refused| taken_back(refused, discarded))}
        <ul class="refused" data-testid="refused">
            {keyed_by(move || refused.get(), fingerprint, move |refused| row(refused, discarded))}
        </ul>
        {move || (!is_empty.get()).then(|| export(&refused.get()))}
    }
    .into_any()
}

/// A hash needs no hashing.
fn fingerprint(refused: &Refused) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = refused.id.0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h]) ^ refused.since.0.unsigned_abs()
}

fn row(refused: Refused, discarded: RwSignal<Option<Refused>>) -> AnyView {
    let (commands, toasts) = (use_commands(), use_toasts());
    let words = text(&refused);
    let (title, said, why) = (title(&refused), said(&refused.given.command), cause(refused.why));
    let today = use_today();
    let at = refused.given.at;
    let (again, gone) = (refused.clone(), refused);
    let try_again = move |_| {
        let id = again.id;
        commands.give_then(
            again.given.command.clone(),
            || say!(refused.tried).to_owned(),
            move |outcome| match outcome {
                Ok(()) => commands.tell(&ToWorker::Discard(id)),
                Err(why) => toasts.show(refusal(why), true, ArcRwSignal::new(None), None),
            },
        );
    };
    let discard = move |_| {
        commands.tell(&ToWorker::Discard(gone.id));
        discarded.set(Some(gone.clone()));
    };
    view! {
        <li class="refused-one" data-testid="refused-row">
            <h2>{title}</h2>
            {(!said.is_empty()).then(|| view! { <p class="prose">{said}</p> })}
            <p class="refused-at"><time>{move || format::day_and_time(at, today.get())}</time></p>
            <p class="refused-why">{icon(Glyph::Alert)}<span>{why}</span></p>
            <p class="refused-actions">
                <button class="button" type="button" data-testid="try-again" on:click=try_again>{say!(refused.try_again)}</button>
                <button class="button" type="button" data-testid="send-on" on:click=move |_| send_on(&words, toasts)>
                    {say!(refused.send_on)}
                </button>
                <button class="button" type="button" data-testid="discard" on:click=discard>{say!(refused.discard)}</button>
            </p>
        </li>
    }
    .into_any()
}

fn taken_back(refused: Refused, discarded: RwSignal<Option<Refused>>) -> AnyView {
    let commands = use_commands();
    let what = say!(refused.discarded, what = title(&refused).as_str());
    let undo = move |_| {
        commands.tell(&ToWorker::Reinstate(Box::new(refused.clone())));
        discarded.set(None);
    };
    view! {
        <p class="refused-discarded" role="status">
            <span>{what}</span>
            <button class="button" type="button" data-testid="reinstate" on:click=undo>
                {icon(Glyph::Undo)}
                {say!(common.undo)}
            </button>
        </p>
    }
    .into_any()
}

/// What was wanted, and of which record.
fn title(refused: &Refused) -> String {
    let what = command(&refused.given.command);
    let name = use_community().with_untracked(|community| {
        let links = refused.records.iter().filter_map(|key| RecordLink::to(community, *key));
        links.map(|link| link.name).find(|name| !name.is_empty())
    });
    match name {
        Some(name) => say!(refused.what, what = what, name = name.as_str()),
        None => what.to_owned(),
    }
}

/// What was written: the words of it, by which a person knows it again.
fn said(command: &Command) -> String {
    let words = match command {
        Command::Comment { text, .. }
        | Command::MoveSuggestion { note: text, .. }
        | Command::Endorse { note: text, .. } => vec![text.clone()],
        Command::RaiseSuggestion { edits, .. } | Command::EditSuggestion { edits, .. } => {
            edits.iter().filter_map(|edit| in_words(edit.value())).collect()
        }
        Command::AddTask { edits, .. } | Command::EditTask { edits, .. } => {
            edits.iter().filter_map(|edit| in_words(edit.value())).collect()
        }
        Command::AddPerson { edits, .. } | Command::EditPerson { edits, .. } => {
            edits.iter().filter_map(|edit| in_words(edit.value())).collect()
        }
        _ => vec![],
    };
    words.join("\n")
}

/// Ids and codes are not for people.
fn in_words(value: Value) -> Option<String> {
    let is_code = |text: &str| text.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit());
    match value {
        Value::Text(text) | Value::Long(text) => Some(text).filter(|text| !is_code(text)),
        _ => None,
    }
}

/// All of it as a text for somebody else.
fn text(refused: &Refused) -> String {
    let when = format::day_and_time(refused.given.at, use_today().get_untracked());
    [title(refused), said(&refused.given.command), when, cause(refused.why)].join("\n")
}

fn export(refused: &[Refused]) -> AnyView {
    let all: Vec<String> = refused.iter().map(text).collect();
    let encoded = String::from(encode_uri_component(&all.join("\n\n")));
    let href = ["data:text/plain;charset=utf-8,", &encoded].concat();
    view! { <a class="button" href=href download=[say!(refused.file), ".txt"].concat() data-testid="export">{say!(refused.export)}</a> }
        .into_any()
}

/// Opens the phone's own sheet for sharing; where there is none, copies.
fn send_on(text: &str, toasts: Toasts) {
    if clipboard::share(text) {
        return;
    }
    let copied = clipboard::copy(text);
    let words = if copied { say!(refused.copied) } else { say!(refused.not_copied) };
    toasts.show(words.into(), !copied, ArcRwSignal::new(None), None);
}
