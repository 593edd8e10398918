//! A person: their card, what they are captain of, what they do.

mod captaincy;
pub mod contact;

use kaifong_domain::{
    access::Actor,
    captaincy::Captaincy,
    command::Command,
    community::Community,
    field::Field,
    id::PersonId,
    person::{Person, PersonEdit},
    policy::{self, Deed},
    record::{Collection, Record, RecordKey},
};
use leptos::prelude::*;

use super::{not_found::gone, personal::is_entitled};
use crate::{
    address::use_address,
    component::{
        action_bar::action_bar,
        avatar::avatar,
        badge::{Tone, badge},
        building_picker::building_name,
        conflict_list::ConflictList,
        duty_list::{Duty, duties_of, duty_list},
        history_link::history_link,
        icon::{Glyph, icon},
        page_header::page_header,
    },
    context::{
        actor::{may_do, use_actor},
        clock::{now, use_moment, use_today},
        commands::use_commands,
        community::use_community,
        status::is_waiting,
    },
    locale::{format, words::group::group as group_word},
    markup::view,
    memo::Memo,
};

/// A person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let (community, actor) = (use_community(), use_actor());
    let id: Option<PersonId> = use_address().id().and_then(|id| id.parse().ok());
    let person = Memo::new(move || community.with(|community| community.people.get(&id?).cloned()));
    let page = move || match person.get() {
        Some(person) => {
            let (id, key) = (person.id, RecordKey { collection: Collection::People, id: person.id.0 });
            view! {
                {card(&person, actor.get())}
                {divided(id)}
                {facts(&person)}
                {contact::contact(id)}
                {captaincy::captaincies(id)}
                {service(id)}
                {history_link(key)}
                {personal_link(id, actor.get())}
            }
            .into_any()
        }
        None => gone(say!(neighbours.unknown_person), say!(neighbours.unknown_person_text)),
    };
    view! { {page}{move || actions(person.get()?, actor.get()?)} }.into_any()
}

/// The way to what is kept of the person.
fn personal_link(id: PersonId, actor: Option<Actor>) -> Option<AnyView> {
    let href = ["/people/", &id.to_string(), "/personal"].concat();
    is_entitled(actor, id).then(|| {
        view! {
            <a class="history-link personal-link" href=href data-testid="personal">
                {icon(Glyph::Person)}
                <span>{say!(personal.title)}</span>
            </a>
        }
        .into_any()
    })
}

fn card(person: &Person, actor: Option<Actor>) -> AnyView {
    let address = ["/people/", &person.id.to_string(), "/edit"].concat();
    let may_edit = use_community()
        .with(|community| may_do(actor, Deed::Edit(Field::Name), &Record::Person(person.clone()), community));
    let edit = may_edit.then(|| {
        view! {
            <a class="button" href=address data-testid="edit">{icon(Glyph::Pencil)}<span>{say!(common.edit)}</span></a>
        }
        .into_any()
    });
    let groups: Vec<AnyView> = person.groups.iter().map(|group| badge(Tone::Plain, None, group_word(*group))).collect();
    let waiting = is_waiting(RecordKey { collection: Collection::People, id: person.id.0 });
    let waiting = move || waiting.get().then(|| badge(Tone::Waiting, Some(Glyph::Clock), say!(common.saved_here)));
    let back = ("/neighbours".into(), say!(common.tab_neighbours).into());
    view! {
        {page_header(person.name.clone(), Some(back), edit)}
        <div class="person-head">
            {avatar(person.id, &person.name)}
            <div class="person-badges">{groups}{checked_in(person)}{waiting}</div>
        </div>
    }
    .into_any()
}

/// What was written apart on the card, or of what the person is captain of.
fn divided(id: PersonId) -> AnyView {
    let (community, actor) = (use_community(), use_actor());
    let keys = Memo::new(move || {
        let theirs = |community: &Community| {
            let captaincies = community.captaincies.values().filter(|captaincy| captaincy.person == id);
            let of = |captaincy: &Captaincy| {
                let said = community.endorsements_of(captaincy.id).into_iter();
                let said = said.map(|endorsement| (Collection::Endorsements, endorsement.id.0));
                std::iter::once((Collection::Captaincies, captaincy.id.0)).chain(said).collect::<Vec<_>>()
            };
            captaincies.flat_map(of).collect::<Vec<_>>()
        };
        let all = std::iter::once((Collection::People, id.0)).chain(community.with(theirs));
        all.map(|(collection, id)| RecordKey { collection, id }).collect()
    });
    let editable = Memo::new(move || {
        community.with(|community| {
            let person = community.people.get(&id).cloned();
            person.is_some_and(|person| may_do(actor.get(), Deed::Edit(Field::Name), &person.into(), community))
        })
    });
    let form = ["/people/", &id.to_string(), "/edit"].concat();
    view! { <ConflictList keys=keys editable=editable form=form /> }.into_any()
}

fn checked_in(person: &Person) -> AnyView {
    match person.checked_in_at {
        Some(at) => {
            let day = format::day(at.date(), use_today().get());
            badge(Tone::Good, Some(Glyph::Check), say!(neighbours.checked_in, day = day.as_str()))
        }
        None => badge(Tone::Waiting, Some(Glyph::Clock), say!(neighbours.not_checked_in)),
    }
}

fn facts(person: &Person) -> AnyView {
    let place = use_community().with(|community| building_name(community, person.building));
    let skills: Vec<String> = person.skills.iter().cloned().collect();
    let facts = [
        (say!(neighbours.building), place),
        (say!(neighbours.unit), person.unit.clone()),
        (say!(neighbours.skills), format::list(&skills)),
        (say!(neighbours.availability), person.availability.clone()),
        (say!(neighbours.about), person.about.clone()),
    ];
    let fact =
        |(name, text): (&'static str, String)| (!text.is_empty()).then(|| view! { <dt>{name}</dt><dd>{text}</dd> });
    view! { <dl class="facts">{facts.into_iter().filter_map(fact).collect_view()}</dl> }.into_any()
}

fn service(person: PersonId) -> AnyView {
    let (community, moment) = (use_community(), use_moment());
    let duties = Memo::new(move || community.with(|community| duties_of(community, person)));
    let section = move || {
        let now = moment.get();
        let duties = duties.get();
        let served = duties.iter().filter(|duty| duty.is_served(now)).count();
        let ahead: Vec<Duty> = duties.into_iter().filter(|duty| duty.is_ahead(now)).collect();
        let list = (!ahead.is_empty()).then(|| duty_list(&ahead));
        let served = say!(me.served, count = u32::try_from(served).unwrap_or(u32::MAX));
        view! {
            <section class="section">
                <h2>{say!(neighbours.duties)}</h2>
                {list}
                <p class="section-note">{served}</p>
            </section>
        }
    };
    section.into_any()
}

fn actions(person: Person, actor: Actor) -> Option<AnyView> {
    let commands = use_commands();
    let id = person.id;
    let confirm = (person.checked_in_at.is_none() && policy::coordinates(actor).is_ok()).then(|| {
        let edits = move || vec![PersonEdit::CheckedInAt(Some(now()))];
        let confirm = move |_| {
            let command = Command::EditPerson { id, edits: edits() };
            commands.give(command, || say!(neighbours.check_in_confirmed).into());
        };
        view! {
            <button class="button button-primary" type="button" data-testid="confirm-check-in" on:click=confirm>
                {icon(Glyph::Check)}
                {say!(neighbours.confirm_check_in)}
            </button>
        }
    });
    let record = Record::Person(person);
    let community = use_community();
    let may_remove = community.with(|community| may_do(Some(actor), Deed::Remove, &record, community));
    let removable = may_remove && actor.person != id;
    let address = use_address();
    let remove = removable.then(|| {
        let remove = move |_| {
            let key = RecordKey { collection: Collection::People, id: id.0 };
            commands.give(Command::Remove { key }, || say!(common.removed).into());
            address.go("/neighbours");
        };
        view! {
            <button class="button button-danger" type="button" data-testid="remove" on:click=remove>
                {icon(Glyph::Bin)}
                {say!(common.remove)}
            </button>
        }
    });
    let some = confirm.is_some() || remove.is_some();
    some.then(|| action_bar(view! { {remove}{confirm} }))
}
