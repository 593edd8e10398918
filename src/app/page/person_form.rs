//! Writing a person's card: a new one, or another's, or one's own.

use std::collections::BTreeSet;

use kaifong_domain::{
    command::Command,
    field::Field,
    id::{BuildingId, PersonId},
    person::{Group, Person, PersonEdit},
};
use leptos::prelude::*;

use super::not_found::gone;
use crate::{
    address::use_address,
    component::{
        action_bar::action_bar,
        building_picker::BuildingPicker,
        faults::{Faults, faults_of},
        page_header::page_header,
        text_area::TextArea,
        text_field::TextField,
    },
    context::{commands::use_commands, community::use_community, entrance::use_identity},
    locale::{format, words::group::group as group_word},
    markup::view,
    signal::RwSignal,
};

/// What is in the form.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    unit: RwSignal<String>,
    building: RwSignal<Option<BuildingId>>,
    groups: RwSignal<BTreeSet<Group>>,
    skills: RwSignal<String>,
    availability: RwSignal<String>,
    about: RwSignal<String>,
    faults: Faults,
}

impl Draft {
    fn of(person: Option<&Person>) -> Self {
        let text =
            |read: fn(&Person) -> &String| RwSignal::new(person.map(|person| read(person).clone()).unwrap_or_default());
        let skills = person.map(|person| person.skills.iter().cloned().collect::<Vec<_>>()).unwrap_or_default();
        Self {
            name: text(|person| &person.name),
            unit: text(|person| &person.unit),
            building: RwSignal::new(person.and_then(|person| person.building)),
            groups: RwSignal::new(person.map(|person| person.groups.clone()).unwrap_or_default()),
            skills: RwSignal::new(format::list(&skills)),
            availability: text(|person| &person.availability),
            about: text(|person| &person.about),
            faults: Faults::none(),
        }
    }

    fn edits(self) -> Vec<PersonEdit> {
        vec![
            PersonEdit::Name(self.name.get_untracked()),
            PersonEdit::Unit(self.unit.get_untracked()),
            PersonEdit::Building(self.building.get_untracked()),
            PersonEdit::Groups(self.groups.get_untracked()),
            PersonEdit::Skills(self.skills.with_untracked(|text| parted(text))),
            PersonEdit::Availability(self.availability.get_untracked()),
            PersonEdit::About(self.about.get_untracked()),
        ]
    }
}

/// Skills as people write them, parted by any comma, of East or West, or by lines.
fn parted(text: &str) -> BTreeSet<String> {
    let parts = text.split([',', '\u{FF0C}', '\u{3001}', ';', '\u{FF1B}', '\n']);
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Writing a person's card.
#[component]
pub fn PersonFormPage() -> impl IntoView {
    let community = use_community();
    let id: Option<PersonId> = use_address().id().and_then(|id| id.parse().ok());
    let identity = use_identity();
    let me = identity.with_untracked(|identity| identity.as_ref().map(|identity| identity.actor.person));
    let before = community.with_untracked(|community| community.people.get(&id?).cloned());
    if id.is_some() && id != me && before.is_none() {
        return gone(say!(neighbours.unknown_person), say!(neighbours.unknown_person_text));
    }
    // Somebody whose own card is not there yet writes it under their own id.
    let title = if before.is_some() || id == me { say!(neighbours.edit_card) } else { say!(neighbours.add) };
    let draft = Draft::of(before.as_ref());
    let back = match id {
        Some(id) => (["/people/", &id.to_string()].concat(), say!(common.back).to_owned()),
        None => ("/neighbours".to_owned(), say!(common.tab_neighbours).to_owned()),
    };
    view! { {page_header(title, Some(back), None)}{form(draft, id, before)} }.into_any()
}

fn form(draft: Draft, id: Option<PersonId>, before: Option<Person>) -> AnyView {
    let (commands, address) = (use_commands(), use_address());
    let id = id.unwrap_or_else(|| commands.new_id());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let edits = draft.edits();
        let faults = faults_of!(edits);
        if !faults.is_empty() {
            draft.faults.set(faults);
            return;
        }
        let command = match &before {
            Some(person) => Command::EditPerson { id, edits: person.changed(edits) },
            None => Command::AddPerson { id, edits },
        };
        draft.faults.submit(
            commands,
            command,
            || say!(common.saved).into(),
            move || address.go_instead(&["/people/", &id.to_string()].concat()),
        );
    };
    view! {
        <form class="form" on:submit=save>
            <TextField id="name" label=say!(neighbours.name) value=draft.name error=draft.faults.of(Field::Name) testid="name" required=true />
            <BuildingPicker id="building" label=say!(neighbours.building) value=draft.building error=draft.faults.of(Field::Building) />
            <TextField id="unit" label=say!(neighbours.unit) value=draft.unit error=draft.faults.of(Field::Unit) hint=say!(neighbours.unit_hint) testid="unit" />
            {groups(draft.groups)}
            <TextField id="skills" label=say!(neighbours.skills) value=draft.skills error=draft.faults.of(Field::Skills) hint=say!(neighbours.skills_hint) testid="skills" />
            <TextField id="availability" label=say!(neighbours.availability) value=draft.availability error=draft.faults.of(Field::Availability) hint=say!(neighbours.availability_hint) />
            <TextArea id="about" label=say!(neighbours.about) value=draft.about error=draft.faults.of(Field::About) hint=say!(neighbours.about_hint) />
            {draft.faults.summary()}
            {action_bar(view! {
                <button class="button button-primary" type="submit" data-testid="save">{say!(common.save)}</button>
            })}
        </form>
    }
    .into_any()
}

fn groups(chosen: RwSignal<BTreeSet<Group>>) -> AnyView {
    let one = move |group: Group| {
        let toggle = move |event| {
            let on = event_target_checked(&event);
            chosen.update(|groups| {
                if on {
                    groups.insert(group)
                } else {
                    groups.remove(&group)
                };
            });
        };
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|groups| groups.contains(&group))
                    on:change=toggle
                />
                <span>{group_word(group)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="checks">
            <legend class="field-label">{say!(neighbours.groups)}</legend>
            {Group::ALL.iter().copied().map(one).collect_view()}
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn skills_are_parted_by_every_comma() {
        let parts: Vec<String> = parted("a, b\u{FF0C}c d\u{3001}\u{3001} e\nf").into_iter().collect();
        assert_eq!(parts, ["a", "b", "c d", "e", "f"]);
    }
}
