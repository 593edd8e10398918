//! Taking: what a neighbour's phone shows, sends or has copied. Nothing is taken before one has seen what it is.

use kaifong_domain::{
    bridge::ToWorker,
    handover::{LetterError, Offered},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use super::span_of;
use crate::{
    component::{
        code_scanner::{can_scan, code_scanner},
        icon::{Glyph, icon},
        person_chip::name_of,
        text_area::TextArea,
    },
    context::{
        commands::{Commands, use_commands},
        handover::use_handover,
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// Files larger than this hold no hand-over, in bytes.
const LARGEST: f64 = 2_000_000.0;

/// The ways to take something, or what is offered.
pub(super) fn take() -> AnyView {
    let handover = use_handover();
    // By itself, so that a refusal leaves standing what was pasted.
    let offered = Memo::new(move || handover.offered().and_then(Result::ok));
    view! {
        {move || handover.offered().and_then(Result::err).map(refusal)}
        {move || match offered.get() {
            Some(offered) => offer(offered),
            None => ways(),
        }}
    }
}

fn ways() -> AnyView {
    let commands = use_commands();
    let (is_scanning, pasted) = (RwSignal::new(false), RwSignal::new(String::new()));
    let scan = if can_scan() {
        view! {
            <button class="button button-primary" type="button" data-testid="scan" on:click=move |_| is_scanning.update(|scans| *scans = !*scans)>
                {icon(Glyph::Phone)}
                {move || if is_scanning.get() { say!(handover.stop_scan) } else { say!(handover.scan) }}
            </button>
        }
    } else {
        view! { <p class="hand-over-cannot" data-testid="no-scan">{icon(Glyph::Note)}<span>{say!(handover.no_scan)}</span></p> }
    };
    view! {
        <section class="section hand-over">
            <p>{say!(handover.take_text)}</p>
            <div class="hand-over-actions">
                {scan}
                <label class="button">
                    {icon(Glyph::Open)}
                    {say!(handover.open_file)}
                    <input class="visually-hidden" type="file" accept=".txt,text/plain" data-testid="open-file" on:change=move |event| open_file(commands, &event) />
                </label>
            </div>
            {move || is_scanning.get().then(code_scanner)}
            <details class="details" data-testid="paste">
                <summary>{say!(handover.paste)}</summary>
                <TextArea id="handed-text" label=say!(handover.paste_label) value=pasted testid="handed-text" />
                <button class="button" type="button" data-testid="look" on:click=move |_| {
                    commands.tell(&ToWorker::Unpack(pasted.get_untracked()));
                }>
                    {say!(handover.look)}
                </button>
            </details>
        </section>
    }
}

fn open_file(commands: Commands, event: &leptos::ev::Event) {
    let input: HtmlInputElement = event_target(event);
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
    // The same file may be chosen again.
    input.set_value("");
    if file.size() > LARGEST {
        return commands.tell(&ToWorker::Unpack(String::new()));
    }
    spawn_local(async move {
        // A file that can't be read is none that could be taken.
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        commands.tell(&ToWorker::Unpack(text.unwrap_or_default()));
    });
}

fn refusal(error: LetterError) -> AnyView {
    let words = match error {
        LetterError::Other => say!(handover.other),
        LetterError::Damaged => say!(handover.damaged),
        LetterError::Newer => say!(handover.newer),
        LetterError::TooLarge => say!(handover.too_large),
        LetterError::OtherCommunity => say!(handover.other_community),
        LetterError::BadSignature => say!(handover.bad_signature),
    };
    view! { <p class="hand-over-refusal" role="alert" data-testid="not-taken">{icon(Glyph::Alert)}<span>{words}</span></p> }
}

fn offer(offered: Vec<Offered>) -> AnyView {
    let (commands, handover) = (use_commands(), use_handover());
    let is_new = offered.iter().any(|offered| offered.new > 0 && !offered.is_own);
    let letter = |offered: Offered| {
        let name = name_of(offered.person);
        let note = match offered {
            Offered { is_own: true, .. } => say!(handover.is_own).to_owned(),
            Offered { new: 0, .. } => say!(handover.known).to_owned(),
            Offered { new, changes, .. } if new < changes => say!(handover.part_new, count = new),
            _ => String::new(),
        };
        let note = (!note.is_empty()).then(|| view! { <p>{note}</p> });
        view! {
            <li class="hand-over-one" data-testid="offered">
                <h2>{say!(handover.of_whom, count = offered.changes, name = name.as_str())}</h2>
                <p>{span_of(offered.span)}</p>
                {note}
            </li>
        }
    };
    let take = move |_| {
        commands.tell(&ToWorker::TakeAlong);
        handover.put_away();
    };
    let (yes, words, no) = if is_new {
        (Some(()), say!(handover.offer_text), say!(handover.leave))
    } else {
        (None, say!(handover.nothing_new), say!(common.close))
    };
    let yes = yes.map(|()| {
        view! {
            <button class="button button-primary" type="button" data-testid="take-along" on:click=take>{say!(handover.take_along)}</button>
        }
    });
    view! {
        <section class="section hand-over">
            <ul class="hand-over-list">{offered.into_iter().map(letter).collect_view()}</ul>
            <p>{words}</p>
            <div class="hand-over-actions">
                {yes}
                <button class="button" type="button" data-testid="leave" on:click=move |_| handover.put_away()>{no}</button>
            </div>
        </section>
    }
}
