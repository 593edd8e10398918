//! Who did what, when, from which device: searched, page by page, and handed over as a table.

mod table;

use js_sys::encode_uri_component;
use kaifong_domain::{
    call::{
        CallRefusal,
        audit::{AuditEntry, AuditPage as Part},
    },
    id::PersonId,
};
use leptos::prelude::*;

use self::table::{deed_words, looked_for, name_of, table};
use crate::{
    component::{
        empty::empty,
        icon::{Glyph, icon},
        page_header::page_header,
        person_picker::PersonPicker,
        search_box::SearchBox,
    },
    context::{
        calls::{Calls, use_calls},
        clock::use_today,
        community::use_community,
        status::use_line,
    },
    file,
    locale::{format, words::call_refusal::call_refusal},
    markup::view,
    signal::RwSignal,
};

/// So many entries at most stand in a file: what is older is in the file of an earlier time.
const MOST: usize = 20_000;

/// What is looked for, and what has come.
#[derive(Clone, Copy)]
struct Search {
    person: RwSignal<Option<PersonId>>,
    words: RwSignal<String>,
    found: RwSignal<Vec<AuditEntry>>,
    next: RwSignal<Option<String>>,
    /// `None` once the answer is here.
    state: RwSignal<Option<Result<(), CallRefusal>>>,
    /// Which search this is: answers to earlier ones are late.
    number: RwSignal<u32>,
}

/// Who did what.
#[component]
pub fn AuditPage() -> impl IntoView {
    let calls = use_calls();
    let search = Search {
        person: RwSignal::new(None),
        words: RwSignal::new(String::new()),
        found: RwSignal::new(vec![]),
        next: RwSignal::new(None),
        state: RwSignal::new(Some(Ok(()))),
        number: RwSignal::new(0),
    };
    let line = use_line();
    Effect::new(move |_| {
        // What was found stays when the line goes; what could not be found comes by itself when there is one.
        let Some(is_up) = line.get() else { return };
        if !is_up && search.found.with_untracked(|found| !found.is_empty()) {
            return;
        }
        search.person.with(|_| ());
        search.words.with(|_| ());
        search.found.set(vec![]);
        search.next.set(None);
        search.number.update(|number| *number += 1);
        fetch(search, calls);
    });
    view! {
        {page_header(say!(access.audit), Some(("/me".into(), say!(common.tab_me).into())), None)}
        <p>{say!(access.audit_text)}</p>
        <div class="form">
            <SearchBox label=say!(access.audit_search) value=search.words />
            <PersonPicker id="audit-person" label=say!(access.audit_person) value=search.person />
        </div>
        {move || rows(search)}
        {move || more(search, calls)}
        {export(search, calls)}
    }
    .into_any()
}

fn encoded(text: &str) -> String {
    String::from(encode_uri_component(text))
}

/// The path of a part.
fn path(person: Option<PersonId>, words: &str, before: Option<&str>) -> String {
    let mut path = ["audit?words=", &encoded(words)].concat();
    if let Some(person) = person {
        path.push_str(&["&person=", &person.to_string()].concat());
    }
    if let Some(before) = before {
        path.push_str(&["&before=", &encoded(before)].concat());
    }
    path
}

fn fetch(search: Search, calls: Calls) {
    let number = search.number.get_untracked();
    search.state.set(Some(Ok(())));
    let before = search.next.get_untracked();
    let path =
        search.words.with_untracked(|words| path(search.person.get_untracked(), &looked_for(words), before.as_deref()));
    calls.get(&path, move |answer: Result<Part, CallRefusal>| {
        // The screen may be gone, or something else be looked for.
        if search.number.try_update(|current| *current == number) != Some(true) {
            return;
        }
        match answer {
            Ok(Part { entries, next }) => {
                search.found.update(|found| found.extend(entries));
                search.next.set(next);
                search.state.set(None);
            }
            Err(why) => search.state.set(Some(Err(why))),
        }
    });
}

fn rows(search: Search) -> AnyView {
    let today = use_today().get();
    if search.found.with(Vec::is_empty) && search.state.with(Option::is_none) {
        return empty(Glyph::Search, say!(access.audit_none), "");
    }
    let row = |entry: &AuditEntry| {
        let who = name_of(entry.person, !entry.document.is_empty());
        let about = entry.subject.filter(|subject| Some(*subject) != entry.person);
        let about = about.map(|subject| [" \u{2192} ", &name_of(Some(subject), false)].concat());
        let device = entry.device.clone().map(|device| view! { <span>" · "<span class="code">{device}</span></span> });
        view! {
            <li class="audit-one" data-testid="audit-one">
                <p class="audit-deed">{deed_words(entry)}</p>
                <p>{who}{about}</p>
                <p class="audit-at">{format::day_and_time(entry.at, today)}{device}</p>
            </li>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = search.found.with(|found| found.iter().map(row).collect());
    view! { <ul class="audit" data-testid="audit">{rows}</ul> }.into_any()
}

fn more(search: Search, calls: Calls) -> Option<AnyView> {
    match search.state.get() {
        Some(Ok(())) => Some(view! { <p role="status">{icon(Glyph::Sync)}" "{say!(access.asking)}</p> }.into_any()),
        Some(Err(why)) => {
            let again = move |_| fetch(search, calls);
            Some(
                view! {
                    <p class="form-error" role="alert">{icon(Glyph::Alert)}<span>{call_refusal(why)}</span></p>
                    <button class="button" type="button" on:click=again>{say!(common.again)}</button>
                }
                .into_any(),
            )
        }
        None => search.next.with(Option::is_some).then(|| {
            let go_on = move |_| fetch(search, calls);
            view! { <button class="button" type="button" data-testid="more" on:click=go_on>{say!(access.older)}</button> }
                .into_any()
        }),
    }
}

fn export(search: Search, calls: Calls) -> AnyView {
    let (said, community) = (RwSignal::new(None::<String>), use_community());
    let begin = move |_| {
        said.set(Some(say!(access.exporting).into()));
        gather(
            (search.person.get_untracked(), search.words.with_untracked(|words| looked_for(words))),
            vec![],
            None,
            calls,
            move |all| {
                let words = match all {
                    Ok(all) => {
                        let text = community.with_untracked(|community| table(community, &all));
                        let handed = file::hand_over(text.as_bytes(), "kaifong-audit.csv");
                        if handed { say!(access.exported) } else { say!(archive.not_made) }
                    }
                    Err(why) => call_refusal(why),
                };
                said.try_update(|said| *said = Some(words.to_owned()));
            },
        );
    };
    view! {
        <section class="section">
            <button class="button" type="button" data-testid="export" on:click=begin>{icon(Glyph::Open)}{say!(access.export)}</button>
            <p role="status" data-testid="exported">{move || said.get()}</p>
        </section>
    }
    .into_any()
}

/// Fetches part after part, until there is no more.
fn gather(
    wanted: (Option<PersonId>, String),
    mut all: Vec<AuditEntry>,
    before: Option<String>,
    calls: Calls,
    then: impl FnOnce(Result<Vec<AuditEntry>, CallRefusal>) + 'static,
) {
    let path = path(wanted.0, &wanted.1, before.as_deref());
    let then: Box<dyn FnOnce(Result<Vec<AuditEntry>, CallRefusal>)> = Box::new(then);
    calls.get(&path, move |answer: Result<Part, CallRefusal>| match answer {
        Ok(Part { entries, next }) => {
            all.extend(entries);
            match next {
                Some(next) if all.len() < MOST => gather(wanted, all, Some(next), calls, then),
                _ => then(Ok(all)),
            }
        }
        Err(why) => then(Err(why)),
    });
}
