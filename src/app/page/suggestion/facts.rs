//! What is said of a suggestion: its text, where, what about, from whom.

use leptos::prelude::*;

use super::Reading;
use crate::{
    component::{
        fact::{fact, fact_in_words, fact_list},
        icon::Glyph,
        person_chip::PersonChip,
    },
    locale::words::{category::category, source::source},
    markup::view,
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
    view! {
        {text}
        {fact_list(facts)}
    }
    .into_any()
}
