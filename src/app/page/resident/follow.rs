//! How far a suggestion has come, by its code.

use kaifong_domain::{
    call::{
        CallRefusal,
        intake::{Move, Stage, Standing},
    },
    suggestion::Status,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    component::{
        icon::{Glyph, icon},
        page_header::page_header,
        status_badge::status_badge,
        text_field::TextField,
    },
    context::clock::use_today,
    letterbox,
    locale::{format, words::call_refusal::call_refusal},
    markup::{child, view},
    signal::RwSignal,
};

pub(super) fn follow(community: String) -> AnyView {
    let code = RwSignal::new(String::new());
    let back = ["/p/", &community].concat();
    view! {
        {page_header(say!(resident.follow_title), Some((back, say!(resident.title).into())), None)}
        <TextField id="resident-code" label=say!(resident.code_label) hint=say!(resident.code_hint) value=code testid="follow-code" />
        {standing(community, code)}
    }
}

/// What is known of a code.
#[derive(Clone, PartialEq)]
enum Known {
    Nothing,
    Asking,
    Answer(Result<Standing, CallRefusal>),
}

/// Asks for a code's standing, and shows it.
pub(super) fn standing(community: String, code: RwSignal<String>) -> AnyView {
    let known = RwSignal::new(Known::Nothing);
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (community, code) = (community.clone(), code.with_untracked(|code| code.trim().to_owned()));
        if code.is_empty() {
            return known.set(Known::Answer(Err(CallRefusal::NotFound)));
        }
        known.set(Known::Asking);
        spawn_local(async move {
            let answer = letterbox::follow(&community, code).await;
            known.try_update(|known| *known = Known::Answer(answer));
        });
    };
    let shown = move || match known.get() {
        Known::Nothing => view! { <span></span> },
        Known::Asking => view! { <p>{say!(resident.asking)}</p> },
        Known::Answer(Ok(standing)) => told(standing),
        Known::Answer(Err(why)) => {
            let words = if why == CallRefusal::NotFound { say!(resident.code_unknown) } else { call_refusal(why) };
            view! { <p class="resident-state resident-fault">{icon(Glyph::Alert)}<span>{words}</span></p> }
        }
    };
    view! {
        <form class="resident-ask" on:submit=ask>
            <button class="button" type="submit" data-testid="follow-ask">{icon(Glyph::Search)}<span>{say!(resident.ask)}</span></button>
        </form>
        <div role="status" data-testid="standing">{child(shown)}</div>
    }
}

fn told(standing: Standing) -> AnyView {
    let Standing { at, stage, moves } = standing;
    let said = |words: &'static str| view! { <p class="resident-state">{icon(Glyph::Clock)}<span>{words}</span></p> };
    match Stage::from_code(&stage) {
        Stage::Held => said(say!(resident.held)),
        Stage::Gone => said(say!(resident.gone)),
        Stage::Taken | Stage::Unknown => {
            let first = Move { to: Status::Raised.code().into(), at, answer: String::new() };
            let steps = std::iter::once(first).chain(moves).map(step).collect_view();
            view! { <ol class="trail">{steps}</ol> }
        }
    }
}

fn step(made: Move) -> AnyView {
    let today = use_today();
    let when = move || format::day_and_time(made.at, today.get());
    let answer = (!made.answer.is_empty()).then(|| view! { <p class="prose">{made.answer.clone()}</p> });
    view! {
        <li class="trail-step">
            {status_badge(Status::from_code(&made.to))}
            {answer}
            <p class="trail-by"><time>{when}</time></p>
        </li>
    }
}
