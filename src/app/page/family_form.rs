//! Writing a family of the book club down.

use kaifong_domain::{
    access::Team,
    command::Command,
    family::{Family, FamilyEdit},
    field::Field,
    id::{BuildingId, FamilyId},
};
use leptos::prelude::*;

use super::{family::way_up, not_found::gone};
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
    context::{actor::use_actor, commands::use_commands, community::use_community},
    markup::view,
    signal::RwSignal,
};

/// What is in the form.
#[derive(Clone, Copy)]
struct Draft {
    guardian: RwSignal<String>,
    phone: RwSignal<String>,
    building: RwSignal<Option<BuildingId>>,
    note: RwSignal<String>,
    faults: Faults,
}

impl Draft {
    fn of(family: Option<&Family>) -> Self {
        let text =
            |read: fn(&Family) -> &String| RwSignal::new(family.map(|family| read(family).clone()).unwrap_or_default());
        Self {
            guardian: text(|family| &family.guardian),
            phone: text(|family| &family.phone),
            building: RwSignal::new(family.and_then(|family| family.building)),
            note: text(|family| &family.note),
            faults: Faults::none(),
        }
    }

    fn edits(self) -> Vec<FamilyEdit> {
        vec![
            FamilyEdit::Guardian(self.guardian.get_untracked()),
            FamilyEdit::Phone(self.phone.get_untracked()),
            FamilyEdit::Building(self.building.get_untracked()),
            FamilyEdit::Note(self.note.get_untracked()),
        ]
    }
}

/// Writing a family down.
#[component]
pub fn FamilyFormPage() -> impl IntoView {
    let actor = use_actor().get_untracked();
    let id: Option<FamilyId> = use_address().id().and_then(|id| id.parse().ok());
    let before = use_community().with_untracked(|community| community.families.get(&id?).cloned());
    let is_own = actor.is_some_and(|actor| Some(FamilyId::of(actor.person)) == id);
    let is_for_them = actor.is_some_and(|actor| actor.is_of(Team::BookClub));
    if before.is_none() && !is_own && (id.is_some() || !is_for_them) {
        return gone(say!(families.unknown), say!(families.unknown_text));
    }
    let title = if before.is_some() { say!(families.edit) } else { say!(families.add) };
    let back = match id {
        Some(id) => (["/families/", &id.to_string()].concat(), say!(common.back).to_owned()),
        None => way_up(),
    };
    view! { {page_header(title, Some(back), None)}{form(id, before)} }.into_any()
}

fn form(id: Option<FamilyId>, before: Option<Family>) -> AnyView {
    let (commands, address, draft) = (use_commands(), use_address(), Draft::of(before.as_ref()));
    let id = id.unwrap_or_else(|| commands.new_id());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let edits = draft.edits();
        let faults = faults_of!(edits);
        if !faults.is_empty() {
            return draft.faults.set(faults);
        }
        let command = match &before {
            Some(family) => Command::EditFamily { id, edits: family.changed(edits) },
            None => Command::AddFamily { id, edits },
        };
        draft.faults.submit(
            commands,
            command,
            || say!(common.saved).into(),
            move || address.go_instead(&["/families/", &id.to_string()].concat()),
        );
    };
    view! {
        <form class="form" on:submit=save>
            <p>{say!(families.readers)}</p>
            <TextField id="guardian" label=say!(families.guardian) value=draft.guardian hint=say!(families.guardian_hint) error=draft.faults.of(Field::Guardian) testid="guardian" required=true />
            <TextField id="phone" label=say!(families.phone) value=draft.phone error=draft.faults.of(Field::Phone) kind="tel" testid="phone" />
            <BuildingPicker id="building" label=say!(neighbours.building) value=draft.building error=draft.faults.of(Field::Building) />
            <TextArea id="note" label=say!(families.note) value=draft.note hint=say!(families.note_hint) error=draft.faults.of(Field::Note) testid="note" />
            {draft.faults.summary()}
            {action_bar(view! {
                <button class="button button-primary" type="submit" data-testid="save">{say!(common.save)}</button>
            })}
        </form>
    }
    .into_any()
}
