//! A task's roles: how many are wanted, who has a place, who waits, and one's own claim.

use kaifong_domain::{
    claim::Seat,
    id::{PersonId, RoleId},
    task::TaskStatus,
};
use leptos::prelude::*;

use super::{
    avatar::avatar,
    claim_button::{claim_button, withdraw_button},
    icon::{Glyph, icon},
    keyed::keyed,
    role_sheet::{EditedRole, RoleEditor},
    seat_badge::{seat_badge, unsent_badge},
};
use crate::{
    context::actor::use_actor,
    locale::words::role_name::role_name,
    markup::view,
    memo::Memo,
    promise::was_promised,
    row::role::{OwnClaim, RoleRow, Seated},
};

/// A task's roles.
#[component]
pub fn RoleList(
    /// The roles.
    roles: Memo<Vec<RoleRow>>,
    /// How far the task is.
    #[prop(into)]
    status: Signal<TaskStatus>,
    /// Whether one may edit the roles.
    editable: Memo<bool>,
    /// Where a role is edited.
    editor: RoleEditor,
) -> impl IntoView {
    let none =
        move || roles.with(Vec::is_empty).then(|| view! { <p class="role-list-none">{say!(tasks.no_roles)}</p> });
    let closed = move || match status.get() {
        TaskStatus::Open | TaskStatus::Unknown => None,
        TaskStatus::Done => Some(view! { <p class="role-list-none">{say!(tasks.closed_done)}</p> }),
        TaskStatus::Cancelled => Some(view! { <p class="role-list-none">{say!(tasks.closed_cancelled)}</p> }),
    };
    view! {
        {closed}
        {none}
        <ul class="role-list" role="list">
            {keyed(move || roles.get(), move |role| view! { <li>{self::role(role, status, editable, editor)}</li> }.into_any())}
        </ul>
    }
    .into_any()
}

fn role(role: RoleRow, status: Signal<TaskStatus>, editable: Memo<bool>, editor: RoleEditor) -> AnyView {
    let me = use_actor().get_untracked().map(|actor| actor.person);
    let name = role_name(&role.name);
    let (taken, places) = (role.confirmed.len().to_string(), role.places.to_string());
    let spoken = say!(tasks.places_long, taken = taken.as_str(), places = places.as_str());
    let shown = say!(tasks.places, taken = taken.as_str(), places = places.as_str());
    let change = EditedRole::of(&role);
    let stored = role.occurrence.is_none();
    let edit = move || {
        (stored && editable.get()).then(|| {
            let change = change.clone();
            view! {
                <button class="icon-button" type="button" data-testid="edit-role" on:click=move |_| editor.edit(change.clone())>
                    {icon(Glyph::Pencil)}
                    <span class="visually-hidden">{say!(tasks.edit_role)}</span>
                </button>
            }
        })
    };
    let action = own_part(&role, status);
    view! {
        <article class="role-list-role" data-testid="role" data-role=role.id.to_string()>
            <header class="role-list-head">
                <h3>{name}</h3>
                <span class="role-list-places" data-testid="places">
                    <span aria-hidden="true">{shown}</span>
                    <span class="visually-hidden">{spoken}</span>
                </span>
                {edit}
            </header>
            {people(&role.confirmed, me)}
            {pending(role.id, &role.pending, me)}
            {waiting(role.id, &role.waiting, me)}
            {action}
        </article>
    }
    .into_any()
}

/// One's own claim with its seat and the way out of it, or the button to claim.
fn own_part(role: &RoleRow, status: Signal<TaskStatus>) -> AnyView {
    let actor = use_actor();
    let role = role.clone();
    let part = move || {
        let open = status.get() == TaskStatus::Open;
        if let Some(claim) = role.mine {
            return own_claim(&role, claim, open);
        }
        // Who may see a task may claim a place in it for themselves.
        if open && actor.get().is_some() {
            view! { <div class="role-list-action">{claim_button(&role)}</div> }.into_any()
        } else {
            ().into_any()
        }
    };
    view! { {part} }.into_any()
}

fn own_claim(role: &RoleRow, claim: OwnClaim, open: bool) -> AnyView {
    let notice = match claim.seat {
        Seat::Confirmed => None,
        Seat::Pending => Some(self::notice("pending-notice", say!(tasks.pending_notice).to_owned(), None)),
        Seat::Waiting(place) => Some(waiting_notice(claim, place)),
    };
    view! {
        <div class="role-list-mine">
            {notice}
            <div class="role-list-action">
                <span class="role-list-seat" data-testid="seat">{seat_badge(claim.seat)}{unsent_badge(claim.unsent)}</span>
                {open.then(|| withdraw_button(role, claim))}
            </div>
        </div>
    }
    .into_any()
}

/// Said plainly: there is no place, and, where this phone had shown one, what became of it.
fn waiting_notice(claim: OwnClaim, place: u32) -> AnyView {
    let displaced = was_promised(claim.id).then(|| view! { <p data-testid="displaced">{say!(tasks.displaced)}</p> });
    let told = say!(tasks.waiting_notice, place = place.to_string().as_str());
    notice("waiting-notice", told, displaced.map(IntoAny::into_any))
}

fn notice(test_id: &'static str, told: String, more: Option<AnyView>) -> AnyView {
    view! {
        <div class="role-list-notice" role="status" data-testid=test_id>
            {icon(Glyph::Note)}
            <div><p>{told}</p>{more}</div>
        </div>
    }
    .into_any()
}

fn person(seated: &Seated, me: Option<PersonId>) -> AnyView {
    let mine = (Some(seated.person) == me).then(|| view! { <span class="role-list-me">{say!(tasks.me)}</span> });
    view! {
        <a class="person-chip" href=["/people/", &seated.person.to_string()].concat()>
            {avatar(seated.person, &seated.name)}
            <span>{seated.name.clone()}</span>
            {mine}
        </a>
    }
    .into_any()
}

fn people(confirmed: &[Seated], me: Option<PersonId>) -> AnyView {
    if confirmed.is_empty() {
        return view! { <p class="role-list-none">{say!(tasks.nobody)}</p> }.into_any();
    }
    view! { <ul class="role-list-people" role="list">{items(confirmed, me)}</ul> }.into_any()
}

fn items(people: &[Seated], me: Option<PersonId>) -> Vec<AnyView> {
    people.iter().map(|seated| view! { <li>{person(seated, me)}</li> }.into_any()).collect()
}

/// Those who have no place, under a heading.
fn others(role: RoleId, title: &'static str, list: AnyView, id: &'static str) -> AnyView {
    let id = [id, "-", &role.to_string()].concat();
    view! {
        <h4 class="role-list-waiting" id=id.clone()>{title}</h4>
        <div role="group" aria-labelledby=id>{list}</div>
    }
    .into_any()
}

fn pending(role: RoleId, pending: &[Seated], me: Option<PersonId>) -> Option<AnyView> {
    let list = || view! { <ul class="role-list-people" role="list">{items(pending, me)}</ul> }.into_any();
    (!pending.is_empty()).then(|| others(role, say!(tasks.pending_list), list(), "pending"))
}

fn waiting(role: RoleId, waiting: &[Seated], me: Option<PersonId>) -> Option<AnyView> {
    let list = || view! { <ol class="role-list-people role-list-ordered">{items(waiting, me)}</ol> }.into_any();
    (!waiting.is_empty()).then(|| others(role, say!(tasks.waiting_list), list(), "waiting"))
}
