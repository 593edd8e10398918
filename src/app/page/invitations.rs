//! Invitations: somebody new, somebody who has a card, or a further device of one's own.

mod fresh;

use kaifong_domain::{
    access::AccessRole,
    call::{
        CallRefusal,
        invitation::{Invitation, NewInvitation, OpenInvitation, may_give},
    },
    id::PersonId,
};
use leptos::prelude::*;

use self::fresh::fresh;
use crate::{
    address::use_address,
    component::{
        action_bar::action_bar,
        choice::Choice,
        confirm::Confirm,
        empty::empty,
        fetched::{Reload, fetched},
        icon::{Glyph, icon},
        page_header::page_header,
        person_picker::PersonPicker,
        text_field::TextField,
    },
    context::{actor::use_actor, calls::use_calls, clock::use_today, community::use_community},
    locale::{
        format,
        words::{access_role::access_role, call_refusal::call_refusal},
    },
    markup::view,
    signal::RwSignal,
};

/// For how many days a link works, as offered.
const DAYS: [(&str, u8); 3] = [("1", 1), ("7", 7), ("30", 30)];

/// What is in the form, and what came of it.
#[derive(Clone, Copy)]
struct Draft {
    person: RwSignal<Option<PersonId>>,
    role: RwSignal<String>,
    note: RwSignal<String>,
    days: RwSignal<String>,
    made: RwSignal<Option<Invitation>>,
    failed: RwSignal<Option<CallRefusal>>,
}

impl Draft {
    fn new() -> Self {
        Self {
            person: RwSignal::new(None),
            role: RwSignal::new(AccessRole::Member.code().into()),
            note: RwSignal::new(String::new()),
            days: RwSignal::new("7".into()),
            made: RwSignal::new(None),
            failed: RwSignal::new(None),
        }
    }

    fn body(self) -> NewInvitation {
        let days = self.days.get_untracked();
        NewInvitation {
            person: self.person.get_untracked(),
            role: AccessRole::from_code(&self.role.get_untracked()),
            note: self.note.get_untracked(),
            days: DAYS.iter().find(|(code, _)| *code == days).map_or(7, |(_, days)| *days),
        }
    }
}

/// Invitations.
#[component]
pub fn InvitationsPage() -> impl IntoView {
    let draft = Draft::new();
    let content = move || match draft.made.get() {
        Some(made) => fresh(&made, move || draft.made.set(None)),
        None => view! {
            {form(draft)}
            <section class="section">
                <h2>{say!(access.open_invitations)}</h2>
                {fetched(|| "invitations".into(), |open: Vec<OpenInvitation>, reload| list(open, reload))}
            </section>
        }
        .into_any(),
    };
    view! {
        {page_header(say!(access.invitations), Some(("/me".into(), say!(common.tab_me).into())), None)}
        {content}
    }
    .into_any()
}

/// A further device of one's own, at `/devices/new`.
#[component]
pub fn NewDevicePage() -> impl IntoView {
    let (draft, calls, address) = (Draft::new(), use_calls(), use_address());
    let me = use_actor().with_untracked(|actor| actor.map(|actor| actor.person));
    draft.person.set(me);
    let make = move |_| make(draft, calls);
    let content = move || match draft.made.get() {
        Some(made) => fresh(&made, move || address.go("/devices")),
        None => view! {
            <p>{say!(access.add_device_text)}</p>
            {failure(draft)}
            {action_bar(view! {
                <button class="button button-primary" type="button" data-testid="make-invitation" on:click=make>
                    {say!(access.make_link)}
                </button>
            })}
        }
        .into_any(),
    };
    view! {
        {page_header(say!(access.add_device), Some(("/devices".into(), say!(access.my_devices).into())), None)}
        {content}
    }
    .into_any()
}

fn make(draft: Draft, calls: crate::context::calls::Calls) {
    draft.failed.set(None);
    calls.post("invitations", &draft.body(), move |answer: Result<Invitation, CallRefusal>| match answer {
        Ok(made) => drop(draft.made.try_update(|open| *open = Some(made))),
        Err(why) => drop(draft.failed.try_update(|failed| *failed = Some(why))),
    });
}

fn failure(draft: Draft) -> impl Fn() -> Option<AnyView> {
    move || {
        draft.failed.get().map(|why| {
            view! { <p class="form-error" role="alert">{icon(Glyph::Alert)}<span>{call_refusal(why)}</span></p> }
                .into_any()
        })
    }
}

fn form(draft: Draft) -> AnyView {
    let (calls, actor) = (use_calls(), use_actor());
    let roles = move || {
        let given = actor.with(|actor| actor.map(|actor| may_give(actor.role)).unwrap_or_default());
        given.iter().map(|role| (role.code().to_owned(), access_role(*role).to_owned())).collect::<Vec<_>>()
    };
    let days =
        DAYS.iter().map(|(code, days)| ((*code).to_owned(), say!(access.days, count = u32::from(*days)).to_string()));
    let days: Vec<_> = days.collect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        make(draft, calls);
    };
    view! {
        <p>{say!(access.invite_text)}</p>
        <form class="form" on:submit=submit>
            <TextField id="note" label=say!(access.note) value=draft.note hint=say!(access.note_hint) testid="note" />
            <PersonPicker id="invited" label=say!(access.invited_person) value=draft.person />
            <Choice id="role" label=say!(access.role) options=Signal::derive(roles) value=draft.role testid="role" />
            <Choice id="days" label=say!(access.works_for) options=Signal::derive(move || days.clone()) value=draft.days />
            {failure(draft)}
            {action_bar(view! {
                <button class="button button-primary" type="submit" data-testid="make-invitation">
                    {say!(access.invite)}
                </button>
            })}
        </form>
    }
    .into_any()
}

fn list(open: Vec<OpenInvitation>, reload: Reload) -> AnyView {
    if open.is_empty() {
        return empty(Glyph::Check, say!(access.no_invitations), say!(access.no_invitations_text));
    }
    let rows = open.iter().map(|one| row(one, reload)).collect_view();
    view! { <ul class="device-list" data-testid="open-invitations">{rows}</ul> }.into_any()
}

fn row(one: &OpenInvitation, reload: Reload) -> AnyView {
    let (calls, asking, today) = (use_calls(), RwSignal::new(false), use_today().get_untracked());
    let (person, note) = (one.person, one.note.clone());
    let known = use_community().with_untracked(|community| community.people.get(&person).map(|card| card.name.clone()));
    let whom = Some(note).filter(|note| !note.is_empty()).or(known).unwrap_or_else(|| say!(access.no_card).into());
    let until = format::day_and_time(one.expires_at, today);
    let path = StoredValue::new(["invitations/", &one.id, "/withdraw"].concat());
    let withdraw = move || {
        calls.act(&path.get_value(), &(), say!(access.withdrawn), move || reload.now());
    };
    view! {
        <li class="device-list-one">
            <p class="device-list-name">{icon(Glyph::Person)}<span>{whom}" · "{access_role(one.role)}</span></p>
            <p class="device-list-seen">{say!(access.works_until, at = until.as_str())}</p>
            <div class="device-list-actions">
                <button class="button button-danger" type="button" data-testid="withdraw" on:click=move |_| asking.set(true)>
                    {icon(Glyph::Bin)}
                    {say!(access.withdraw)}
                </button>
            </div>
            <Confirm open=asking title=say!(access.withdraw) text=say!(access.withdraw_text) action=say!(access.withdraw) confirmed=withdraw />
        </li>
    }
    .into_any()
}
