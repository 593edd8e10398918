//! What residents have sent and somebody looks at first: it is let in, or not. Who coordinates can reach who sent it.

use kaifong_domain::{
    access::Actor,
    call::{
        CallRefusal,
        intake::{Doubt, HeldSuggestion},
    },
    id::SuggestionId,
};
use leptos::prelude::*;

use crate::{
    component::{
        badge::{Tone, badge},
        confirm::Confirm,
        empty::empty,
        fetched::{Reload, fetched},
        icon::{Glyph, icon},
        page_header::page_header,
        poster::poster,
        reporter::reporter,
    },
    context::{actor::use_actor, calls::use_calls, clock::use_today},
    letterbox::photo::address,
    locale::{format, words::call_refusal::call_refusal},
    markup::{child, view},
    page::suggestions::PATH,
    param::way_back,
    signal::RwSignal,
};

/// What is held, the oldest first.
#[component]
pub fn HeldPage() -> impl IntoView {
    let actor = use_actor();
    view! {
        {page_header(say!(held.title), Some((way_back(PATH), say!(suggestions.title).into())), None)}
        <p>{say!(held.text)}</p>
        {poster("/p/", say!(held.poster), say!(held.poster_text), "resident-link")}
        {fetched(|| "held".into(), move |held: Vec<HeldSuggestion>, reload| list(held, actor.get_untracked(), reload))}
    }
    .into_any()
}

fn list(held: Vec<HeldSuggestion>, actor: Option<Actor>, reload: Reload) -> AnyView {
    if held.is_empty() {
        return empty(Glyph::CheckTwice, say!(held.none), say!(held.none_text));
    }
    let reaches = actor.is_some_and(Actor::coordinates);
    let rows = held.into_iter().map(|one| row(one, reaches, reload)).collect_view();
    view! { <ul class="device-list" data-testid="held">{rows}</ul> }.into_any()
}

fn row(one: HeldSuggestion, reaches: bool, reload: Reload) -> AnyView {
    let when = format::day_and_time(one.at, use_today().get_untracked());
    let place =
        (!one.place.is_empty()).then(|| view! { <p class="held-place">{icon(Glyph::Pin)}<span>{one.place}</span></p> });
    view! {
        <li class="device-list-one held-one" data-testid="held-one">
            <p>{badge(Tone::Waiting, Some(Glyph::Alert), doubt(Doubt::from_code(&one.why)))}</p>
            <p class="prose">{one.text}</p>
            {place}
            <p class="device-list-seen">{when}</p>
            {one.has_photo.then(|| photo(one.id))}
            {reaches.then(|| reporter(one.id))}
            {actions(one.id, reload)}
        </li>
    }
    .into_any()
}

fn doubt(why: Doubt) -> &'static str {
    match why {
        Doubt::Links => say!(held.why_links),
        Doubt::Repeated => say!(held.why_repeated),
        Doubt::Many => say!(held.why_many),
        Doubt::Unknown => say!(held.why_unknown),
    }
}

fn actions(id: SuggestionId, reload: Reload) -> AnyView {
    let calls = use_calls();
    let (discarding, letting_in) = (RwSignal::new(false), RwSignal::new(false));
    let path = move |deed: &str| ["held/", &id.to_string(), deed].concat();
    let discard = move || calls.act(&path("/discard"), &(), say!(held.discarded), move || reload.now());
    let release = move || calls.act(&path("/release"), &(), say!(held.released), move || reload.now());
    view! {
        <div class="device-list-actions">
            <button class="button button-danger" type="button" data-testid="discard" on:click=move |_| discarding.set(true)>
                {icon(Glyph::Bin)}
                <span>{say!(held.discard)}</span>
            </button>
            <button class="button button-primary" type="button" data-testid="release" on:click=move |_| letting_in.set(true)>
                {icon(Glyph::Check)}
                <span>{say!(held.release)}</span>
            </button>
        </div>
        <Confirm open=discarding title=say!(held.discard) text=say!(held.discard_text) action=say!(held.discard) confirmed=discard />
        <Confirm open=letting_in title=say!(held.release) text=say!(held.release_text) action=say!(held.release) confirmed=release />
    }
    .into_any()
}

/// The photo, when one asks for it: nobody is shown unasked what a stranger has sent.
fn photo(id: SuggestionId) -> AnyView {
    let (calls, seen) = (use_calls(), RwSignal::new(None::<Result<String, CallRefusal>>));
    let path = ["held/", &id.to_string(), "/photo"].concat();
    let look = move |_| {
        calls.get(&path, move |answer| {
            seen.try_update(|seen| *seen = Some(answer));
        });
    };
    let shown = move || match seen.get() {
        None => view! { <span></span> },
        Some(Ok(jpeg)) => view! {
            <img class="held-photo" src=address(&jpeg) alt=say!(resident.photo_of) data-testid="held-photo" />
        },
        Some(Err(why)) => view! { <p class="field-error" role="alert">{call_refusal(why)}</p> },
    };
    view! {
        <button class="button" type="button" data-testid="see-photo" on:click=look>{say!(held.see_photo)}</button>
        {child(shown)}
    }
    .into_any()
}
