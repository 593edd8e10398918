//! What is said of a suggestion: its text, where, what about, from whom.

use kaifong_domain::{
    id::{PersonId, SuggestionId},
    policy,
};
use leptos::prelude::*;

use super::Reading;
use crate::{
    component::{
        fact::{fact, fact_in_words, fact_list},
        icon::Glyph,
        person_chip::PersonChip,
        reporter::reporter,
    },
    context::{
        actor::{may, use_actor},
        community::use_community,
        entrance::use_identity,
        status::use_line,
    },
    locale::words::{category::category, source::source},
    markup::view,
    signal::RwSignal,
};

/// Draws the text and the facts.
pub(super) fn facts(reading: Reading) -> AnyView {
    let Reading { suggestion, building, .. } = reading;
    let text = (!suggestion.text.0.is_empty()).then(|| view! { <p class="prose">{suggestion.text.0.clone()}</p> });
    let mut facts = Vec::new();
    if let Some(id) = suggestion.building.filter(|_| !building.is_empty()) {
        let href = ["/buildings/", &id.to_string()].concat();
        facts.push(fact(Glyph::Building, say!(suggestions.building), view! { <a href=href>{building}</a> }.into_any()));
    }
    if !suggestion.place.is_empty() {
        facts.push(fact_in_words(Glyph::Pin, say!(suggestions.place), suggestion.place.clone()));
    }
    let kind = [category(suggestion.category), " · ", source(suggestion.source)].concat();
    facts.push(fact_in_words(Glyph::Note, say!(suggestions.category), kind));
    let owner = match suggestion.owner {
        Some(owner) => view! { <PersonChip person=owner /> }.into_any(),
        None => view! { <span>{say!(suggestions.no_owner)}</span> }.into_any(),
    };
    facts.push(fact(Glyph::Person, say!(suggestions.owner), owner));
    let is_resident = suggestion.raised_by == PersonId::RESIDENT;
    let reaches = use_community().with_untracked(|community| {
        may(use_actor().get_untracked(), |actor| policy::may_reach(actor, &suggestion, community))
    });
    view! {
        {text}
        {is_resident.then(|| photo(suggestion.id))}
        {fact_list(facts)}
        {reaches.then(|| reporter(suggestion.id))}
    }
    .into_any()
}

/// The photo that came with a resident's suggestion, if one did; only the server has it.
fn photo(id: SuggestionId) -> AnyView {
    let (identity, line, is_missing) = (use_identity(), use_line(), RwSignal::new(false));
    let shown = move || {
        if line.get() != Some(true) {
            return Some(view! { <p class="field-hint">{say!(resident.photo_offline)}</p> });
        }
        identity.get().filter(|_| !is_missing.get()).map(|identity| {
            let address = ["/api/", &identity.community, "/suggestions/", &id.to_string(), "/photo"].concat();
            view! {
                <img
                    class="resident-photo"
                    src=address
                    alt=say!(resident.photo_of)
                    data-testid="suggestion-photo"
                    on:error=move |_| is_missing.set(true)
                />
            }
        })
    };
    view! { {shown} }
}
