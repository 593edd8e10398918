//! A suggestion as a card that opens its page.

use leptos::prelude::*;

use super::{
    conflict_badge::conflict_badge,
    icon::{Glyph, icon},
    seat_badge::unsent_badge,
    status_badge::status_badge,
};
use crate::{
    context::clock::{now, use_today},
    locale::{format, words::category::category},
    markup::view,
    row::suggestion::SuggestionRow,
};

/// Draws a suggestion's card. On a board the column says where it stands.
pub fn suggestion_card(row: SuggestionRow, with_status: bool) -> AnyView {
    let today = use_today();
    let raised_at = row.raised_at;
    let age = move || {
        today.track();
        format::relative(raised_at, now())
    };
    let place = (!row.place.is_empty()).then(|| view! { <span>{row.place}</span> });
    let owner = row.owner.map(|name| {
        let owner = say!(suggestions.owned_by, name = name.as_str());
        view! { <span class="suggestion-card-owner">{icon(Glyph::Person)}<span>{owner}</span></span> }
    });
    view! {
        <a
            class="suggestion-card"
            href=["/suggestions/", &row.id.to_string()].concat()
            data-testid="suggestion-card"
            data-status=row.status.code()
        >
            <span class="suggestion-card-title">{row.title}</span>
            <span class="suggestion-card-facts">
                {place}
                <span>{category(row.category)}</span>
                <span>{age}</span>
            </span>
            <span class="suggestion-card-end">
                {with_status.then(|| status_badge(row.status))}
                {conflict_badge(row.is_divided)}
                {unsent_badge(row.unsent)}
                {owner}
            </span>
        </a>
    }
    .into_any()
}
