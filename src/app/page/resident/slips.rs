//! What was written on this phone: waiting here, or with the community and under which code.

use kaifong_domain::{call::CallRefusal, time::Timestamp};
use leptos::prelude::*;

use super::follow::standing;
use crate::{
    clipboard,
    component::{
        confirm::Confirm,
        icon::{Glyph, icon},
        keyed::keyed,
    },
    context::{clock::use_today, toast::use_toasts},
    letterbox::{Letterbox, Post, Slip, has_storage},
    locale::format,
    markup::{child, view},
    memo::Memo,
    signal::RwSignal,
};

pub(super) fn slips(letterbox: Letterbox, community: String) -> AnyView {
    let is_any = Memo::new(move || !letterbox.slips().is_empty());
    let list = move || {
        let community = community.clone();
        view! {
            <section class="section" aria-labelledby="resident-slips">
                <h2 id="resident-slips">{say!(resident.slips)}</h2>
                <div class="resident-slips">
                    {keyed(move || letterbox.slips(), move |slip| one(letterbox, community.clone(), slip))}
                </div>
            </section>
        }
    };
    child(move || {
        if is_any.get() {
            list()
        } else {
            view! { <span></span> }
        }
    })
}

fn one(letterbox: Letterbox, community: String, slip: Slip) -> AnyView {
    let today = use_today();
    let at = Timestamp(slip.written_at);
    let when = move || format::day_and_time(at, today.get());
    let key = StoredValue::new(slip.key);
    let asking = RwSignal::new(false);
    let forget_text = if slip.code.is_some() { say!(resident.forget_text) } else { say!(resident.forget_unsent) };
    let place = (!slip.place.is_empty())
        .then(|| view! { <p class="resident-place">{icon(Glyph::Pin)}<span>{slip.place}</span></p> });
    let body = match (slip.code, slip.fault) {
        (Some(code), _) => posted(community, code),
        (None, Some(fault)) => refused(letterbox, key, CallRefusal::from_code(&fault)),
        (None, None) => waiting(letterbox),
    };
    view! {
        <article class="resident-slip" data-testid="resident-slip">
            <p class="prose">{slip.text}</p>
            {place}
            <p class="field-hint">{when}</p>
            {body}
            <button class="link-button" type="button" data-testid="resident-forget" on:click=move |_| asking.set(true)>
                {say!(resident.forget)}
            </button>
            <Confirm
                open=asking
                title=say!(resident.forget)
                text=forget_text
                action=say!(resident.forget_do)
                confirmed=move || key.with_value(|key| letterbox.forget(key))
            />
        </article>
    }
}

/// What is on this phone alone, and how posting it goes.
fn waiting(letterbox: Letterbox) -> AnyView {
    let words = move || match (letterbox.state(), has_storage()) {
        (Post::Going, _) => say!(resident.going),
        (Post::Resting, true) => say!(resident.saved_here),
        (Post::Resting, false) => say!(resident.not_saved),
    };
    view! {
        <p class="resident-state" role="status" data-testid="resident-waiting">{icon(Glyph::Phone)}<span>{words}</span></p>
    }
}

fn refused(letterbox: Letterbox, key: StoredValue<String>, why: CallRefusal) -> AnyView {
    let is_photo = matches!(why, CallRefusal::BadPhoto | CallRefusal::TooLarge | CallRefusal::NoRoom);
    let words = match why {
        CallRefusal::NoRoom => say!(resident.fault_room),
        _ if is_photo => say!(resident.fault_photo),
        CallRefusal::NotFound => say!(resident.fault_community),
        _ => say!(resident.fault_words),
    };
    let without = is_photo.then(|| {
        let again = move |_| key.with_value(|key| letterbox.leave_photo_out(key));
        view! {
            <button class="button" type="button" data-testid="resident-without" on:click=again>{say!(resident.without_photo)}</button>
        }
    });
    view! {
        <p class="resident-state resident-fault" role="alert">{icon(Glyph::Alert)}<span>{words}</span></p>
        {without}
    }
}

fn posted(community: String, code: String) -> AnyView {
    let toasts = use_toasts();
    let (shown, copied) = (code.clone(), code.clone());
    let copy = move |_| {
        let said = if clipboard::copy(&copied) { say!(resident.copied) } else { say!(resident.not_copied) };
        toasts.show(said.to_owned(), false, ArcRwSignal::new(None), None);
    };
    let code = RwSignal::new(code);
    view! {
        <p class="resident-state resident-sent" role="status">{icon(Glyph::CheckTwice)}<span>{say!(resident.sent)}</span></p>
        <p>{say!(resident.code)}</p>
        <p class="resident-code" data-testid="resident-code">{shown}</p>
        <button class="button" type="button" data-testid="resident-copy" on:click=copy>
            {icon(Glyph::Note)}
            <span>{say!(resident.copy)}</span>
        </button>
        {standing(community, code)}
    }
}
