//! Writing how a person can be reached.

use kaifong_domain::{
    command::Command,
    contact::{Contact, ContactEdit},
    field::Field,
    id::PersonId,
};
use leptos::prelude::*;

use super::not_found::gone;
use crate::{
    address::use_address,
    component::{
        action_bar::action_bar,
        faults::{Faults, faults_of},
        page_header::page_header,
        text_area::TextArea,
        text_field::TextField,
    },
    context::{commands::use_commands, community::use_community},
    markup::view,
    signal::RwSignal,
};

/// What is in the form.
#[derive(Clone, Copy)]
struct Draft {
    phone: RwSignal<String>,
    wechat: RwSignal<String>,
    email: RwSignal<String>,
    note: RwSignal<String>,
    faults: Faults,
}

impl Draft {
    fn of(contact: &Contact) -> Self {
        Self {
            phone: RwSignal::new(contact.phone.clone()),
            wechat: RwSignal::new(contact.wechat.clone()),
            email: RwSignal::new(contact.email.clone()),
            note: RwSignal::new(contact.note.clone()),
            faults: Faults::none(),
        }
    }

    fn edits(self) -> Vec<ContactEdit> {
        vec![
            ContactEdit::Phone(self.phone.get_untracked()),
            ContactEdit::WeChat(self.wechat.get_untracked()),
            ContactEdit::Email(self.email.get_untracked()),
            ContactEdit::Note(self.note.get_untracked()),
        ]
    }
}

/// Writing how a person can be reached.
#[component]
pub fn ContactFormPage() -> impl IntoView {
    let Some(person) = use_address().id().and_then(|id| id.parse::<PersonId>().ok()) else {
        return gone(say!(neighbours.unknown_person), say!(neighbours.unknown_person_text));
    };
    let before = use_community().with_untracked(|community| community.contacts.get(&person).cloned());
    let back = (["/people/", &person.to_string()].concat(), say!(common.back).to_owned());
    view! {
        {page_header(say!(personal.contact), Some(back), None)}
        {form(person, before.unwrap_or_else(|| Contact::blank(person)))}
    }
    .into_any()
}

fn form(person: PersonId, before: Contact) -> AnyView {
    let (commands, address, draft) = (use_commands(), use_address(), Draft::of(&before));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let edits = draft.edits();
        let faults = faults_of!(edits);
        if !faults.is_empty() {
            draft.faults.set(faults);
            return;
        }
        draft.faults.submit(
            commands,
            Command::WriteContact { person, edits: before.changed(edits) },
            || say!(common.saved).into(),
            move || address.go_instead(&["/people/", &person.to_string()].concat()),
        );
    };
    view! {
        <form class="form" on:submit=save>
            <p>{say!(personal.contact_readers)}</p>
            <TextField id="phone" label=say!(personal.phone) value=draft.phone error=draft.faults.of(Field::Phone) kind="tel" testid="phone" />
            <TextField id="wechat" label=say!(personal.wechat) value=draft.wechat error=draft.faults.of(Field::WeChat) testid="wechat" />
            <TextField id="email" label=say!(personal.email) value=draft.email error=draft.faults.of(Field::Email) kind="email" testid="email" />
            <TextArea id="note" label=say!(personal.note) value=draft.note error=draft.faults.of(Field::Note) hint=say!(personal.note_hint) />
            {draft.faults.summary()}
            {action_bar(view! {
                <button class="button button-primary" type="submit" data-testid="save">{say!(common.save)}</button>
            })}
        </form>
    }
    .into_any()
}
