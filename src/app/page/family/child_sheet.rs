//! Adding a child, editing one, and taking one out.

use kaifong_domain::{
    child::{AgeBand, Child, ChildEdit},
    command::Command,
    field::Field,
    id::FamilyId,
    record::{Collection, RecordKey},
};
use leptos::prelude::*;

use crate::{
    component::{
        chip_choice::ChipChoice,
        faults::{Faults, faults_of},
        remove_button::remove_button,
        sheet::Sheet,
        text_field::TextField,
    },
    context::commands::use_commands,
    locale::words::age_band::age_band,
    markup::view,
    signal::RwSignal,
};

/// Opens the sheet in which a child is edited.
#[derive(Clone, Copy)]
pub(super) struct ChildEditor {
    open: RwSignal<bool>,
    child: StoredValue<Option<Child>>,
}

impl ChildEditor {
    /// The sheet is closed.
    pub(super) fn closed() -> Self {
        Self { open: RwSignal::new(false), child: StoredValue::new(None) }
    }

    /// Opens the sheet with a child, or for a new one.
    pub(super) fn edit(self, child: Option<Child>) {
        self.child.set_value(child);
        self.open.set(true);
    }
}

/// The sheet in which a child is edited.
#[component]
pub(super) fn ChildSheet(
    /// What opens it.
    editor: ChildEditor,
    /// The family.
    family: FamilyId,
) -> impl IntoView {
    let ChildEditor { open, child } = editor;
    view! { <Sheet open=open title=say!(families.children)>{form(child.get_value(), family, open)}</Sheet> }.into_any()
}

fn form(before: Option<Child>, family: FamilyId, open: RwSignal<bool>) -> AnyView {
    let (commands, faults) = (use_commands(), Faults::none());
    let name = RwSignal::new(before.as_ref().map(|child| child.name.clone()).unwrap_or_default());
    let age = RwSignal::new(before.as_ref().map_or(AgeBand::From4, |child| child.age).code().to_owned());
    let ages = AgeBand::ALL.iter().map(|age| (age.code(), age_band(*age))).collect::<Vec<_>>();
    let id = before.as_ref().map(|child| child.id);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let edits =
            vec![ChildEdit::Name(name.get_untracked()), ChildEdit::Age(AgeBand::from_code(&age.get_untracked()))];
        let wrong = faults_of!(edits);
        if !wrong.is_empty() {
            return faults.set(wrong);
        }
        let command = match &before {
            Some(child) => Command::EditChild { id: child.id, family, edits: child.changed(edits) },
            None => Command::AddChild { id: commands.new_id(), family, edits },
        };
        faults.submit(commands, command, || say!(families.child_saved).to_owned(), move || open.set(false));
    };
    let remove = id.map(|id| {
        let key = RecordKey { collection: Collection::Children, id: id.0 };
        remove_button(key, say!(families.remove_child), say!(families.child_removed), "remove-child", move || {
            open.set(false)
        })
    });
    view! {
        <form class="form" on:submit=save novalidate>
            <TextField id="child-name" label=say!(families.child_name) value=name hint=say!(families.child_name_hint) error=faults.of(Field::Name) required=true testid="child-name" />
            <ChipChoice id="child-age" label=say!(families.age) options=ages value=age error=faults.of(Field::Age) />
            {remove}
            {faults.summary()}
            <div class="form-actions">
                <button class="button button-primary" type="submit" data-testid="save-child">{say!(common.save)}</button>
            </div>
        </form>
    }
    .into_any()
}
