//! What this phone carries for others, and what became of it.

use kaifong_domain::{
    bridge::ToWorker,
    handover::{Carried, LetterRejection},
};
use leptos::prelude::*;

use super::{put_down::put_down, span_of};
use crate::{
    component::{
        icon::{Glyph, icon},
        person_chip::name_of,
    },
    context::{commands::use_commands, handover::use_handover},
    markup::view,
};

/// The list, while there is something on it.
pub(super) fn carried() -> AnyView {
    let handover = use_handover();
    view! {
        {move || {
            let carried = handover.carried();
            (!carried.is_empty()).then(|| view! {
                <section class="section">
                    <h2>{say!(handover.carried)}</h2>
                    <ul class="hand-over-list" data-testid="carried">{carried.into_iter().map(row).collect_view()}</ul>
                </section>
            })
        }}
    }
}

fn row(carried: Carried) -> AnyView {
    let commands = use_commands();
    let name = name_of(carried.person);
    let is_over = carried.refused > 0 || carried.why.is_some();
    let glyph = if is_over { Glyph::Alert } else { Glyph::Phone };
    let state = match (carried.is_saved, carried.why) {
        (false, _) => say!(handover.saving).to_owned(),
        (true, Some(why)) => rejection(why).to_owned(),
        (true, None) if carried.refused > 0 => say!(handover.refused, count = carried.refused),
        (true, None) => say!(handover.on_its_way).to_owned(),
    };
    let aside = (carried.aside > 0).then(|| view! { <p>{say!(handover.aside, count = carried.aside)}</p> });
    let id = carried.id;
    let put_down = match (is_over, carried.is_saved) {
        (true, _) => {
            let understood = move |_| commands.tell(&ToWorker::PutDown(id));
            Some(view! {
                <button class="button" type="button" data-testid="put-down" on:click=understood>{say!(handover.put_down)}</button>
            })
        }
        (false, true) => Some(put_down(id, &name)),
        // What is just being stored can wait.
        (false, false) => None,
    };
    view! {
        <li class="hand-over-one" data-testid="carried-one">
            <h3>{say!(handover.of_whom, count = carried.changes, name = name.as_str())}</h3>
            <p>{span_of(carried.span)}</p>
            <p class="hand-over-state">{icon(glyph)}<span>{state}</span></p>
            {aside}
            {put_down}
        </li>
    }
}

fn rejection(why: LetterRejection) -> &'static str {
    match why {
        LetterRejection::UnknownDevice => say!(handover.unknown_device),
        LetterRejection::Revoked => say!(handover.revoked),
        LetterRejection::Newer => say!(handover.newer),
        LetterRejection::OtherCommunity => say!(handover.other_community),
        LetterRejection::BadSignature | LetterRejection::Malformed | LetterRejection::Unknown => {
            say!(handover.bad_signature)
        }
    }
}
