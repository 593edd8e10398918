//! How a person can be reached, for those who may know.

use kaifong_domain::{
    contact::Contact,
    document::DocumentKind,
    field::Field,
    id::PersonId,
    policy::{self, Deed},
    record::{Collection, Record, RecordKey},
};
use leptos::prelude::*;

use crate::{
    component::{
        conflict_list::ConflictList,
        history_link::history_link,
        icon::{Glyph, icon},
    },
    context::{
        actor::{may_do, use_actor},
        community::use_community,
        status::is_waiting,
    },
    markup::view,
    memo::Memo,
};

/// Draws the section; nothing, for whoever may not know.
pub fn contact(person: PersonId) -> AnyView {
    let (community, actor) = (use_community(), use_actor());
    let may_read = Memo::new(move || {
        let kind = DocumentKind::Private(person);
        actor.get().is_some_and(|actor| community.with(|community| policy::may_read(actor, kind, community)))
    });
    let contact = Memo::new(move || community.with(|community| community.contacts.get(&person).cloned()));
    let section = move || may_read.get().then(|| drawn(person, contact.get()));
    section.into_any()
}

fn drawn(person: PersonId, contact: Option<Contact>) -> AnyView {
    let key = RecordKey { collection: Collection::Contacts, id: person.0 };
    let form = ["/people/", &person.to_string(), "/contact"].concat();
    let (community, actor) = (use_community(), use_actor());
    let is_known = contact.is_some();
    let record = Record::Contact(contact.clone().unwrap_or_else(|| Contact::blank(person)));
    let editable = Memo::new(move || {
        community.with(|community| may_do(actor.get(), Deed::Edit(Field::Phone), &record, community))
    });
    let keys = Memo::new(move || vec![key]);
    let waiting = is_waiting(key);
    let waiting = move || waiting.get().then(|| view! { <p class="section-note">{say!(common.saved_here)}</p> });
    let edit = editable.get_untracked().then(|| {
        view! {
            <a class="button" href=form.clone() data-testid="edit-contact">
                {icon(Glyph::Pencil)}
                <span>{say!(personal.contact_edit)}</span>
            </a>
        }
    });
    view! {
        <section class="section" data-testid="contact">
            <h2>{say!(personal.contact)}</h2>
            <ConflictList keys=keys editable=editable form=form />
            {contact.filter(|contact| !contact.is_blank()).map_or_else(none, |contact| facts(&contact))}
            <p class="section-note">{say!(personal.contact_readers)}</p>
            {waiting}
            <div class="contact-actions">{edit}{is_known.then(|| history_link(key))}</div>
        </section>
    }
    .into_any()
}

fn none() -> AnyView {
    view! { <p>{say!(personal.contact_none)}</p> }
}

fn facts(contact: &Contact) -> AnyView {
    let call = (!contact.phone.is_empty()).then(|| link(say!(personal.phone), "tel:", &contact.phone));
    let mail = (!contact.email.is_empty()).then(|| link(say!(personal.email), "mailto:", &contact.email));
    let words = |name: &'static str, text: &String| {
        let text = text.clone();
        (!text.is_empty()).then(|| view! { <dt>{name}</dt><dd>{text}</dd> })
    };
    let (wechat, note) = (words(say!(personal.wechat), &contact.wechat), words(say!(personal.note), &contact.note));
    view! { <dl class="facts contact-facts">{call}{wechat}{mail}{note}</dl> }.into_any()
}

/// A number or an address that can be tapped.
fn link(name: &'static str, scheme: &'static str, text: &str) -> AnyView {
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let (href, text) = ([scheme, &plain].concat(), text.to_owned());
    view! { <dt>{name}</dt><dd><a href=href>{text}</a></dd> }.into_any()
}
