//! Who wrote something, and when: a person where the community knows whose device it was.

use kaifong_domain::{device::Author, id::PersonId, time::Timestamp};
use leptos::prelude::*;

use super::person_chip::PersonChip;
use crate::{
    context::{clock::use_today, community::use_community, entrance::use_identity},
    locale::format,
    markup::view,
    memo::Memo,
};

/// The person behind a change. A phone knows itself before the community has told of it.
fn person_of(author: Author) -> Option<PersonId> {
    let Author::Device(id) = author else { return None };
    let known = use_community().with(|community| community.devices.get(&id).map(|device| device.person));
    let own = || use_identity().get().filter(|own| kaifong_domain::id::DeviceId::of(own.device) == id);
    known.or_else(|| own().map(|own| own.actor.person))
}

/// Draws who wrote something, and when by their clock.
pub fn author_line(author: Author, at: Timestamp) -> AnyView {
    let today = use_today();
    let person = Memo::new(move || person_of(author));
    let who = move || match (person.get(), author) {
        (Some(person), _) => view! { <PersonChip person=person /> }.into_any(),
        (None, Author::Server) => view! { <span class="author-line-other">{say!(history.server)}</span> }.into_any(),
        (None, Author::Program) => view! { <span class="author-line-other">{say!(history.program)}</span> }.into_any(),
        (None, Author::Device(_)) => {
            view! { <span class="author-line-other">{say!(history.unknown_device)}</span> }.into_any()
        }
    };
    // Programs need not say when.
    let when = (at.0 > 0).then(|| view! { <time>{move || format::day_and_time(at, today.get())}</time> });
    view! { <p class="author-line">{who}{when}</p> }.into_any()
}
