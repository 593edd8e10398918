//! A person in a line of text: avatar and name, leading to their page.

use kaifong_domain::id::PersonId;
use leptos::prelude::*;

use super::avatar::avatar;
use crate::{context::community::use_community, markup::view, memo::Memo};

/// A person's name as it now is; somebody whom this phone doesn't know is said to be so.
pub fn name_of(person: PersonId) -> String {
    if person == PersonId::RESIDENT {
        return say!(resident.a_resident).into();
    }
    let known = use_community().with(|community| community.people.get(&person).map(|person| person.name.clone()));
    known.unwrap_or_else(|| say!(neighbours.unknown_person).into())
}

/// Draws a person.
#[component]
pub fn PersonChip(
    /// Who.
    person: PersonId,
) -> impl IntoView {
    if person == PersonId::RESIDENT {
        return view! { <span>{say!(resident.a_resident)}</span> };
    }
    let community = use_community();
    let name =
        Memo::new(move || community.with(|community| community.people.get(&person).map(|person| person.name.clone())));
    let shown = move || {
        let name = name.get().unwrap_or_else(|| say!(neighbours.unknown_person).into());
        view! { {avatar(person, &name)}<span>{name}</span> }
    };
    view! { <a class="person-chip" href=["/people/", &person.to_string()].concat()>{shown}</a> }.into_any()
}
