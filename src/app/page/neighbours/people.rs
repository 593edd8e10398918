//! Everybody, by name, to be searched and narrowed down.

use std::collections::BTreeMap;

use kaifong_domain::{
    captaincy::Level,
    community::Community,
    id::PersonId,
    person::{Group, Person},
    record::{Collection, RecordKey},
};
use leptos::prelude::*;

use crate::{
    component::{
        building_picker::building_name,
        chip::chip,
        empty::empty,
        icon::Glyph,
        person_list::{PersonList, PersonRow},
    },
    context::community::use_community,
    locale::{
        name::{Query, sort_by_name},
        words::{group::group as group_word, level::level as level_word},
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// Everybody, as one looks through them.
#[derive(Clone, PartialEq, Eq)]
struct Card {
    row: PersonRow,
    groups: Vec<Group>,
    /// All words under which they are found, besides their name.
    words: String,
}

fn cards(community: &Community) -> Vec<Card> {
    let mut levels: BTreeMap<PersonId, Level> = BTreeMap::new();
    for captaincy in community.captaincies.values() {
        let level = levels.entry(captaincy.person).or_insert(captaincy.level);
        *level = captaincy.level.max(*level);
    }
    let mut cards: Vec<Card> = community.people.values().map(|person| card(community, &levels, person)).collect();
    sort_by_name(&mut cards, |card| &card.row.name);
    cards
}

fn card(community: &Community, levels: &BTreeMap<PersonId, Level>, person: &Person) -> Card {
    let place = building_name(community, person.building);
    let skills: Vec<String> = person.skills.iter().cloned().collect();
    let text: Vec<&str> = [place.as_str(), person.unit.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    let row = PersonRow {
        id: person.id,
        name: person.name.clone(),
        text: text.join(" · "),
        mark: levels.get(&person.id).map(|level| level_word(*level)),
        is_divided: community.conflicts.contains_key(&RecordKey { collection: Collection::People, id: person.id.0 }),
    };
    let words = [row.text.as_str(), " ", &skills.join(" ")].concat();
    Card { row, groups: person.groups.iter().copied().collect(), words }
}

/// Everybody.
pub(super) fn people(search: RwSignal<String>) -> AnyView {
    let community = use_community();
    let chosen = RwSignal::new(None::<Group>);
    let cards = Memo::new(move || community.with(cards));
    let rows = Memo::new(move || {
        let query = search.with(|text| Query::new(text));
        let group = chosen.get();
        let fits = |card: &&Card| {
            group.is_none_or(|group| card.groups.contains(&group)) && query.finds(&card.row.name, &[&card.words])
        };
        cards.with(|cards| cards.iter().filter(fits).map(|card| card.row.clone()).collect::<Vec<_>>())
    });
    let count = move || say!(neighbours.count, count = u32::try_from(rows.with(Vec::len)).unwrap_or(u32::MAX));
    let nobody = Memo::new(move || rows.with(Vec::is_empty));
    let list = move || {
        if nobody.get() {
            empty(Glyph::Search, say!(neighbours.nobody_found), say!(neighbours.nobody_found_text))
        } else {
            view! { <PersonList rows=rows /> }.into_any()
        }
    };
    view! {
        {filters(chosen)}
        <p class="section-note" role="status">{count}</p>
        {list}
    }
    .into_any()
}

fn filters(chosen: RwSignal<Option<Group>>) -> AnyView {
    let filter = |group: Option<Group>| {
        let word = group.map_or(say!(neighbours.everybody), group_word);
        let testid = ["group-", group.map_or("all", Group::code)].concat();
        let on = Signal::derive(move || chosen.get() == group);
        chip(word, testid, Some(on), move || chosen.set(group))
    };
    let all = std::iter::once(None).chain(Group::ALL.iter().copied().map(Some));
    let chips: Vec<AnyView> = all.map(filter).collect();
    view! { <div class="chips chips-row" role="group" aria-label=say!(neighbours.filter)>{chips}</div> }.into_any()
}
