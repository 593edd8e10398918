//! What a person is captain of, and, for coordinators, making them one.

use kaifong_domain::{
    captaincy::{Captaincy, CaptaincyEdit, Level},
    command::Command,
    id::{BuildingId, PersonId},
    policy,
    record::{Collection, RecordKey},
};
use leptos::prelude::*;

use crate::{
    component::{
        action_bar::action_bar,
        building_picker::{BuildingPicker, building_name},
        chip::chip,
        choice::Choice,
        endorsement_list::endorsement_list,
        icon::{Glyph, icon},
        list_row::list_row,
        sheet::Sheet,
    },
    context::{
        actor::{may, use_actor},
        clock::use_today,
        commands::use_commands,
        community::use_community,
    },
    locale::{
        format,
        words::{level::level as level_word, refusal::refusal},
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// A person's captaincies.
pub(super) fn captaincies(person: PersonId) -> AnyView {
    let (community, actor) = (use_community(), use_actor());
    let of_person = Memo::new(move || {
        community.with(|community| {
            let theirs = community.captaincies.values().filter(|captaincy| captaincy.person == person);
            theirs
                .map(|captaincy| (captaincy.clone(), building_name(community, Some(captaincy.building))))
                .collect::<Vec<_>>()
        })
    });
    let coordinates = Memo::new(move || may(actor.get(), policy::coordinates));
    let section = move || {
        let captaincies = of_person.get();
        if captaincies.is_empty() && !coordinates.get() {
            return None;
        }
        let none =
            captaincies.is_empty().then(|| view! { <p class="section-note">{say!(neighbours.no_captaincy)}</p> });
        let rows =
            captaincies.into_iter().map(|(captaincy, name)| row(captaincy, name, coordinates.get())).collect_view();
        Some(view! {
            <section class="section">
                <h2>{say!(neighbours.captaincy)}</h2>
                <ul class="list">{rows}</ul>
                {none}
                {coordinates.get().then(|| grant(person))}
            </section>
        })
    };
    section.into_any()
}

fn row(captaincy: Captaincy, name: String, editable: bool) -> AnyView {
    let since = format::day(captaincy.since.date(), use_today().get());
    let text = say!(neighbours.since, day = since.as_str());
    let lead = view! { <span class="list-row-icon">{icon(Glyph::Building)}</span> };
    let href = ["/buildings/", &captaincy.building.to_string()].concat();
    let title = [name.as_str(), " · ", level_word(captaincy.level)].concat();
    let endorsements = endorsement_list(captaincy.id);
    let edit = editable.then(|| edit(captaincy));
    view! {
        <li class="captaincy">{list_row(href, lead.into_any(), title, text, None)}{endorsements}{edit}</li>
    }
    .into_any()
}

fn levels() -> Vec<(String, String)> {
    Level::ALL.iter().map(|level| (level.code().to_owned(), level_word(*level).to_owned())).collect()
}

/// The other levels, and taking the captaincy away.
fn edit(captaincy: Captaincy) -> AnyView {
    let commands = use_commands();
    let Captaincy { id, level, .. } = captaincy;
    let to = |other: Level| {
        let word = say!(neighbours.make_level, level = level_word(other));
        chip(word, ["level-", other.code()].concat(), None, move || {
            let command = Command::EditCaptaincy { id, edits: vec![CaptaincyEdit::Level(other)] };
            commands.give(command, || say!(common.saved).into());
        })
    };
    let others: Vec<AnyView> = Level::ALL.iter().copied().filter(|other| *other != level).map(to).collect();
    let end = chip(say!(neighbours.end_captaincy), "end-captaincy".into(), None, move || {
        let key = RecordKey { collection: Collection::Captaincies, id: id.0 };
        commands.give(Command::Remove { key }, || say!(neighbours.captaincy_ended).into());
    });
    view! { <div class="chips">{others}{end}</div> }.into_any()
}

fn grant(person: PersonId) -> AnyView {
    let commands = use_commands();
    let open = RwSignal::new(false);
    let building = RwSignal::new(None::<BuildingId>);
    let level = RwSignal::new(Level::Candidate.code().to_owned());
    let error = RwSignal::new(None);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(building) = building.get_untracked() else {
            error.set(Some(say!(neighbours.choose_building).to_owned()));
            return;
        };
        let level = Level::from_code(&level.get_untracked());
        let command = Command::GrantCaptaincy { id: commands.new_id(), person, building, level };
        commands.give_then(
            command,
            || say!(neighbours.captaincy_granted).into(),
            move |outcome| match outcome {
                Ok(()) => open.set(false),
                Err(why) => error.set(Some(refusal(why))),
            },
        );
    };
    view! {
        <button class="button" type="button" data-testid="grant" on:click=move |_| open.set(true)>
            {icon(Glyph::Plus)}
            {say!(neighbours.grant)}
        </button>
        <Sheet open=open title=say!(neighbours.grant)>
            <form class="form" on:submit=save>
                <BuildingPicker id="captaincy-building" label=say!(neighbours.building) value=building error=error />
                <Choice id="captaincy-level" label=say!(neighbours.level) options=levels() value=level />
                {action_bar(view! {
                    <button class="button button-primary" type="submit" data-testid="save">{say!(common.save)}</button>
                })}
            </form>
        </Sheet>
    }
    .into_any()
}
