//! What one does for the community as a whole, as far as one may: who comes in, and what was done.

use kaifong_domain::access::{AccessRole, Actor};
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
    let administers = actor.role == AccessRole::Admin;
    let row = |path: &str, glyph: Glyph, title: &'static str, text: &'static str| {
        let lead = view! { <span class="list-row-icon">{icon(glyph)}</span> };
        list_row(path.to_owned(), lead.into_any(), title, text, None)
    };
    let people = administers.then(|| row("/access", Glyph::People, say!(access.people), say!(access.people_row)));
    administers.then(|| {
        view! {
            <section class="section" data-testid="office">
                <h2>{say!(access.office)}</h2>
                <div class="list">{people}</div>
            </section>
        }
        .into_any()
    })
}
