//! "Got a problem? Find your captain": the captains of every building, those of one's own first.

use kaifong_domain::{
    building::Building,
    community::Community,
    id::{BuildingId, PersonId},
};
use leptos::prelude::*;

use crate::{
    component::{
        badge::{Tone, badge},
        building_picker::building_name,
        empty::empty,
        icon::{Glyph, icon},
        person_chip::PersonChip,
    },
    context::{community::use_community, entrance::use_identity},
    locale::{
        name::{Query, sort_by_name},
        words::level::level as level_word,
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// A building with its captains.
#[derive(Clone, PartialEq, Eq)]
struct Block {
    building: BuildingId,
    name: String,
    captains: Vec<(PersonId, &'static str)>,
    own: bool,
}

fn blocks(community: &Community, query: &Query, own: Option<BuildingId>) -> Vec<Block> {
    let name = |building: &Building| building_name(community, Some(building.id));
    let finds = |block: &Block| {
        let named =
            |person: &PersonId| community.people.get(person).is_some_and(|person| query.finds(&person.name, &[]));
        query.finds(&block.name, &[]) || block.captains.iter().any(|(person, _)| named(person))
    };
    let block = |building: &Building| Block {
        building: building.id,
        name: name(building),
        captains: community
            .captains_of(building.id)
            .iter()
            .map(|captaincy| (captaincy.person, level_word(captaincy.level)))
            .collect(),
        own: own == Some(building.id),
    };
    let mut blocks: Vec<Block> = community.buildings.values().map(block).filter(finds).collect();
    sort_by_name(&mut blocks, |block| &block.name);
    blocks.sort_by_key(|block| !block.own);
    blocks
}

/// The captains of every building.
pub(super) fn captains(search: RwSignal<String>) -> AnyView {
    let (community, identity) = (use_community(), use_identity());
    let blocks = Memo::new(move || {
        let me = identity.with(|identity| identity.as_ref().map(|identity| identity.actor.person));
        community.with(|community| {
            let own = me.and_then(|me| community.people.get(&me)).and_then(|person| person.building);
            blocks(community, &search.with(|text| Query::new(text)), own)
        })
    });
    let list = move || {
        let blocks = blocks.get();
        if blocks.is_empty() {
            return empty(Glyph::Search, say!(neighbours.no_building_found), say!(neighbours.nobody_found_text));
        }
        view! { <ul class="captains-list">{blocks.into_iter().map(draw).collect_view()}</ul> }.into_any()
    };
    view! { <p class="section-note">{say!(neighbours.find_captain)}</p>{list} }.into_any()
}

fn draw(block: Block) -> AnyView {
    let captain = |(person, level): (PersonId, &'static str)| {
        view! { <li><PersonChip person=person /><span class="captains-level">{level}</span></li> }
    };
    let captains = if block.captains.is_empty() {
        view! { <p class="captains-none">{say!(neighbours.no_captain)}</p> }.into_any()
    } else {
        view! { <ul class="captains-people">{block.captains.into_iter().map(captain).collect_view()}</ul> }.into_any()
    };
    let own = block.own.then(|| badge(Tone::Good, Some(Glyph::Home), say!(neighbours.own_building)));
    view! {
        <li class="captains-block" data-testid="captains-block">
            <a class="captains-building" href=["/buildings/", &block.building.to_string()].concat()>
                {icon(Glyph::Building)}
                <span>{block.name}</span>
                {own}
            </a>
            {captains}
        </li>
    }
    .into_any()
}
