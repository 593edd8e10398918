//! Me: my card, my service, this device, and how I like things.

mod book_club;
mod office;
pub(super) mod settings;

use kaifong_domain::bridge::Identity;
use leptos::prelude::*;

use crate::{
    component::{
        avatar::avatar,
        duty_list::{Duty, duties_of, duty_list},
        hand_over_row::hand_over_row,
        icon::{Glyph, icon},
        list_row::list_row,
        page_header::page_header,
    },
    context::{
        clock::use_moment, community::use_community, device::device_name, entrance::use_identity, status::use_status,
    },
    hex::hex,
    locale::words::{access_role::access_role, line::line},
    markup::view,
    memo::Memo,
};

/// How many past duties are listed.
const SERVED: usize = 20;

/// Me.
#[component]
pub fn MePage() -> impl IntoView {
    let identity = use_identity();
    view! {
        {page_header(say!(common.tab_me), None, None)}
        {move || identity.get().map(|identity| card(&identity))}
        {move || identity.get().map(|identity| service(&identity))}
        {move || identity.get().map(|identity| book_club::book_club(identity.actor))}
        {move || identity.get().map(|identity| office::office(identity.actor))}
        {settings::settings()}
        {move || identity.get().map(|identity| device(&identity))}
    }
    .into_any()
}

fn card(identity: &Identity) -> AnyView {
    let community = use_community();
    let person = identity.actor.person;
    let card = Memo::new(move || community.with(|community| community.people.get(&person).cloned()));
    let (role, place) = (access_role(identity.actor.role), identity.community_name.clone());
    let shown = move || {
        let name = card.with(|card| card.as_ref().map(|card| card.name.clone())).unwrap_or_default();
        let unit = card.with(|card| card.as_ref().map(|card| card.unit.clone())).unwrap_or_default();
        view! {
            {avatar(person, &name)}
            <div class="me-card-body">
                <p class="me-card-name">{name}</p>
                <p>{role}" · "{place.clone()}</p>
                <p class="me-card-unit">{unit}</p>
            </div>
        }
    };
    let address = ["/people/", &person.to_string()].concat();
    view! {
        <section class="me-card" data-testid="my-card">
            {shown}
            <div class="me-card-actions">
                <a class="button" href=address.clone()>{say!(me.see_card)}</a>
                <a class="button" href=[&address, "/edit"].concat() data-testid="edit">{say!(me.edit_card)}</a>
            </div>
        </section>
    }
    .into_any()
}

fn service(identity: &Identity) -> AnyView {
    let (community, moment) = (use_community(), use_moment());
    let person = identity.actor.person;
    let duties = Memo::new(move || community.with(|community| duties_of(community, person)));
    let served = Memo::new(move || {
        let now = moment.get();
        duties.with(|duties| duties.iter().rev().filter(|duty| duty.is_served(now)).cloned().collect::<Vec<Duty>>())
    });
    let ahead = Memo::new(move || {
        let now = moment.get();
        duties.with(|duties| duties.iter().filter(|duty| duty.is_ahead(now)).cloned().collect::<Vec<Duty>>())
    });
    let coming = move || ahead.with(|ahead| (!ahead.is_empty()).then(|| duty_list(ahead)));
    let past = move || {
        served.with(|served| {
            let count = say!(me.served, count = u32::try_from(served.len()).unwrap_or(u32::MAX));
            let list = duty_list(&served[..served.len().min(SERVED)]);
            let list = (!served.is_empty())
                .then(|| view! { <details class="details"><summary>{say!(me.show_served)}</summary>{list}</details> });
            view! { <p class="section-note" data-testid="served">{count}</p>{list} }
        })
    };
    view! {
        <section class="section">
            <h2>{say!(me.service)}</h2>
            {coming}
            {past}
        </section>
    }
    .into_any()
}

fn device(identity: &Identity) -> AnyView {
    let status = use_status();
    let hex = hex(&identity.device);
    let state = move || {
        let text = status.with(|status| match status.waiting {
            0 => line(status.line).to_owned(),
            waiting => say!(sync.waiting, count = waiting),
        });
        let glyph = view! { <span class="list-row-icon">{icon(Glyph::Sync)}</span> };
        list_row("/sync".into(), glyph.into_any(), say!(sync.title), text, None)
    };
    let personal = ["/people/", &identity.actor.person.to_string(), "/personal"].concat();
    let card = view! { <span class="list-row-icon">{icon(Glyph::Person)}</span> };
    let phone = view! { <span class="list-row-icon">{icon(Glyph::Phone)}</span> };
    let file = view! { <span class="list-row-icon">{icon(Glyph::Open)}</span> };
    view! {
        <section class="section">
            <h2>{say!(me.device)}</h2>
            <div class="list">{state}</div>
            <div class="list" data-testid="my-devices">
                {list_row("/devices".into(), phone.into_any(), say!(access.my_devices), say!(access.my_devices_row), None)}
            </div>
            <div class="list" data-testid="personal">
                {list_row(personal, card.into_any(), say!(personal.title), say!(personal.row), None)}
            </div>
            <div class="list" data-testid="archive">
                {list_row("/archive".into(), file.into_any(), say!(archive.title), say!(archive.row), None)}
            </div>
            {hand_over_row()}
            <dl class="facts">
                <dt>{say!(me.device_name)}</dt>
                <dd>{device_name()}</dd>
                <dt>{say!(me.device_id)}</dt>
                <dd class="code">{hex}</dd>
                <dt>{say!(me.version)}</dt>
                <dd class="code">{env!("CARGO_PKG_VERSION")}</dd>
            </dl>
        </section>
    }
    .into_any()
}
