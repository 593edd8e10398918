//! Those who have checked in and wait: a community worker looks, and lets them in or not.

use kaifong_domain::{
    call::check_in::{CheckIn, Confirmation},
    command::Command,
    id::PersonId,
    person::PersonEdit,
};
use leptos::prelude::*;

use crate::{
    component::{
        confirm::Confirm,
        empty::empty,
        fetched::{Reload, fetched},
        icon::{Glyph, icon},
        page_header::page_header,
        person_picker::PersonPicker,
        poster::poster,
        sheet::Sheet,
    },
    context::{
        calls::use_calls,
        clock::{now, use_today},
        commands::use_commands,
        community::use_community,
    },
    locale::{format, words::refusal::refusal},
    markup::view,
    signal::RwSignal,
};

/// Those who wait.
#[component]
pub fn CheckInsPage() -> impl IntoView {
    view! {
        {page_header(say!(access.check_ins), Some(("/me".into(), say!(common.tab_me).into())), None)}
        <p>{say!(access.check_ins_text)}</p>
        {poster("/check-in/", say!(access.poster), say!(access.poster_text), "check-in-link")}
        {fetched(|| "check-ins".into(), |waiting: Vec<CheckIn>, reload| list(waiting, reload))}
    }
    .into_any()
}

fn list(waiting: Vec<CheckIn>, reload: Reload) -> AnyView {
    if waiting.is_empty() {
        return empty(Glyph::CheckTwice, say!(access.no_check_ins), say!(access.no_check_ins_text));
    }
    let rows = waiting.into_iter().map(|one| row(one, reload)).collect_view();
    view! { <ul class="device-list" data-testid="check-ins">{rows}</ul> }.into_any()
}

fn row(one: CheckIn, reload: Reload) -> AnyView {
    let (calls, today) = (use_calls(), use_today().get_untracked());
    let (choosing, asking) = (RwSignal::new(false), RwSignal::new(false));
    let details = one.details.clone();
    let facts = [
        (say!(neighbours.unit), details.unit.clone()),
        (say!(neighbours.building), details.building.clone()),
        (say!(neighbours.skills), details.skills.clone()),
        (say!(neighbours.availability), details.availability.clone()),
        (say!(access.device), one.device_name.clone()),
        (say!(access.asked_at), format::day_and_time(one.asked_at, today)),
    ];
    let fact =
        |(name, text): (&'static str, String)| (!text.is_empty()).then(|| view! { <dt>{name}</dt><dd>{text}</dd> });
    let path = StoredValue::new(["check-ins/", &one.id, "/decline"].concat());
    let decline = move || {
        calls.act(&path.get_value(), &(), say!(access.declined), move || reload.now());
    };
    view! {
        <li class="device-list-one" data-name=details.name.clone()>
            <p class="device-list-name">{icon(Glyph::Person)}<span>{details.name}</span></p>
            <dl class="facts">{facts.into_iter().filter_map(fact).collect_view()}</dl>
            <div class="device-list-actions">
                <button class="button button-danger" type="button" data-testid="decline" on:click=move |_| asking.set(true)>
                    {say!(access.decline)}
                </button>
                <button class="button button-primary" type="button" data-testid="confirm-check-in" on:click=move |_| choosing.set(true)>
                    {icon(Glyph::Check)}
                    {say!(access.let_in)}
                </button>
            </div>
            <Confirm open=asking title=say!(access.decline) text=say!(access.decline_text) action=say!(access.decline) confirmed=decline />
            <Sheet open=choosing title=say!(access.let_in)>{choose(&one, choosing, reload)}</Sheet>
        </li>
    }
    .into_any()
}

/// Whose card it is: one that is there, or a new one.
fn choose(one: &CheckIn, open: RwSignal<bool>, reload: Reload) -> AnyView {
    let (calls, commands, community) = (use_calls(), use_commands(), use_community());
    let alike = community.with_untracked(|community| {
        let name = one.details.name.trim();
        community.people.values().find(|card| card.name == name).map(|card| card.id)
    });
    let (person, failed) = (RwSignal::new(alike), RwSignal::new(None::<String>));
    let path = StoredValue::new(["check-ins/", &one.id, "/confirm"].concat());
    let details = StoredValue::new(one.details.clone());
    let confirm = move |person: PersonId| {
        open.set(false);
        calls.act(&path.get_value(), &Confirmation { person }, say!(access.let_in_done), move || reload.now());
    };
    let go = move |_| {
        let said = || say!(neighbours.check_in_confirmed).to_owned();
        let (command, person) = match person.get_untracked() {
            Some(id) => (Command::EditPerson { id, edits: vec![PersonEdit::CheckedInAt(Some(now()))] }, id),
            None => {
                let id = commands.new_id();
                (Command::AddPerson { id, edits: card(&details.get_value()) }, id)
            }
        };
        // The card first: it is saved on this phone whatever the line does, and without it nobody is let in.
        commands.give_then(command, said, move |outcome| match outcome {
            Ok(()) => confirm(person),
            Err(why) => failed.set(Some(refusal(why))),
        });
    };
    let known = alike.map(|_| view! { <p>{icon(Glyph::Alert)}" "{say!(access.same_name)}</p> });
    view! {
        {known}
        <p>{say!(access.whose_card)}</p>
        <PersonPicker id="whose-card" label=say!(access.card) value=person />
        <p class="field-error" role="alert">{move || failed.get()}</p>
        <button class="button button-primary" type="button" data-testid="let-in" on:click=go>
            {move || if person.get().is_some() { say!(access.let_in_as) } else { say!(access.let_in_new) }}
        </button>
    }
    .into_any()
}

/// A new card with what the person has said of themselves.
fn card(details: &kaifong_domain::call::check_in::Details) -> Vec<PersonEdit> {
    let skills = details.skills.split([',', '\u{FF0C}', '\u{3001}', ';', '\u{FF1B}']);
    let skills = skills.map(str::trim).filter(|skill| !skill.is_empty()).map(str::to_owned).collect();
    vec![
        PersonEdit::Name(details.name.trim().into()),
        PersonEdit::Unit(details.unit.trim().into()),
        PersonEdit::Skills(skills),
        PersonEdit::Availability(details.availability.trim().into()),
        PersonEdit::About(details.building.trim().into()),
        PersonEdit::CheckedInAt(Some(now())),
    ]
}
