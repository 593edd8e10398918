//! Everything on this phone as one file, and back from it.

use kaifong_domain::{
    archive::{ArchiveError, Contents, Outcome, Restored, Wish},
    bridge::Line,
};
use leptos::prelude::*;

use crate::{
    component::{
        action_bar::action_bar,
        fact::{fact_in_words, fact_list},
        hint::in_wechat,
        icon::{Glyph, icon},
        page_header::page_header,
    },
    context::{
        archive::use_archives, clock::use_today, commands::use_commands, community::use_community,
        entrance::use_identity, settings::use_preferences, status::use_status,
    },
    file,
    locale::{
        format,
        words::archive_error::{ENDING, archive_error},
    },
    markup::view,
    signal::RwSignal,
};

/// How far one is with a file that was chosen.
#[derive(Clone, PartialEq)]
enum Stage {
    /// None was chosen, or it was put away.
    Nothing,
    /// It is being read.
    Reading,
    /// What it holds.
    Holds(Contents),
    /// Its contents are being taken over.
    Restoring,
    /// They are on this phone.
    Done(Restored),
    /// Nothing was taken.
    Failed(ArchiveError),
}

/// A chosen file, and how far one is with it.
#[derive(Clone, Copy)]
struct Chosen {
    stage: RwSignal<Stage>,
    bytes: StoredValue<Vec<u8>>,
}

/// Everything as one file.
#[component]
pub fn ArchivePage() -> impl IntoView {
    let chosen = Chosen { stage: RwSignal::new(Stage::Nothing), bytes: StoredValue::new(Vec::new()) };
    view! {
        {page_header(say!(archive.title), Some(("/me".into(), say!(common.tab_me).into())), None)}
        {make()}
        <section class="section archive-part" data-testid="restore">
            <h2>{say!(archive.restore)}</h2>
            {move || restore(chosen)}
        </section>
    }
    .into_any()
}

/// The first half: a file is made.
fn make() -> AnyView {
    let (archives, commands, preferences, identity) =
        (use_archives(), use_commands(), use_preferences(), use_identity());
    let said = RwSignal::new(None::<String>);
    let today = use_today();
    let save = move |_| {
        said.set(Some(say!(archive.making).into()));
        let settings = preferences.with_untracked(|settings| settings.to_text());
        let community = identity.with_untracked(|identity| identity.as_ref().map(|one| one.community.clone()));
        archives.ask(commands, Wish::Make { settings }, move |outcome| {
            let name = ["kaifong-", &community.unwrap_or_default(), "-", &today.get_untracked().to_string(), ENDING];
            let handed = match outcome {
                Ok(Outcome::Made(bytes)) => file::hand_over(&bytes, &name.concat()),
                Ok(_) => false,
                Err(error) => return said.set(Some(archive_error(&error))),
            };
            said.set(Some(if handed { say!(archive.made) } else { say!(archive.not_made) }.into()));
        });
    };
    let wechat = in_wechat()
        .then(|| view! { <p class="archive-warning">{icon(Glyph::Alert)}<span>{say!(archive.wechat)}</span></p> });
    view! {
        <section class="section archive-part">
            <p>{say!(archive.what)}</p>
            <p class="archive-warning">{icon(Glyph::Alert)}<span>{say!(archive.who_reads)}</span></p>
            <p>{say!(archive.no_key)}</p>
            {wechat}
            <button class="button button-primary" type="button" data-testid="make-archive" on:click=save>
                {icon(Glyph::Phone)}
                {say!(archive.make)}
            </button>
            <p role="status" data-testid="archive-made">{move || said.get()}</p>
        </section>
    }
    .into_any()
}

/// The second half: a file is chosen, looked into, and taken.
fn restore(chosen: Chosen) -> AnyView {
    match chosen.stage.get() {
        Stage::Nothing => choose(chosen, None),
        Stage::Reading => progress(say!(archive.reading)),
        Stage::Restoring => progress(say!(archive.restoring)),
        Stage::Holds(contents) => holds(chosen, &contents),
        Stage::Done(restored) => choose(chosen, Some(done(restored))),
        Stage::Failed(error) => choose(chosen, Some(failed(&error))),
    }
}

fn progress(words: &'static str) -> AnyView {
    view! { <p role="status">{icon(Glyph::Sync)}" "{words}</p> }.into_any()
}

fn failed(error: &ArchiveError) -> AnyView {
    let why = archive_error(error);
    view! { <p class="form-error" role="alert" data-testid="archive-failed">{icon(Glyph::Alert)}<span>{why}</span></p> }
        .into_any()
}

fn done(restored: Restored) -> AnyView {
    let Restored { documents, given, refused } = restored;
    let listed = (refused > 0).then(|| {
        view! { <p><a href="/refused">{say!(archive.done_refused, count = refused)}</a></p> }
    });
    let words = match (documents, given, refused) {
        (0, 0, 0) => say!(archive.done_nothing).to_owned(),
        _ => say!(archive.done, documents = format::number(documents as usize), given = format::number(given as usize)),
    };
    view! {
        <div class="archive-done" role="status" data-testid="archive-done">
            <p>{icon(Glyph::Check)}" "{words}</p>
            {listed}
        </div>
    }
    .into_any()
}

fn choose(chosen: Chosen, before: Option<AnyView>) -> AnyView {
    let (archives, commands) = (use_archives(), use_commands());
    let look = move |bytes: Vec<u8>| {
        chosen.bytes.set_value(bytes.clone());
        archives.ask(commands, Wish::LookInto(bytes), move |outcome| {
            chosen.stage.set(match outcome {
                Ok(Outcome::Holds(contents)) => Stage::Holds(contents),
                Ok(_) => Stage::Failed(ArchiveError::Interrupted),
                Err(error) => Stage::Failed(error),
            });
        });
    };
    let pick = move |event: leptos::ev::Event| {
        if file::read_chosen(&event, move |read| match read {
            Ok(bytes) => look(bytes),
            Err(error) => chosen.stage.set(Stage::Failed(error)),
        }) {
            chosen.stage.set(Stage::Reading);
        }
    };
    view! {
        {before}
        <p>{say!(archive.restore_text)}</p>
        <label class="field">
            <span class="field-label">{say!(archive.choose)}</span>
            <input class="archive-file" type="file" data-testid="archive-file" on:change=pick />
        </label>
    }
    .into_any()
}

/// What the file holds, before any of it is taken.
fn holds(chosen: Chosen, contents: &Contents) -> AnyView {
    let (today, status, preferences, identity) =
        (use_today().get_untracked(), use_status(), use_preferences(), use_identity());
    let (archives, commands) = (use_archives(), use_commands());
    let known = use_community()
        .with_untracked(|community| community.people.get(&contents.person).map(|card| card.name.clone()));
    let whose = Some(contents.person_name.clone()).filter(|name| !name.is_empty()).or(known);
    let whose = whose.unwrap_or_else(|| say!(archive.nameless).into());
    let is_own = identity.with_untracked(|identity| identity.as_ref().is_some_and(|one| one.device == contents.device));
    let device = if is_own { say!(archive.this_device) } else { say!(archive.other_device) };
    let count = |number: u32| format::number(number as usize);
    let mut facts = vec![
        fact_in_words(Glyph::Building, say!(archive.community), contents.community_name.clone()),
        fact_in_words(Glyph::Person, say!(archive.whose), whose),
        fact_in_words(Glyph::Clock, say!(archive.made_at), format::day_and_time(contents.made_at, today)),
        fact_in_words(Glyph::Phone, say!(archive.made_on), device),
        fact_in_words(Glyph::Book, say!(archive.documents), count(contents.documents)),
        fact_in_words(Glyph::Sync, say!(archive.waiting), count(contents.waiting)),
    ];
    if contents.refused > 0 {
        facts.push(fact_in_words(Glyph::Alert, say!(archive.refused), count(contents.refused)));
    }
    let settings = contents.settings.clone();
    let adopt = RwSignal::new(false);
    let take = move |_| {
        // What is on this screen is gone when the answer comes.
        let adopted = adopt.get_untracked().then(|| settings.clone());
        chosen.stage.set(Stage::Restoring);
        archives.ask(commands, Wish::Restore(chosen.bytes.get_value()), move |outcome| match outcome {
            Ok(Outcome::Restored(restored)) => {
                if let Some(settings) = &adopted {
                    // What makes no sense is left out: they are only likings.
                    preferences.change(|ours| {
                        ours.adopt(settings);
                    });
                }
                chosen.stage.set(Stage::Done(restored));
            }
            Ok(_) => chosen.stage.set(Stage::Failed(ArchiveError::Interrupted)),
            Err(error) => chosen.stage.set(Stage::Failed(error)),
        });
    };
    let is_apart = move || status.with(|status| status.line != Line::Synced);
    view! {
        <div data-testid="archive-holds">{fact_list(facts)}</div>
        <p>{say!(archive.promise)}</p>
        {move || is_apart().then(|| view! { <p>{say!(archive.better_online)}</p> })}
        <label class="switch">
            <span class="switch-body"><span class="switch-title">{say!(archive.adopt)}</span></span>
            <input type="checkbox" role="switch" prop:checked=move || adopt.get() on:change=move |event| adopt.set(event_target_checked(&event)) />
        </label>
        {action_bar(view! {
            <button class="button" type="button" on:click=move |_| chosen.stage.set(Stage::Nothing)>{say!(archive.leave)}</button>
            <button class="button button-primary" type="button" data-testid="take-archive" on:click=take>{say!(archive.take)}</button>
        })}
    }
    .into_any()
}
