//! The buildings of each estate, with what goes on in them.

use std::collections::BTreeMap;

use kaifong_domain::{building::Building, community::Community, id::BuildingId};
use leptos::prelude::*;

use crate::{
    component::{
        empty::empty,
        icon::{Glyph, icon},
        list_row::list_row,
    },
    context::community::use_community,
    locale::name::{Query, sort_by_name},
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

#[derive(Clone, PartialEq, Eq)]
struct Estate {
    name: String,
    buildings: Vec<(BuildingId, String, String)>,
}

fn estates(community: &Community, query: &Query) -> Vec<Estate> {
    let statuses = community.statuses();
    let mut open: BTreeMap<BuildingId, u32> = BTreeMap::new();
    let unsettled = |suggestion: &&kaifong_domain::suggestion::Suggestion| {
        statuses.get(&suggestion.id).is_some_and(|status| !status.is_settled())
    };
    for building in community.suggestions.values().filter(unsettled).filter_map(|suggestion| suggestion.building) {
        *open.entry(building).or_default() += 1;
    }
    let text = |building: &Building| {
        let captains = u32::try_from(community.captains_of(building.id).len()).unwrap_or(u32::MAX);
        let open = open.get(&building.id).copied().unwrap_or_default();
        let mut text = say!(neighbours.households, count = building.households);
        for part in [
            (captains > 0).then(|| say!(neighbours.captain_count, count = captains)),
            (open > 0).then(|| say!(neighbours.open_suggestions, count = open)),
        ]
        .into_iter()
        .flatten()
        {
            text.push_str(" · ");
            text.push_str(&part);
        }
        text
    };
    let estate = |estate: &kaifong_domain::building::Estate| {
        let within = community.buildings.values().filter(|building| building.estate == estate.id);
        let found = within.filter(|building| query.finds(&building.name, &[&estate.name]));
        let mut buildings: Vec<_> =
            found.map(|building| (building.id, building.name.clone(), text(building))).collect();
        sort_by_name(&mut buildings, |(_, name, _)| name);
        Estate { name: estate.name.clone(), buildings }
    };
    let mut estates: Vec<Estate> = community.estates.values().map(estate).collect();
    estates.retain(|estate| !estate.buildings.is_empty());
    sort_by_name(&mut estates, |estate| &estate.name);
    estates
}

/// The buildings.
pub(super) fn buildings(search: RwSignal<String>) -> AnyView {
    let community = use_community();
    let estates =
        Memo::new(move || community.with(|community| estates(community, &search.with(|text| Query::new(text)))));
    let list = move || {
        let estates = estates.get();
        if estates.is_empty() {
            return empty(Glyph::Building, say!(neighbours.no_building_found), say!(neighbours.nobody_found_text));
        }
        estates.into_iter().map(draw).collect_view().into_any()
    };
    list.into_any()
}

fn draw(estate: Estate) -> AnyView {
    let row = |(id, name, text): (BuildingId, String, String)| {
        let lead = view! { <span class="list-row-icon">{icon(Glyph::Building)}</span> };
        let href = ["/buildings/", &id.to_string()].concat();
        view! { <li data-testid="building-row">{list_row(href, lead.into_any(), name, text, None)}</li> }
    };
    view! {
        <section class="section">
            <h2>{estate.name}</h2>
            <ul class="list">{estate.buildings.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}
