//! Adding a role to a task, editing one, and taking one out.

use kaifong_domain::{
    command::{Command, NewRole},
    field::Field,
    id::{RoleId, TaskId},
    record::{Collection, RecordKey},
    role::TaskRoleEdit,
    series::Occurrence,
};
use leptos::prelude::*;

use super::{
    faults::{Faults, faults_of},
    remove_button::remove_button,
    sheet::Sheet,
    text_field::TextField,
};
use crate::{context::commands::use_commands, markup::view, row::role::RoleRow, signal::RwSignal};

/// A role that is being added or edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedRole {
    /// Which; `None` if it is new.
    pub id: Option<RoleId>,
    /// What it is called.
    pub name: String,
    /// How many people it needs.
    pub places: u32,
}

impl EditedRole {
    /// A new role.
    pub fn new() -> Self {
        Self { id: None, name: String::new(), places: 1 }
    }

    /// A role as it is.
    pub fn of(role: &RoleRow) -> Self {
        Self { id: Some(role.id), name: role.name.clone(), places: role.places }
    }
}

/// Opens the sheet in which a role is edited.
#[derive(Clone, Copy)]
pub struct RoleEditor {
    open: RwSignal<bool>,
    role: StoredValue<EditedRole>,
}

impl RoleEditor {
    /// The sheet is closed.
    pub fn closed() -> Self {
        Self { open: RwSignal::new(false), role: StoredValue::new(EditedRole::new()) }
    }

    /// Opens the sheet with a role.
    pub fn edit(self, role: EditedRole) {
        self.role.set_value(role);
        self.open.set(true);
    }
}

/// The sheet in which a role is edited.
#[component]
pub fn RoleSheet(
    /// What opens it.
    editor: RoleEditor,
    /// The task.
    task: Option<(TaskId, Option<Occurrence>)>,
) -> impl IntoView {
    let RoleEditor { open, role } = editor;
    view! { <Sheet open=open title=say!(tasks.role_name)>{form(role.get_value(), task, open)}</Sheet> }.into_any()
}

/// What the form holds, as edits; a number that isn't one is none.
fn edits(name: &str, places: &str) -> Vec<TaskRoleEdit> {
    vec![TaskRoleEdit::Name(name.to_owned()), TaskRoleEdit::Places(places.trim().parse().unwrap_or(0))]
}

fn form(role: EditedRole, task: Option<(TaskId, Option<Occurrence>)>, open: RwSignal<bool>) -> AnyView {
    let (commands, faults) = (use_commands(), Faults::none());
    let (name, places) = (RwSignal::new(role.name), RwSignal::new(role.places.to_string()));
    let id = role.id;
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((task, occurrence)) = task else { return };
        let edits = edits(&name.get_untracked(), &places.get_untracked());
        let wrong = faults_of!(edits);
        if !wrong.is_empty() {
            return faults.set(wrong);
        }
        let command = match id {
            Some(id) => Command::EditRole { id, edits },
            None => {
                let places = places.get_untracked().trim().parse().unwrap_or(0);
                let role = NewRole { id: commands.new_id(), name: name.get_untracked(), places };
                Command::AddRole { task, occurrence, role }
            }
        };
        let said = move || if id.is_some() { say!(tasks.role_saved) } else { say!(tasks.role_added) }.to_owned();
        faults.submit(commands, command, said, move || open.set(false));
    };
    let remove = id.map(|id| {
        let key = RecordKey { collection: Collection::Roles, id: id.0 };
        remove_button(key, say!(tasks.remove_role), say!(tasks.role_removed), "remove-role", move || open.set(false))
    });
    view! {
        <form class="form" on:submit=save novalidate>
            <TextField id="role-name" label=say!(tasks.role_name) value=name error=faults.of(Field::Name) required=true testid="role-name" />
            <TextField id="role-places" label=say!(tasks.role_places) value=places kind="number" error=faults.of(Field::Places) required=true testid="role-places" />
            {remove}
            {faults.summary()}
            <div class="form-actions">
                <button class="button button-primary" type="submit" data-testid="save">{say!(tasks.save)}</button>
            </div>
        </form>
    }
    .into_any()
}
