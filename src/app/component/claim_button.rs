//! Claiming a place in a role, and withdrawing, each with one tap.

use std::time::Duration;

use kaifong_domain::{
    command::Command,
    id::{ClaimId, RoleId},
    refusal::Refusal,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon::{Glyph, icon};
use crate::{
    context::{
        actor::use_actor,
        commands::use_commands,
        toast::{Toasts, use_toasts},
    },
    locale::words::{refusal::refusal as words, role_name::role_name},
    markup::view,
    promise::promise,
    row::role::{OwnClaim, RoleRow},
    signal::RwSignal,
};

/// By when the new view of a role has come from the worker and been drawn.
const DRAWN: Duration = Duration::from_millis(200);

/// Draws the button that claims a place in a role, or a place on its waiting list.
pub fn claim_button(role: &RoleRow) -> AnyView {
    let (commands, actor, toasts) = (use_commands(), use_actor(), use_toasts());
    let busy = RwSignal::new(false);
    let (id, task, occurrence, free) = (role.id, role.task, role.occurrence, role.is_open());
    let name = role_name(&role.name);
    let label = if free { say!(tasks.claim) } else { say!(tasks.claim_waiting) };
    let spoken = [label, " ", &name].concat();
    let claim = move |_| {
        let Some(actor) = actor.get_untracked() else { return };
        let claim: ClaimId = commands.new_id();
        let command = Command::ClaimRole { id: claim, task, occurrence, role: id, person: actor.person };
        let name = name.clone();
        let said = move || match free {
            true => say!(tasks.claimed, role = name.as_str()),
            false => say!(tasks.claimed_waiting, role = name.as_str()),
        };
        busy.set(true);
        commands.give_then(command, said, move |outcome| {
            if free && outcome.is_ok() {
                promise(claim);
            }
            settle(id, busy, toasts, outcome);
        });
    };
    let class = if free { "button button-primary" } else { "button" };
    view! {
        <button class=class type="button" data-testid="claim" aria-label=spoken disabled=move || busy.get() on:click=claim>
            {icon(if free { Glyph::Hand } else { Glyph::Clock })}
            <span>{label}</span>
        </button>
    }
    .into_any()
}

/// Draws the button that withdraws one's claim.
pub fn withdraw_button(role: &RoleRow, claim: OwnClaim) -> AnyView {
    let (commands, toasts) = (use_commands(), use_toasts());
    let busy = RwSignal::new(false);
    let (role, name) = (role.id, role_name(&role.name));
    let spoken = [say!(tasks.withdraw), " ", &name].concat();
    let withdraw = move |_| {
        let name = name.clone();
        busy.set(true);
        commands.give_then(
            Command::WithdrawClaim { id: claim.id },
            move || say!(tasks.withdrawn, role = name.as_str()),
            move |outcome| settle(role, busy, toasts, outcome),
        );
    };
    view! {
        <button class="button" type="button" data-testid="withdraw" aria-label=spoken disabled=move || busy.get() on:click=withdraw>
            {icon(Glyph::Cross)}
            <span>{say!(tasks.withdraw)}</span>
        </button>
    }
    .into_any()
}

/// The button can be tapped again, if the role has not been drawn anew in the meantime; if it has, the
/// focus that went with the old button is given to the new one.
fn settle(role: RoleId, busy: RwSignal<bool>, toasts: Toasts, outcome: Result<(), Refusal>) {
    busy.try_update(|busy| *busy = false);
    match outcome {
        Ok(()) => set_timeout(move || refocus(role), DRAWN),
        Err(why) => toasts.show(words(why), true, ArcRwSignal::new(None), None),
    }
}

fn refocus(role: RoleId) {
    let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
    let selector = ["[data-role='", &role.to_string(), "'] .role-list-action button"].concat();
    let button = document().query_selector(&selector).ok().flatten();
    if let Some(button) = button.filter(|_| lost).and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // A button that can't take focus leaves it where it was.
        let _ = button.focus();
    }
}
