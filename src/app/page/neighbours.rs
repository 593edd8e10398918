//! Neighbours: people, captains by building, buildings.

mod buildings;
mod captains;
mod people;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::{
    component::{compose::compose, page_header::page_header, search_box::SearchBox, segments::Segments},
    context::actor::{may, use_actor},
};

/// Which of the views is shown; also its code in the address.
const PEOPLE: &str = "people";
const CAPTAINS: &str = "captains";
const BUILDINGS: &str = "buildings";

/// Neighbours.
#[component]
pub fn NeighboursPage() -> impl IntoView {
    let (query, navigate, actor) = (use_query_map(), StoredValue::new_local(use_navigate()), use_actor());
    let view = Memo::new(move |_| query.with(|query| query.get("view")).unwrap_or_else(|| PEOPLE.into()));
    let search = RwSignal::new(String::new());
    let options = vec![
        (PEOPLE, say!(neighbours.people).to_owned()),
        (CAPTAINS, say!(neighbours.captains).to_owned()),
        (BUILDINGS, say!(neighbours.buildings).to_owned()),
    ];
    let choose = move |code: String| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&["/neighbours?view=", &code].concat(), options));
    };
    let add = move || {
        may(actor.get(), kaifong_domain::policy::add_person)
            .then(|| compose("/neighbours/new", say!(neighbours.add), "new-person"))
    };
    view! {
        {page_header(say!(common.tab_neighbours), None, None)}
        <Segments id="neighbours-view" label=say!(neighbours.view) options=options value=view choose=choose />
        <SearchBox label=say!(neighbours.search) value=search />
        {move || view.with(|view| match view.as_str() {
            CAPTAINS => captains::captains(search),
            BUILDINGS => buildings::buildings(search),
            _ => people::people(search),
        })}
        {add}
    }
    .into_any()
}
