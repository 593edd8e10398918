//! What one does for the community as a whole, as far as one may: who comes in, and what was done.

use kaifong_domain::{
    access::{AccessRole, Actor},
    call::invitation::may_give,
};
use leptos::prelude::*;

use crate::{
    component::{
        icon::{Glyph, icon},
        list_row::list_row,
    },
    markup::view,
};

/// The ways in; none for who has nothing to do there.
pub(super) fn office(actor: Actor) -> Option<AnyView> {
    let row = |path: &str, glyph: Glyph, title: &'static str, text: &'static str| {
        let lead = view! { <span class="list-row-icon">{icon(glyph)}</span> };
        list_row(path.to_owned(), lead.into_any(), title, text, None)
    };
    let administers = actor.role == AccessRole::Admin;
    let invites = !may_give(actor.role).is_empty();
    let rows = [
        invites.then(|| row("/invitations", Glyph::Plus, say!(access.invitations), say!(access.invitations_row))),
        actor
            .coordinates()
            .then(|| row("/check-ins", Glyph::Check, say!(access.check_ins), say!(access.check_ins_row))),
        actor.coordinates().then(|| row("/access", Glyph::People, say!(access.people), say!(access.people_row))),
        administers.then(|| row("/audit", Glyph::Search, say!(access.audit), say!(access.audit_row))),
    ];
    invites.then(|| {
        view! {
            <section class="section" data-testid="office">
                <h2>{say!(access.office)}</h2>
                <div class="list">{rows.into_iter().collect::<Vec<_>>()}</div>
            </section>
        }
        .into_any()
    })
}
