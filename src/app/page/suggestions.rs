//! Suggestions: by where they stand, or as a list.

use kaifong_domain::suggestion::{Category, Status};
use leptos::prelude::*;

use crate::{
    component::{
        board::Board,
        choice::ChoiceOption,
        compose::compose,
        empty::empty,
        filter_bar::{ON, building_filter, clear_filters, filter_bar, filter_choice, filter_toggle},
        held_link::held_link,
        icon::Glyph,
        keyed::keyed,
        page_header::page_header,
        search_box::SearchBox,
        segments::Segments,
        suggestion_card::suggestion_card,
    },
    context::{actor::use_actor, community::use_community, status::use_status},
    locale::{
        name::Query,
        words::{category::category, status::status as status_word},
    },
    markup::view,
    memo::Memo,
    param::{Param, remember},
    row::suggestion::{SuggestionFilter, SuggestionRow, suggestions},
    signal::RwSignal,
};

/// The address of the board.
pub const PATH: &str = "/suggestions";

/// The choices by which suggestions are looked at.
#[derive(Clone, Copy)]
struct Choices {
    view: Param,
    column: Param,
    mine: Param,
    status: Param,
    category: Param,
    building: Param,
    typed: RwSignal<String>,
}

impl Choices {
    fn new() -> Self {
        let [view, column, mine, status, category, building, query] =
            ["view", "column", "mine", "status", "category", "building", "q"].map(Param::new);
        Self { view, column, mine, status, category, building, typed: query.typed() }
    }

    fn is_list(self) -> bool {
        self.view.is("list")
    }

    /// On a board the columns are the statuses: a choice of one is for the list alone.
    fn filter(self) -> SuggestionFilter {
        let status = Status::from_code(&self.status.get());
        let category = Category::from_code(&self.category.get());
        let me = use_actor().get().map(|actor| actor.person);
        SuggestionFilter {
            query: self.typed.with(|typed| Query::new(typed)),
            mine: me.filter(|_| self.mine.is(ON)),
            status: Some(status).filter(|status| *status != Status::Unknown && self.is_list()),
            category: Some(category).filter(|category| *category != Category::Unknown),
            building: self.building.get().parse().ok(),
        }
    }

    fn clear(self) {
        for param in [self.mine, self.status, self.category, self.building] {
            param.set(String::new());
        }
        self.typed.set(String::new());
    }
}

/// What residents would like, and what has become of it.
#[component]
pub fn SuggestionsPage() -> impl IntoView {
    remember(PATH);
    let (community, syncing, choices) = (use_community(), use_status(), Choices::new());
    let rows = Memo::new(move || {
        let filter = choices.filter();
        community.with(|community| syncing.with(|syncing| suggestions(community, syncing, &filter)))
    });
    let is_list = Memo::new(move || choices.is_list());
    let view = Signal::derive(move || if is_list.get() { "list" } else { "board" }.to_owned());
    let views = vec![("board", say!(suggestions.view_board).into()), ("list", say!(suggestions.view_list).into())];
    let choose = move |code: String| choices.view.set(if code == "board" { String::new() } else { code });
    let nothing = Memo::new(move || rows.with(Vec::is_empty));
    let content = move || match (nothing.get(), is_list.get()) {
        (true, _) => none(choices),
        (false, true) => list(rows),
        (false, false) => view! { <Board rows=rows column=choices.column /> }.into_any(),
    };
    view! {
        {page_header(say!(suggestions.title), None, held_link())}
        <div class="filter-bar-head">
            <Segments id="suggestions-view" label=say!(suggestions.views) options=views value=view choose=choose />
            <SearchBox label=say!(suggestions.search) value=choices.typed />
            {filters(choices, is_list)}
        </div>
        {content}
        {compose("/suggestions/new", say!(suggestions.new), "new-suggestion")}
    }
    .into_any()
}

fn filters(choices: Choices, is_list: Memo<bool>) -> AnyView {
    let status = move || is_list.get().then(|| status_filter(choices));
    filter_bar(vec![
        filter_toggle("mine", say!(suggestions.mine), choices.mine),
        view! { {status} }.into_any(),
        filter_choice(
            "category",
            say!(suggestions.category),
            say!(suggestions.all_categories),
            categories,
            choices.category,
        ),
        building_filter(say!(suggestions.building), say!(suggestions.all_buildings), choices.building),
    ])
}

fn status_filter(choices: Choices) -> AnyView {
    let statuses = || Status::ALL.iter().map(|one| (one.code().into(), status_word(*one).into())).collect();
    filter_choice("status", say!(suggestions.status), say!(suggestions.all_statuses), statuses, choices.status)
}

fn categories() -> Vec<ChoiceOption> {
    Category::ALL.iter().map(|one| (one.code().into(), category(*one).into())).collect()
}

fn list(rows: Memo<Vec<SuggestionRow>>) -> AnyView {
    view! {
        <ul class="suggestions-list" role="list">
            {keyed(move || rows.get(), |row| view! { <li>{suggestion_card(row, true)}</li> }.into_any())}
        </ul>
    }
    .into_any()
}

fn none(choices: Choices) -> AnyView {
    if choices.filter().is_empty() {
        return empty(Glyph::Bubble, say!(suggestions.title), say!(suggestions.empty));
    }
    view! {
        {empty(Glyph::Search, say!(suggestions.empty_filter), "")}
        {clear_filters(say!(suggestions.clear_filters), move || choices.clear())}
    }
    .into_any()
}
