//! Giving: what waits on this phone, as codes, a file or a text.

use js_sys::encode_uri_component;
use kaifong_domain::{
    bridge::ToWorker,
    handover::{LetterId, PackError, Packed},
};
use leptos::prelude::*;

use super::span_of;
use crate::{
    clipboard,
    component::{
        code_show::code_show,
        empty::empty,
        icon::{Glyph, icon},
    },
    context::{commands::use_commands, handover::use_handover, status::use_status, toast::use_toasts},
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// The name of the file: a plain text, which every phone sends and opens.
const FILE: &str = "kaifong-handover.txt";

/// What can be given. It is packed anew whenever something else waits.
pub(super) fn give() -> AnyView {
    let (commands, handover, status) = (use_commands(), use_handover(), use_status());
    let waiting = Memo::new(move || {
        let carried: Vec<LetterId> =
            handover.carried().iter().filter(|carried| carried.is_saved).map(|carried| carried.id).collect();
        status.with(|status| (status.waiting, status.saving, carried.clone()))
    });
    let is_shown = RwSignal::new(false);
    Effect::new(move |_| {
        if waiting.get().1 == 0 {
            commands.tell(&ToWorker::Pack);
        }
    });
    let packed = Memo::new(move || handover.packed());
    view! {
        {move || match packed.get() {
            // Before the documents are loaded, nobody packs; what waits then is packed when it is known.
            None if waiting.get().0 > 0 => ().into_any(),
            Some(Ok(packed)) => given(packed, is_shown),
            None | Some(Err(PackError::Nothing)) => empty(Glyph::CheckTwice, say!(handover.nothing), say!(handover.nothing_text)),
            Some(Err(PackError::NoKey)) => empty(Glyph::Alert, say!(handover.no_key), say!(handover.no_key_text)),
            Some(Err(PackError::TooMuch)) => empty(Glyph::Alert, say!(handover.too_much), say!(handover.too_much_text)),
        }}
    }
}

fn given(packed: Packed, is_shown: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let Packed { own, others, span, text, codes } = packed;
    let others = (others > 0).then(|| view! { <p>{say!(handover.with_others, count = others)}</p> });
    let has_codes = !codes.is_empty();
    let show = has_codes.then(|| {
        view! {
            <button class="button button-primary" type="button" data-testid="show-codes" on:click=move |_| is_shown.update(|shown| *shown = !*shown)>
                {icon(Glyph::Phone)}
                {move || if is_shown.get() { say!(handover.hide_codes) } else { say!(handover.show_codes) }}
            </button>
        }
    });
    let no_codes = (!has_codes).then(|| view! { <p>{say!(handover.too_many_codes)}</p> });
    let file = as_file(&text, say!(handover.send_file));
    let copy = move |_| {
        let is_copied = clipboard::copy(&text);
        let words = if is_copied { say!(handover.copied) } else { say!(refused.not_copied) };
        toasts.show(words.into(), !is_copied, ArcRwSignal::new(None), None);
    };
    view! {
        <section class="section hand-over" data-testid="packed">
            <p class="hand-over-count">{say!(handover.own, count = own)}</p>
            <p>{span_of(span)}</p>
            {others}
            {move || is_shown.get().then(|| code_show(codes.clone()))}
            <p>{say!(handover.give_text)}</p>
            {no_codes}
            <div class="hand-over-actions">
                {show}
                {file}
                <button class="button" type="button" data-testid="copy-text" on:click=copy>{say!(handover.copy_text)}</button>
            </div>
        </section>
    }
}

/// What was packed, to be sent or saved as a file.
pub(super) fn as_file(text: &str, label: &'static str) -> AnyView {
    let words = [say!(handover.file_words), "\n\n", text].concat();
    let href = ["data:text/plain;charset=utf-8,", &String::from(encode_uri_component(&words))].concat();
    let send = move |click: leptos::ev::MouseEvent| {
        // Where the phone can hand a file to another app, that comes first; else it is saved.
        if clipboard::share_file(FILE, &words) {
            click.prevent_default();
        }
    };
    view! {
        <a class="button" href=href download=FILE data-testid="send-file" on:click=send>
            {icon(Glyph::Open)}
            {label}
        </a>
    }
}
