//! A building: whom to turn to, what has been suggested, who lives in it or looks after it.

use kaifong_domain::{
    building::Building,
    community::Community,
    id::{BuildingId, SuggestionId},
    suggestion::Status,
};
use leptos::prelude::*;

use super::not_found::gone;
use crate::{
    address::use_address,
    component::{
        badge::{Tone, badge},
        building_picker::building_name,
        icon::{Glyph, icon},
        list_row::list_row,
        page_header::page_header,
        person_list::{PersonList, PersonRow},
    },
    context::{clock::use_today, community::use_community},
    locale::{
        format,
        name::sort_by_name,
        words::{level::level as level_word, status::status as status_word},
    },
    markup::view,
    memo::Memo,
};

/// A building.
#[component]
pub fn BuildingPage() -> impl IntoView {
    let community = use_community();
    let id: Option<BuildingId> = use_address().id().and_then(|id| id.parse().ok());
    let building = Memo::new(move || community.with(|community| community.buildings.get(&id?).cloned()));
    let page = move || match building.get() {
        Some(building) => shown(&building),
        None => gone(say!(neighbours.no_building_found), say!(neighbours.unknown_building_text)),
    };
    page.into_any()
}

fn shown(building: &Building) -> AnyView {
    let community = use_community();
    let id = building.id;
    let name = community.with(|community| building_name(community, Some(id)));
    let back = ("/neighbours?view=buildings".into(), say!(neighbours.buildings).into());
    let captains = Memo::new(move || community.with(|community| captains(community, id)));
    let people = Memo::new(move || community.with(|community| residents(community, id)));
    let no_captain = move || {
        captains.with(Vec::is_empty).then(|| view! { <p class="section-note">{say!(neighbours.no_captain)}</p> })
    };
    let no_people =
        move || people.with(Vec::is_empty).then(|| view! { <p class="section-note">{say!(neighbours.no_people)}</p> });
    view! {
        {page_header(name, Some(back), None)}
        <p class="section-note">{say!(neighbours.households, count = building.households)}</p>
        <section class="section building-captains" data-testid="building-captains">
            <h2>{say!(neighbours.find_your_captain)}</h2>
            <PersonList rows=captains />
            {no_captain}
        </section>
        {suggestions(id)}
        <section class="section">
            <h2>{say!(neighbours.people_here)}</h2>
            <PersonList rows=people />
            {no_people}
        </section>
    }
    .into_any()
}

fn captains(community: &Community, building: BuildingId) -> Vec<PersonRow> {
    let row = |captaincy: &&kaifong_domain::captaincy::Captaincy| {
        let person = community.people.get(&captaincy.person)?;
        let mark = Some(level_word(captaincy.level));
        Some(PersonRow {
            id: person.id,
            name: person.name.clone(),
            text: person.availability.clone(),
            mark,
            is_divided: false,
        })
    };
    community.captains_of(building).iter().filter_map(row).collect()
}

fn residents(community: &Community, building: BuildingId) -> Vec<PersonRow> {
    let here = community.people.values().filter(|person| person.building == Some(building));
    let row = |person: &kaifong_domain::person::Person| PersonRow {
        id: person.id,
        name: person.name.clone(),
        text: person.unit.clone(),
        mark: None,
        is_divided: false,
    };
    let mut rows: Vec<PersonRow> = here.map(row).collect();
    sort_by_name(&mut rows, |row| &row.name);
    rows
}

fn suggestions(building: BuildingId) -> AnyView {
    let (community, today) = (use_community(), use_today());
    let found = Memo::new(move || {
        community.with(|community| {
            let statuses = community.statuses();
            let here = community.suggestions.values().filter(|suggestion| suggestion.building == Some(building));
            let mut found: Vec<(SuggestionId, String, Status, jiff::civil::Date)> = here
                .map(|suggestion| {
                    let status = statuses.get(&suggestion.id).copied().unwrap_or(Status::Raised);
                    (suggestion.id, suggestion.title.clone(), status, suggestion.raised_at.date())
                })
                .collect();
            found.sort_by_key(|(id, _, status, _)| (status.is_settled(), std::cmp::Reverse(*id)));
            found
        })
    });
    let row = move |(id, title, status, date): (SuggestionId, String, Status, jiff::civil::Date)| {
        let lead = view! { <span class="list-row-icon">{icon(Glyph::Bubble)}</span> };
        let tone = match status {
            Status::Solved | Status::Agreed => Tone::Good,
            Status::Raised => Tone::New,
            _ => Tone::Plain,
        };
        let href = ["/suggestions/", &id.to_string()].concat();
        let end = badge(tone, None, status_word(status));
        view! { <li>{list_row(href, lead.into_any(), title, format::day(date, today.get()), Some(end))}</li> }
    };
    let section = move || {
        let found = found.get();
        let none = found.is_empty().then(|| view! { <p class="section-note">{say!(neighbours.no_suggestions)}</p> });
        view! {
            <section class="section">
                <h2>{say!(common.tab_suggestions)}</h2>
                <ul class="list">{found.into_iter().map(row).collect_view()}</ul>
                {none}
            </section>
        }
    };
    section.into_any()
}
