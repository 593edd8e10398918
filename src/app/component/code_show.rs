//! QR codes that are shown one after another, until the other phone has read them all.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    icon::{Glyph, icon},
    qr_code::qr_code,
};
use crate::{markup::view, signal::RwSignal};

/// How long one code is shown: a slow camera needs most of a second to find it.
const BEAT: Duration = Duration::from_millis(1_200);

/// Shows the codes in turn; by buttons, one goes on by oneself.
pub fn code_show(codes: Vec<String>) -> AnyView {
    let all = codes.len();
    let (at, is_still) = (RwSignal::new(0_usize), RwSignal::new(all == 1));
    let turn = move |steps: usize| at.update(|at| *at = (*at + steps) % all);
    let beat = set_interval_with_handle(
        move || {
            if !is_still.get_untracked() {
                turn(1)
            }
        },
        BEAT,
    )
    .ok();
    on_cleanup(move || {
        if let Some(beat) = beat {
            beat.clear();
        }
    });
    let step = move |steps: usize| {
        is_still.set(true);
        turn(steps);
    };
    let place = move || {
        let (number, all) = ((at.get() + 1).to_string(), all.to_string());
        say!(handover.code_of, number = number.as_str(), all = all.as_str())
    };
    let code = move || codes.get(at.get()).map(|code| qr_code(code, place()));
    let pace = move || if is_still.get() { say!(handover.go_on) } else { say!(handover.pause) };
    let buttons = (all > 1).then(|| {
        view! {
            <p class="code-show-buttons">
                <button class="button" type="button" data-testid="code-back" on:click=move |_| step(all - 1)>
                    {icon(Glyph::Back)}
                    {say!(handover.code_back)}
                </button>
                <button class="button" type="button" data-testid="code-pace" on:click=move |_| is_still.update(|still| *still = !*still)>
                    {pace}
                </button>
                <button class="button" type="button" data-testid="code-next" on:click=move |_| step(1)>
                    {say!(handover.code_next)}
                    {icon(Glyph::Forward)}
                </button>
            </p>
        }
    });
    view! {
        <div class="code-show" data-testid="codes">
            <p class="code-show-place" data-testid="code-place">{place}</p>
            {code}
            {buttons}
        </div>
    }
}
