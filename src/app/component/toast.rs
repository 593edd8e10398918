//! The toast: what has just happened, how safe it is by now, and the way back.

use kaifong_domain::bridge::Tick;
use leptos::prelude::*;

use super::icon::{Glyph, icon};
use crate::{
    context::{
        commands::use_commands,
        toast::{Toast, use_toasts},
    },
    markup::view,
};

/// Where toasts appear. The region is always there, so that screen readers hear what comes into it.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div
            class="toast-region"
            role="status"
            aria-live="polite"
            on:mouseenter=move |_| toasts.hold(true)
            on:mouseleave=move |_| toasts.hold(false)
            on:focusin=move |_| toasts.hold(true)
            on:focusout=move |_| toasts.hold(false)
        >
            {move || toasts.shown().map(toast)}
        </div>
    }
    .into_any()
}

fn toast(toast: Toast) -> AnyView {
    let (toasts, commands) = (use_toasts(), use_commands());
    let Toast { text, refused, tick, undo, .. } = toast;
    let class = if refused { "toast toast-refused" } else { "toast" };
    let undo = undo.map(|undo| {
        let take_back = move |_| {
            toasts.close();
            commands.undo(undo.clone());
        };
        view! {
            <button class="toast-undo" type="button" data-testid="undo" on:click=take_back>
                {icon(Glyph::Undo)}
                {say!(common.undo)}
            </button>
        }
    });
    view! {
        <div class=class data-testid="toast">
            {refused.then(|| icon(Glyph::Alert))}
            <p class="toast-text">{text} {move || tick.get().map(ticked)}</p>
            {undo}
            <button class="icon-button" type="button" on:click=move |_| toasts.close()>
                {icon(Glyph::Cross)}
                <span class="visually-hidden">{say!(common.close)}</span>
            </button>
        </div>
    }
    .into_any()
}

fn ticked(tick: Tick) -> AnyView {
    let (code, glyph, words) = match tick {
        Tick::Saved => ("saved", Glyph::Check, say!(common.tick_saved)),
        Tick::Kept => ("kept", Glyph::CheckTwice, say!(common.tick_kept)),
    };
    view! { <span class="toast-tick" data-tick=code>{icon(glyph)}{words}</span> }.into_any()
}
