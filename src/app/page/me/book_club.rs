//! The book club: one's own children, and, for its team, all families.

use kaifong_domain::{
    access::{AccessRole, Actor, Team},
    id::FamilyId,
};
use leptos::prelude::*;

use crate::{
    component::{
        icon::{Glyph, icon},
        list_row::list_row,
    },
    markup::view,
};

/// Draws the section; nothing for partners, who see no series that one could enrol for.
pub(super) fn book_club(actor: Actor) -> Option<AnyView> {
    let row = |path: String, glyph: Glyph, title: &'static str, text: &'static str| {
        let lead = view! { <span class="list-row-icon">{icon(glyph)}</span> };
        list_row(path, lead.into_any(), title, text, None)
    };
    let own = ["/families/", &FamilyId::of(actor.person).to_string()].concat();
    let own = row(own, Glyph::Person, say!(families.own), say!(families.own_row));
    let all = actor
        .is_of(Team::BookClub)
        .then(|| row("/families".into(), Glyph::People, say!(families.title), say!(families.row)))
        .map(|row| view! { <li>{row}</li> });
    let sees_series = !matches!(actor.role, AccessRole::Partner | AccessRole::Unknown);
    sees_series.then(|| {
        view! {
            <section class="section" data-testid="book-club">
                <h2>{say!(families.book_club)}</h2>
                <ul class="list">{all}<li data-testid="my-family">{own}</li></ul>
            </section>
        }
        .into_any()
    })
}
