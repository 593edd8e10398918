//! Choosing a building, by estate.

use kaifong_domain::{building::Building, community::Community, id::BuildingId};
use leptos::prelude::*;

use super::text_field::{described_by, framed};
use crate::{context::community::use_community, locale::name::sort_by_name, markup::view, signal::RwSignal};

/// Choosing a building, or none.
#[component]
pub fn BuildingPicker(
    /// Its id on the page.
    id: &'static str,
    /// What the building is chosen for.
    #[prop(into)]
    label: String,
    /// Which is chosen.
    value: RwSignal<Option<BuildingId>>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let community = use_community();
    let code = move || value.get().map(|building| building.to_string()).unwrap_or_default();
    let estates = move || community.with(|community| estates(community, value.get_untracked()));
    let control = view! {
        <select
            class="choice"
            id=id
            data-testid=id
            aria-describedby=described_by(id)
            prop:value=code
            on:change=move |event| value.set(event_target_value(&event).parse().ok())
        >
            <option value="">{say!(common.no_building)}</option>
            {estates}
        </select>
    };
    framed(id, label, None, error, control.into_any())
}

fn estates(community: &Community, chosen: Option<BuildingId>) -> Vec<AnyView> {
    let mut estates: Vec<_> = community.estates.values().collect();
    sort_by_name(&mut estates, |estate| &estate.name);
    let group = |estate: &kaifong_domain::building::Estate| {
        let mut buildings: Vec<_> =
            community.buildings.values().filter(|building| building.estate == estate.id).collect();
        sort_by_name(&mut buildings, |building| &building.name);
        let option = |building: &Building| {
            let (code, name) = (building.id.to_string(), building.name.clone());
            view! { <option value=code selected=chosen == Some(building.id)>{name}</option> }.into_any()
        };
        let options: Vec<_> = buildings.into_iter().map(option).collect();
        view! { <optgroup label=estate.name.clone()>{options}</optgroup> }.into_any()
    };
    estates.into_iter().map(group).collect()
}

/// A building with its estate, as one says where something is; nothing if there is none.
pub fn building_name(community: &Community, building: Option<BuildingId>) -> String {
    let Some(building) = building.and_then(|building| community.buildings.get(&building)) else {
        return String::new();
    };
    match community.estates.get(&building.estate) {
        Some(estate) => [estate.name.as_str(), " ", building.name.as_str()].concat(),
        None => building.name.clone(),
    }
}
