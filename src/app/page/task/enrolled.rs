//! The children who are to come to a session, for those who may know.

use kaifong_domain::{access::Team, community::Community, id::FamilyId, task::Task};
use leptos::prelude::*;

use super::Reading;
use crate::{
    component::{
        icon::{Glyph, icon},
        list_row::list_row,
    },
    context::{actor::use_actor, community::use_community},
    locale::words::age_band::age_band,
    markup::view,
    memo::Memo,
};

/// A child, as the teachers see it.
type Row = (FamilyId, String, String);

/// Draws the section; nothing, if the task is no session or not for whoever looks.
pub(super) fn enrolled(reading: Memo<Option<Reading>>) -> AnyView {
    let (community, actor) = (use_community(), use_actor());
    let rows = Memo::new(move || {
        let is_for_them = actor.get().is_some_and(|actor| actor.is_of(Team::BookClub));
        let task = reading.with(|reading| reading.as_ref().map(|reading| reading.task.clone()))?;
        community.with(|community| is_for_them.then(|| rows(community, &task)).flatten())
    });
    let section = move || rows.get().map(drawn);
    view! { {section} }.into_any()
}

fn rows(community: &Community, task: &Task) -> Option<Vec<Row>> {
    let children = community.enrolled(task.series?, task.date?);
    let row = |child: &&kaifong_domain::child::Child| {
        let family = community.families.get(&child.family)?;
        let parts = [age_band(child.age), &family.guardian, &family.note];
        let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        Some((family.id, child.name.clone(), text))
    };
    Some(children.iter().filter_map(row).collect())
}

fn drawn(rows: Vec<Row>) -> AnyView {
    let none = rows.is_empty().then(|| view! { <p class="section-note">{say!(families.enrolled_none)}</p> });
    let count = rows.len();
    let row = |(family, name, text): Row| {
        let lead = view! { <span class="list-row-icon">{icon(Glyph::Person)}</span> };
        let href = ["/families/", &family.to_string()].concat();
        view! { <li data-testid="enrolled">{list_row(href, lead.into_any(), name, text, None)}</li> }
    };
    let title = match count {
        0 => say!(families.enrolled_children).to_owned(),
        count => [say!(families.enrolled_children), " · ", &count.to_string()].concat(),
    };
    view! {
        <section class="section">
            <h2>{title}</h2>
            {none}
            <ul class="list">{rows.into_iter().map(row).collect_view()}</ul>
            <a class="section-more" href="/families">{say!(families.title)}{icon(Glyph::Forward)}</a>
        </section>
    }
    .into_any()
}
