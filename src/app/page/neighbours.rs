//! Neighbours: people, captains by building, buildings.

mod buildings;
mod captains;
mod people;

use kaifong_domain::{policy, record::Collection};
use leptos::prelude::*;

use crate::{
    component::{compose::compose, page_header::page_header, search_box::SearchBox, segments::Segments},
    context::actor::{may, use_actor},
    markup::view,
    memo::Memo,
    param::Param,
    signal::RwSignal,
};

/// Which of the views is shown; also its code in the address.
const PEOPLE: &str = "people";
const CAPTAINS: &str = "captains";
const BUILDINGS: &str = "buildings";

/// Neighbours.
#[component]
pub fn NeighboursPage() -> impl IntoView {
    let (shown, actor) = (Param::new("view"), use_actor());
    let view = Memo::new(move || Some(shown.get()).filter(|view| !view.is_empty()).unwrap_or_else(|| PEOPLE.into()));
    let search = RwSignal::new(String::new());
    let options = vec![
        (PEOPLE, say!(neighbours.people).to_owned()),
        (CAPTAINS, say!(neighbours.captains).to_owned()),
        (BUILDINGS, say!(neighbours.buildings).to_owned()),
    ];
    let choose = move |code: String| shown.set(code);
    let add = move || {
        may(actor.get(), |actor| policy::may_make(actor, Collection::People))
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
