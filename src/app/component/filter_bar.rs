//! Filters above a list: a row of choices, each kept in the page's address.

use kaifong_domain::community::Community;
use leptos::prelude::*;

use super::{
    choice::ChoiceOption,
    icon::{Glyph, icon},
};
use crate::{context::community::use_community, locale::name::sort_by_name, markup::view, param::Param};

/// What stands in the address where a filter that is only on or off is on.
pub const ON: &str = "1";

/// Draws a row of filters.
pub fn filter_bar(filters: Vec<AnyView>) -> AnyView {
    view! { <div class="filter-bar">{filters}</div> }.into_any()
}

/// Draws a filter that is on or off.
pub fn filter_toggle(name: &'static str, label: &'static str, param: Param) -> AnyView {
    let on = move || param.is(ON);
    let turn = move |_| param.set(if param.is(ON) { String::new() } else { ON.to_owned() });
    view! {
        <button
            class="filter-bar-one"
            type="button"
            data-testid=["filter-", name].concat()
            aria-pressed=move || if on() { "true" } else { "false" }
            on:click=turn
        >
            {move || on().then(|| icon(Glyph::Check))}
            <span>{label}</span>
        </button>
    }
    .into_any()
}

/// Draws a filter that is one of several, or `all`.
pub fn filter_choice(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: impl Fn() -> Vec<ChoiceOption> + Send + Sync + 'static,
    param: Param,
) -> AnyView {
    let options = move || {
        let option = |(code, word): ChoiceOption| {
            let chosen = param.is(&code);
            view! { <option value=code selected=chosen>{word}</option> }.into_any()
        };
        options().into_iter().map(option).collect::<Vec<_>>()
    };
    view! {
        <select
            class="filter-bar-one"
            class:filter-bar-chosen=move || !param.is_empty()
            aria-label=label
            data-testid=["filter-", name].concat()
            on:change=move |event| param.set(event_target_value(&event))
        >
            <option value="" selected=move || param.is_empty()>{all}</option>
            {options}
        </select>
    }
    .into_any()
}

/// Draws the filter by building.
pub fn building_filter(label: &'static str, all: &'static str, param: Param) -> AnyView {
    let community = use_community();
    filter_choice("building", label, all, move || community.with(buildings), param)
}

fn buildings(community: &Community) -> Vec<ChoiceOption> {
    let names = community
        .buildings
        .values()
        .map(|building| (building.id.to_string(), super::building_picker::building_name(community, Some(building.id))));
    let mut names: Vec<ChoiceOption> = names.collect();
    sort_by_name(&mut names, |(_, name)| name);
    names
}

/// Draws the button that takes all filters away.
pub fn clear_filters(label: &'static str, clear: impl Fn() + 'static) -> AnyView {
    view! {
        <button class="button" type="button" data-testid="clear-filters" on:click=move |_| clear()>
            {icon(Glyph::Cross)}
            <span>{label}</span>
        </button>
    }
    .into_any()
}
