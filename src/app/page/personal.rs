//! What is kept of a person: to be taken along, and to be erased. For the person, and for those who coordinate.

mod dossier;

use kaifong_domain::{
    access::Actor,
    call::{CallRefusal, access::HeldOfPerson},
    id::PersonId,
};
use leptos::prelude::*;

use super::{not_found::gone, person::contact::contact};
use crate::{
    address::use_address,
    component::{
        confirm::Confirm,
        icon::{Glyph, icon},
        page_header::page_header,
    },
    context::{actor::use_actor, calls::use_calls, community::use_community},
    file,
    locale::words::call_refusal::call_refusal,
    markup::view,
    signal::RwSignal,
};

/// Whether somebody may take along and erase what is kept of a person.
pub fn is_entitled(actor: Option<Actor>, person: PersonId) -> bool {
    actor.is_some_and(|actor| actor.person == person || actor.coordinates())
}

/// What is kept of a person.
#[component]
pub fn PersonalPage() -> impl IntoView {
    let (actor, id) = (use_actor(), use_address().id().and_then(|id| id.parse::<PersonId>().ok()));
    let Some(person) = id.filter(|id| is_entitled(actor.get_untracked(), *id)) else {
        return gone(say!(neighbours.unknown_person), say!(neighbours.unknown_person_text));
    };
    let is_own = actor.with_untracked(|actor| actor.is_some_and(|actor| actor.person == person));
    let name = use_community().with_untracked(|community| community.people.get(&person).map(|card| card.name.clone()));
    let back = match is_own {
        true => ("/me".into(), say!(common.tab_me).to_owned()),
        false => (["/people/", &person.to_string()].concat(), say!(common.back).to_owned()),
    };
    let whose = name.filter(|_| !is_own).map(|name| view! { <p class="personal-name">{name}</p> });
    view! {
        {page_header(say!(personal.title), Some(back), None)}
        {whose}
        <p>{say!(personal.text)}</p>
        {contact(person)}
        {export(person)}
        {erase(person, is_own)}
    }
    .into_any()
}

fn export(person: PersonId) -> AnyView {
    let (community, calls, said) = (use_community(), use_calls(), RwSignal::new(None::<&'static str>));
    let begin = move |_| {
        said.set(Some(say!(access.asking)));
        let path = ["people/", &person.to_string(), "/held"].concat();
        calls.get(&path, move |answer: Result<HeldOfPerson, CallRefusal>| {
            let (held, words) = match answer {
                Ok(held) => (Some(held), say!(personal.exported)),
                // What is on this phone can be had all the same.
                Err(CallRefusal::Offline | CallRefusal::Unavailable) => (None, say!(personal.exported_part)),
                Err(why) => {
                    said.try_update(|said| *said = Some(call_refusal(why)));
                    return;
                }
            };
            let text = community.with_untracked(|community| dossier::dossier(community, person, held.as_ref()));
            let is_handed = file::hand_over(text.as_bytes(), "kaifong-personal.json");
            said.try_update(|said| *said = Some(if is_handed { words } else { say!(archive.not_made) }));
        });
    };
    view! {
        <section class="section personal-part">
            <h2>{say!(personal.export)}</h2>
            <p>{say!(personal.export_text)}</p>
            <button class="button" type="button" data-testid="export" on:click=begin>
                {icon(Glyph::Open)}
                {say!(personal.export)}
            </button>
            <p role="status" data-testid="exported">{move || said.get()}</p>
        </section>
    }
    .into_any()
}

fn erase(person: PersonId, is_own: bool) -> AnyView {
    let (calls, address, asking) = (use_calls(), use_address(), RwSignal::new(false));
    let erase = move || {
        let path = ["people/", &person.to_string(), "/erase"].concat();
        calls.act(&path, &(), say!(personal.erased), move || {
            // One's own phone loses its access with it, and says what that means.
            if !is_own {
                address.go("/neighbours");
            }
        });
    };
    let text = if is_own { say!(personal.erase_own_confirm) } else { say!(personal.erase_confirm) };
    view! {
        <section class="section personal-part">
            <h2>{say!(personal.erase)}</h2>
            <p>{say!(personal.erase_text)}</p>
            <p>{say!(personal.erase_rest)}</p>
            <button class="button button-danger" type="button" data-testid="erase" on:click=move |_| asking.set(true)>
                {icon(Glyph::Bin)}
                {say!(personal.erase)}
            </button>
            <Confirm open=asking title=say!(personal.erase) text=text action=say!(personal.erase) confirmed=erase />
        </section>
    }
    .into_any()
}
