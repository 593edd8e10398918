//! The book club's families, for its team and those who coordinate.

use kaifong_domain::{
    access::Team,
    child::Child,
    community::Community,
    family::Family,
    id::FamilyId,
    record::{Collection, RecordKey},
};
use leptos::prelude::*;

use super::not_found::gone;
use crate::{
    component::{
        building_picker::building_name,
        compose::compose,
        conflict_badge::conflict_badge,
        empty::empty,
        icon::{Glyph, icon},
        keyed::keyed,
        list_row::list_row,
        page_header::page_header,
        search_box::SearchBox,
    },
    context::{actor::use_actor, community::use_community},
    locale::{
        name::{Query, sort_by_name},
        words::age_band::age_band,
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// A family, as one looks through them.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    id: FamilyId,
    guardian: String,
    text: String,
    is_divided: bool,
}

/// The book club's families.
#[component]
pub fn FamiliesPage() -> impl IntoView {
    let actor = use_actor();
    let is_for_them = Memo::new(move || actor.get().is_some_and(|actor| actor.is_of(Team::BookClub)));
    let page = move || match is_for_them.get() {
        true => families(),
        false => gone(say!(families.unknown), say!(families.unknown_text)),
    };
    view! { {page} }.into_any()
}

fn families() -> AnyView {
    let (community, search) = (use_community(), RwSignal::new(String::new()));
    let rows = Memo::new(move || community.with(rows));
    let found = Memo::new(move || {
        let query = search.with(|text| Query::new(text));
        let fits = |row: &&Row| query.finds(&row.guardian, &[&row.text]);
        rows.with(|rows| rows.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    let none = Memo::new(move || (rows.with(Vec::is_empty), found.with(Vec::is_empty)));
    let nothing = move || match none.get() {
        (true, _) => Some(empty(Glyph::Book, say!(families.none), say!(families.none_text))),
        (false, true) => Some(empty(Glyph::Search, say!(families.none_found), say!(families.none_found_text))),
        (false, false) => None,
    };
    let count = move || say!(families.count, count = u32::try_from(found.with(Vec::len)).unwrap_or(u32::MAX));
    view! {
        {page_header(say!(families.title), Some(("/me".into(), say!(common.tab_me).into())), None)}
        <SearchBox label=say!(families.search) value=search />
        <p class="section-note" role="status">{count}</p>
        <ul class="list" data-testid="families">{keyed(move || found.get(), row)}</ul>
        {nothing}
        <p class="section-note">{say!(families.readers)}</p>
        {compose("/families/new", say!(families.add), "new-family")}
    }
    .into_any()
}

fn rows(community: &Community) -> Vec<Row> {
    let row = |family: &Family| {
        let child = |child: &Child| [child.name.as_str(), " ", age_band(child.age)].concat();
        let children: Vec<String> = community.children_of(family.id).map(child).collect();
        let place = building_name(community, family.building);
        let parts = children.into_iter().chain([place]).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        Row {
            id: family.id,
            guardian: family.guardian.clone(),
            text: parts.join(" · "),
            is_divided: community
                .conflicts
                .contains_key(&RecordKey { collection: Collection::Families, id: family.id.0 }),
        }
    };
    let mut rows: Vec<Row> = community.families.values().map(row).collect();
    sort_by_name(&mut rows, |row| &row.guardian);
    rows
}

fn row(row: Row) -> AnyView {
    let lead = view! { <span class="list-row-icon">{icon(Glyph::People)}</span> };
    let href = ["/families/", &row.id.to_string()].concat();
    let row = list_row(href, lead.into_any(), row.guardian, row.text, conflict_badge(row.is_divided));
    view! { <li data-testid="family">{row}</li> }.into_any()
}
