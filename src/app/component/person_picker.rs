//! Choosing a person: a button that shows who is chosen, and a sheet to search in.

use kaifong_domain::{id::PersonId, person::Person};
use leptos::prelude::*;

use super::{
    avatar::avatar,
    icon::{Glyph, icon},
    search_box::SearchBox,
    sheet::Sheet,
};
use crate::{
    context::community::use_community,
    locale::name::{Query, sort_by_name},
    markup::view,
    signal::RwSignal,
};

/// How many people are offered at once: whoever looks for more types another letter.
const OFFERED: usize = 40;

/// Choosing a person, or nobody.
#[component]
pub fn PersonPicker(
    /// Its id on the page.
    id: &'static str,
    /// What the person is chosen for.
    #[prop(into)]
    label: String,
    /// Who is chosen.
    value: RwSignal<Option<PersonId>>,
) -> impl IntoView {
    let community = use_community();
    let open = RwSignal::new(false);
    let chosen = move || {
        let Some(person) = value.get() else { return say!(common.nobody).into_any() };
        let name = super::person_chip::name_of(person);
        view! { {avatar(person, &name)}<span>{name}</span> }.into_any()
    };
    let query = RwSignal::new(String::new());
    let choose = move |person| {
        value.set(person);
        query.set(String::new());
        open.set(false);
    };
    let offered = move || community.with(|community| found(community.people.values(), &query.get(), choose));
    view! {
        <div class="field">
            <span class="field-label" id=[id, "-label"].concat()>{label.clone()}</span>
            <button
                class="person-picker"
                type="button"
                id=id
                data-testid=id
                aria-haspopup="dialog"
                aria-labelledby=[id, "-label ", id, "-value"].concat()
                on:click=move |_| open.set(true)
            >
                <span class="person-picker-value" id=[id, "-value"].concat()>{chosen}</span>
                {icon(Glyph::Forward)}
            </button>
            <Sheet open=open title=label>
                <SearchBox label=say!(neighbours.search_people) value=query />
                <ul class="person-picker-list" data-testid="person-options">
                    <li>
                        <button class="person-picker-option" type="button" on:click=move |_| choose(None)>
                            <span>{say!(common.nobody)}</span>
                        </button>
                    </li>
                    {offered}
                </ul>
            </Sheet>
        </div>
    }
    .into_any()
}

fn found<'a>(
    people: impl Iterator<Item = &'a Person>,
    query: &str,
    choose: impl Fn(Option<PersonId>) + Copy + Send + Sync + 'static,
) -> Vec<AnyView> {
    let query = Query::new(query);
    let mut found: Vec<&Person> = people.filter(|person| query.finds(&person.name, &[&person.unit])).collect();
    sort_by_name(&mut found, |person| &person.name);
    let option = |person: &Person| {
        let (id, unit) = (person.id, person.unit.clone());
        view! {
            <li>
                <button class="person-picker-option" type="button" on:click=move |_| choose(Some(id))>
                    {avatar(id, &person.name)}
                    <span class="person-picker-name">{person.name.clone()}</span>
                    <span class="person-picker-unit">{unit}</span>
                </button>
            </li>
        }
        .into_any()
    };
    found.into_iter().take(OFFERED).map(option).collect()
}
