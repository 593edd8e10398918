//! People and access: everybody who may come in, what they are trusted with, and taking it back.

use kaifong_domain::{
    access::{AccessRole, Team, Teams},
    call::access::{NewRole, NewTeams, PersonAccess},
};
use leptos::prelude::*;

use crate::{
    component::{
        avatar::avatar,
        badge::{Tone, badge},
        choice::Choice,
        confirm::Confirm,
        device_list::device_list,
        fetched::{Reload, fetched},
        icon::{Glyph, icon},
        page_header::page_header,
        search_box::SearchBox,
        sheet::Sheet,
    },
    context::{actor::use_actor, calls::use_calls, community::use_community, entrance::use_identity},
    hex::hex,
    locale::{
        name::Query,
        words::{
            access_role::access_role,
            team::{team as team_word, team_hint},
        },
    },
    markup::view,
    signal::RwSignal,
};

/// How many people are shown at once: whoever looks for more types a letter.
const SHOWN: usize = 60;

/// People and access.
#[component]
pub fn PeoplePage() -> impl IntoView {
    view! {
        {page_header(say!(access.people), Some(("/me".into(), say!(common.tab_me).into())), None)}
        <p>{say!(access.people_text)}</p>
        {fetched(|| "people".into(), |people: Vec<PersonAccess>, reload| list(people, reload))}
    }
    .into_any()
}

fn list(people: Vec<PersonAccess>, reload: Reload) -> AnyView {
    let query = RwSignal::new(String::new());
    let rows = move || {
        let query = Query::new(&query.get());
        let found = people.iter().filter(|one| query.finds(&shown_name(one), &[access_role(one.role)]));
        found.take(SHOWN).map(|one| row(one, reload)).collect_view()
    };
    view! {
        <SearchBox label=say!(neighbours.search_people) value=query />
        <ul class="access-list" data-testid="access-list">{rows}</ul>
    }
    .into_any()
}

/// Who has no card yet is shown all the same.
fn shown_name(one: &PersonAccess) -> String {
    let known = use_community().with(|community| community.people.get(&one.person).map(|card| card.name.clone()));
    known.unwrap_or_else(|| say!(access.no_card).into())
}

fn row(one: &PersonAccess, reload: Reload) -> AnyView {
    let (open, name) = (RwSignal::new(false), shown_name(one));
    let devices = one.devices.iter().filter(|device| device.revoked_at.is_none()).count();
    let state = match one.revoked_at {
        Some(_) => badge(Tone::Bad, Some(Glyph::Cross), say!(access.revoked)),
        None => badge(Tone::Plain, None, access_role(one.role)),
    };
    let count = say!(access.device_count, count = u32::try_from(devices).unwrap_or(u32::MAX));
    let (content, title) = (one.clone(), name.clone());
    view! {
        <li>
            <button class="access-list-one" type="button" data-testid="access-one" data-person=one.person.to_string() on:click=move |_| open.set(true)>
                {avatar(one.person, &name)}
                <span class="access-list-name">{name.clone()}</span>
                <span class="access-list-devices">{count}</span>
                {state}
                {icon(Glyph::Forward)}
            </button>
            <Sheet open=open title=title>{person(&content, open, reload)}</Sheet>
        </li>
    }
    .into_any()
}

fn person(one: &PersonAccess, open: RwSignal<bool>, reload: Reload) -> AnyView {
    let own = use_identity().with_untracked(|identity| identity.as_ref().map(|one| hex(&one.device)));
    let has_access = one.revoked_at.is_none();
    let administers = use_actor().with_untracked(|actor| actor.is_some_and(|actor| actor.role == AccessRole::Admin));
    let teams = has_access.then(|| teams(one, open, reload));
    let rights = (has_access && administers).then(|| rights(one, open, reload));
    let card = ["/people/", &one.person.to_string()].concat();
    let devices = administers.then(|| {
        view! {
            <h3>{say!(access.devices)}</h3>
            {device_list(one.devices.clone(), &own.unwrap_or_default(), reload)}
        }
    });
    view! {
        <div class="access-person">
            <p><a href=card on:click=move |_| open.set(false)>{say!(access.see_card)}</a></p>
            {teams}
            {rights}
            {devices}
        </div>
    }
    .into_any()
}

/// What is given by whoever coordinates: the teams.
fn teams(one: &PersonAccess, open: RwSignal<bool>, reload: Reload) -> AnyView {
    let (calls, before, chosen) = (use_calls(), one.teams, RwSignal::new(one.teams));
    let path = StoredValue::new(["people/", &one.person.to_string(), "/teams"].concat());
    let save = move |_| {
        let body = NewTeams { teams: chosen.get_untracked() };
        calls.act(&path.get_value(), &body, say!(access.teams_changed), move || reload.now());
        open.set(false);
    };
    let check = move |team: Team| {
        let toggle = move |event| {
            let on = event_target_checked(&event);
            chosen.update(|teams| {
                let others = teams.iter().filter(|other| *other != team).collect::<Vec<_>>();
                *teams = Teams::of(others.into_iter().chain(on.then_some(team)));
            });
        };
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    data-testid=["team-", team.code()].concat()
                    prop:checked=move || chosen.with(|teams| teams.contains(team))
                    on:change=toggle
                />
                <span>{team_word(team)}</span>
            </label>
            <p class="field-hint">{team_hint(team)}</p>
        }
    };
    view! {
        <section>
            <fieldset class="checks">
                <legend class="field-label">{say!(access.teams)}</legend>
                {Team::ALL.iter().copied().map(check).collect_view()}
            </fieldset>
            <div class="device-list-actions">
                <button class="button" type="button" data-testid="save-teams" disabled=move || chosen.get() == before on:click=save>
                    {say!(common.save)}
                </button>
            </div>
        </section>
    }
    .into_any()
}

fn rights(one: &PersonAccess, open: RwSignal<bool>, reload: Reload) -> AnyView {
    let (calls, person) = (use_calls(), one.person.to_string());
    let (before, role) = (one.role, RwSignal::new(one.role.code().to_owned()));
    let asking = RwSignal::new(false);
    let options: Vec<_> =
        AccessRole::ALL.iter().map(|role| (role.code().to_owned(), access_role(*role).to_owned())).collect();
    let path = StoredValue::new(["people/", &person, "/"].concat());
    let save = move |_| {
        let body = NewRole { role: AccessRole::from_code(&role.get_untracked()) };
        calls.act(&[&path.get_value(), "role"].concat(), &body, say!(access.role_changed), move || reload.now());
        open.set(false);
    };
    let revoke = move || {
        calls.act(&[&path.get_value(), "revoke"].concat(), &(), say!(access.person_revoked), move || reload.now());
        open.set(false);
    };
    let is_same = move || role.with(|role| AccessRole::from_code(role) == before);
    view! {
        <section>
            <Choice id="role" label=say!(access.role) options=Signal::derive(move || options.clone()) value=role hint=say!(access.role_hint) testid="role" />
            <div class="device-list-actions">
                <button class="button button-primary" type="button" data-testid="save-role" disabled=is_same on:click=save>
                    {say!(common.save)}
                </button>
                <button class="button button-danger" type="button" data-testid="revoke-person" on:click=move |_| asking.set(true)>
                    {icon(Glyph::Cross)}
                    {say!(access.revoke_person)}
                </button>
            </div>
        </section>
        <Confirm open=asking title=say!(access.revoke_person) text=say!(access.revoke_person_text) action=say!(access.revoke_person) confirmed=revoke />
    }
    .into_any()
}
