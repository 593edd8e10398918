//! The roles of a new task: a row for each, to add and take away.

use kaifong_domain::{command::NewRole, field::Field, refusal::Refusal, role::TaskRoleEdit};
use leptos::prelude::*;

use crate::{
    component::{
        faults::Faults,
        icon::{Glyph, icon},
        keyed::keyed_by,
    },
    context::commands::Commands,
    markup::view,
    signal::RwSignal,
};

/// A role as it is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RoleDraft {
    /// Tells the row from the others while the form is open.
    number: u32,
    name: String,
    places: String,
}

impl RoleDraft {
    /// A row that nothing has been written in.
    pub(super) fn blank(number: u32) -> Self {
        Self { number, name: String::new(), places: "1".to_owned() }
    }

    fn is_blank(&self) -> bool {
        self.name.trim().is_empty()
    }

    fn edits(&self) -> [TaskRoleEdit; 2] {
        [TaskRoleEdit::Name(self.name.clone()), TaskRoleEdit::Places(self.places.trim().parse().unwrap_or(0))]
    }
}

/// Rows as a draft keeps them: a line for each, the places before the name.
pub(super) fn written(rows: &[RoleDraft]) -> String {
    rows.iter().map(|row| [row.places.as_str(), " ", &row.name].concat()).collect::<Vec<_>>().join("\n")
}

/// Rows as a draft has kept them.
pub(super) fn read(kept: &str) -> Option<Vec<RoleDraft>> {
    let row = |(number, line): (u32, &str)| {
        let (places, name) = line.split_once(' ')?;
        Some(RoleDraft { number, name: name.to_owned(), places: places.to_owned() })
    };
    (0..).zip(kept.lines()).map(row).collect()
}

/// What is wrong with the rows. A row without a name is one that nobody wanted.
pub(super) fn role_faults(rows: &[RoleDraft]) -> Vec<Refusal> {
    let edits = rows.iter().filter(|row| !row.is_blank()).flat_map(RoleDraft::edits);
    edits.filter_map(|edit| edit.checked().err()).collect()
}

/// The roles that the rows ask for.
pub(super) fn new_roles(rows: &[RoleDraft], commands: Commands) -> Vec<NewRole> {
    let role = |row: &RoleDraft| NewRole {
        id: commands.new_id(),
        name: row.name.trim().to_owned(),
        places: row.places.trim().parse().unwrap_or(0),
    };
    rows.iter().filter(|row| !row.is_blank()).map(role).collect()
}

/// Draws the rows.
pub(super) fn role_rows(rows: RwSignal<Vec<RoleDraft>>, faults: Faults) -> AnyView {
    let add = move |_| {
        rows.update(|rows| {
            let number = rows.iter().map(|row| row.number + 1).max().unwrap_or(0);
            rows.push(RoleDraft::blank(number));
        });
    };
    let error = move || {
        let fault = [Field::Name, Field::Places].into_iter().find_map(|field| faults.of(field).get());
        fault.map(|fault| view! { <p class="field-error" role="alert">{fault}</p> })
    };
    view! {
        <fieldset class="field role-rows">
            <legend class="field-label">{say!(tasks.roles)}</legend>
            {keyed_by(move || rows.get(), |row| u64::from(row.number), move |row| self::row(row, rows))}
            {error}
            <button class="link-button" type="button" data-testid="add-role" on:click=add>
                {icon(Glyph::Plus)}
                <span>{say!(tasks.add_role)}</span>
            </button>
        </fieldset>
    }
    .into_any()
}

/// One row. What is typed goes into the list; the row itself is drawn once.
fn row(row: RoleDraft, rows: RwSignal<Vec<RoleDraft>>) -> AnyView {
    let number = row.number;
    let change = move |change: fn(&mut RoleDraft, String), text: String| {
        rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.number == number) {
                change(row, text);
            }
        });
    };
    view! {
        <div class="role-rows-row">
            <input
                class="text-field"
                type="text"
                autocomplete="off"
                aria-label=say!(tasks.role_name)
                placeholder=say!(tasks.role_name)
                data-testid="role-name"
                prop:value=row.name
                on:input=move |event| change(|row, text| row.name = text, event_target_value(&event))
            />
            <input
                class="text-field role-rows-places"
                type="number"
                inputmode="numeric"
                min="1"
                aria-label=say!(tasks.role_places)
                data-testid="role-places"
                prop:value=row.places
                on:input=move |event| change(|row, text| row.places = text, event_target_value(&event))
            />
            <button class="icon-button" type="button" on:click=move |_| rows.update(|rows| rows.retain(|row| row.number != number))>
                {icon(Glyph::Bin)}
                <span class="visually-hidden">{say!(tasks.remove_role)}</span>
            </button>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_survive_the_draft() {
        let rows = vec![
            RoleDraft { number: 0, name: "sweep the steps".into(), places: "3".into() },
            RoleDraft { number: 1, name: String::new(), places: String::new() },
        ];
        assert_eq!(read(&written(&rows)), Some(rows));
        assert_eq!(read(""), Some(vec![]));
    }

    #[test]
    fn a_blank_row_is_no_fault_and_no_places_are_one() {
        let blank = RoleDraft::blank(0);
        let none = RoleDraft { number: 1, name: "guide".into(), places: "0".into() };
        assert_eq!(role_faults(&[blank, none]), vec![Refusal::Missing { field: Field::Places }]);
    }
}
