//! Suggestions by where they stand: a column for each status on a wide screen; on a phone one at a
//! time, chosen from a row of tabs with counts.

use kaifong_domain::suggestion::Status;
use leptos::{html::Div, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDivElement, HtmlElement};

use super::{
    icon::icon,
    keyed::keyed,
    status_badge::{status_class, status_glyph},
    suggestion_card::suggestion_card,
};
use crate::{
    locale::words::status::status as words, markup::view, memo::Memo, param::Param, row::suggestion::SuggestionRow,
};

/// A board. `column` in the address says which status a phone shows.
#[component]
pub fn Board(
    /// The suggestions, newest first.
    rows: Memo<Vec<SuggestionRow>>,
    /// The status that a phone shows.
    column: Param,
) -> impl IntoView {
    let shown = Memo::new(move || match Status::from_code(&column.get()) {
        Status::Unknown => Status::Raised,
        status => status,
    });
    let columns = Status::ALL.iter().map(|status| {
        let status = *status;
        let cards = Memo::new(move || {
            rows.with(|rows| rows.iter().filter(|row| row.status == status).cloned().collect::<Vec<_>>())
        });
        (status, cards)
    });
    let columns: Vec<(Status, Memo<Vec<SuggestionRow>>)> = columns.collect();
    let tab_row = NodeRef::<Div>::new();
    Effect::new(move |_| tab_row.get().map(|row| request_animation_frame(move || show_pressed(&row))));
    let tabs: Vec<AnyView> = columns.iter().map(|(status, cards)| tab(*status, *cards, shown, column)).collect();
    let columns: Vec<AnyView> = columns.into_iter().map(|(status, cards)| self::column(status, cards, shown)).collect();
    view! {
        <div class="board">
            <div class="board-tabs" node_ref=tab_row role="group" aria-label=say!(suggestions.status)>{tabs}</div>
            <div class="board-columns">{columns}</div>
        </div>
    }
    .into_any()
}

/// Brings the tab that is chosen into sight, where the row is wider than the phone.
fn show_pressed(row: &HtmlDivElement) {
    let pressed = row.query_selector("[aria-pressed=true]").ok().flatten();
    if let Some(tab) = pressed.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        row.set_scroll_left(tab.offset_left() - row.offset_left() - row.client_width() / 3);
    }
}

fn tab(status: Status, cards: Memo<Vec<SuggestionRow>>, shown: Memo<Status>, column: Param) -> AnyView {
    view! {
        <button
            class="board-tab"
            type="button"
            data-testid=["tab-", status.code()].concat()
            aria-pressed=move || if shown.get() == status { "true" } else { "false" }
            on:click=move |_| column.set(status.code().to_owned())
        >
            <span>{words(status)}</span>
            <span class="board-count">{move || cards.with(Vec::len)}</span>
        </button>
    }
    .into_any()
}

fn column(status: Status, cards: Memo<Vec<SuggestionRow>>, shown: Memo<Status>) -> AnyView {
    let heading = ["column-", status.code()].concat();
    let none =
        move || cards.with(Vec::is_empty).then(|| view! { <p class="board-none">{say!(suggestions.empty_column)}</p> });
    view! {
        <section
            class="board-column"
            class:board-shown=move || shown.get() == status
            aria-labelledby=heading.clone()
            data-testid=heading.clone()
        >
            <h2 class="board-head" id=heading.clone()>
                <span class=status_class(status)>{icon(status_glyph(status))}<span>{words(status)}</span></span>
                <span class="board-count">{move || cards.with(Vec::len)}</span>
            </h2>
            {none}
            <ul class="board-cards" role="list">
                {keyed(move || cards.get(), |row| view! { <li>{suggestion_card(row, false)}</li> }.into_any())}
            </ul>
        </section>
    }
    .into_any()
}
