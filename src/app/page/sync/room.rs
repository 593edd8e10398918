//! Storage on this phone: whether the browser keeps it, how full it is, and what is set aside.

use kaifong_domain::bridge::Status;
use leptos::prelude::*;

use crate::{
    component::{
        fact::{fact_in_words, fact_list},
        icon::{Glyph, icon},
        list_row::list_row,
    },
    context::{
        persistence::{Persistence, Room, use_persistence},
        status::use_status,
    },
    locale::format,
    markup::view,
    memo::Memo,
};

/// From this share on, storage is nearly full.
const NEARLY: f64 = 0.9;

/// What there is to say of it.
pub(super) fn room() -> AnyView {
    let (persistence, status) = (use_persistence(), use_status());
    persistence.look();
    let set_aside = Memo::new(move || status.with(|status: &Status| status.set_aside));
    let facts = move || {
        let room = persistence.room();
        let mut facts = vec![fact_in_words(Glyph::Phone, say!(sync.kept_by_browser), kept(room))];
        facts.extend(used(room).map(|used| fact_in_words(Glyph::Note, say!(sync.room_used), used)));
        let parts = set_aside.get();
        if parts > 0 {
            let words = say!(sync.set_aside_text, count = parts);
            facts.push(fact_in_words(Glyph::Alert, say!(sync.set_aside), words));
        }
        fact_list(facts)
    };
    let file = view! { <span class="list-row-icon">{icon(Glyph::Open)}</span> };
    view! {
        <section class="section room" data-testid="room">
            <h2>{say!(sync.room)}</h2>
            {facts}
            {move || unkept(persistence)}
            <div class="list">
                {list_row("/archive".into(), file.into_any(), say!(archive.title), say!(archive.row), None)}
            </div>
        </section>
    }
    .into_any()
}

fn kept(room: Room) -> &'static str {
    match room.is_kept {
        Some(true) => say!(sync.kept_yes),
        Some(false) => say!(sync.kept_no),
        None => say!(sync.kept_unknown),
    }
}

fn used(room: Room) -> Option<String> {
    let (used, most) = (room.used?, room.most?);
    let words = say!(sync.room_of, used = format::bytes(used).as_str(), most = format::bytes(most).as_str());
    let is_nearly_full = most > 0.0 && used / most >= NEARLY;
    Some(if is_nearly_full { [words.as_str(), say!(sync.room_nearly)].concat() } else { words })
}

/// What one can do so that it is kept.
fn unkept(persistence: Persistence) -> Option<AnyView> {
    (persistence.room().is_kept == Some(false)).then(|| {
        view! {
            <p>{say!(sync.kept_no_text)}</p>
            <button class="button" type="button" data-testid="ask-to-keep" on:click=move |_| persistence.ask()>
                {say!(sync.ask_to_keep)}
            </button>
        }
        .into_any()
    })
}
