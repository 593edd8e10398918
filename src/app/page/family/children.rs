//! A family's children, and what each of them comes to.

use kaifong_domain::{
    child::{AgeBand, Child},
    command::Command,
    community::Community,
    enrolment::Enrolment,
    id::{ChildId, EnrolmentId, FamilyId},
};
use leptos::prelude::*;

use super::{
    child_sheet::{ChildEditor, ChildSheet},
    enrol_sheet::{EnrolSheet, Enrolling},
};
use crate::{
    component::{
        icon::{Glyph, icon},
        keyed::keyed,
    },
    context::{clock::use_today, commands::use_commands, community::use_community},
    locale::{format, words::age_band::age_band},
    markup::view,
    memo::Memo,
};

/// A child with what it comes to.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Card {
    id: ChildId,
    family: FamilyId,
    name: String,
    age: AgeBand,
    comes_to: Vec<(EnrolmentId, String)>,
}

fn cards(community: &Community, family: FamilyId, today: jiff::civil::Date) -> Vec<Card> {
    let in_words = |enrolment: &Enrolment| {
        let series = community.series.get(&enrolment.series).map(|series| series.title.clone()).unwrap_or_default();
        let when = match enrolment.date {
            Some(date) => format::day(date, today),
            None => say!(families.every_session).into(),
        };
        (enrolment.id, [series.as_str(), " · ", &when].concat())
    };
    let card = |child: &Child| {
        let theirs = community.enrolments.values().filter(|enrolment| enrolment.child == child.id);
        // A session that is over is history.
        let counts = |enrolment: &&Enrolment| enrolment.stands() && enrolment.date.is_none_or(|date| date >= today);
        let Child { id, family, name, age } = child.clone();
        let mut standing: Vec<&Enrolment> = theirs.filter(counts).collect();
        standing.sort_by_key(|enrolment| (enrolment.series, enrolment.date));
        Card { id, family, name, age, comes_to: standing.into_iter().map(in_words).collect() }
    };
    community.children_of(family).map(card).collect()
}

/// Draws the section.
pub(super) fn children(family: FamilyId, editable: Memo<bool>) -> AnyView {
    let (community, today) = (use_community(), use_today());
    let all = Memo::new(move || community.with(|community| cards(community, family, today.get())));
    let (editor, enrolling) = (ChildEditor::closed(), Enrolling::closed());
    let none =
        move || all.with(Vec::is_empty).then(|| view! { <p class="section-note">{say!(families.no_children)}</p> });
    let add = move || {
        editable.get().then(|| {
            view! {
                <button class="button" type="button" data-testid="add-child" on:click=move |_| editor.edit(None)>
                    {icon(Glyph::Plus)}
                    <span>{say!(families.add_child)}</span>
                </button>
            }
        })
    };
    view! {
        <section class="section family-children">
            <h2>{say!(families.children)}</h2>
            {none}
            <ul class="family-list" role="list">
                {keyed(move || all.get(), move |one| card(one, editable, editor, enrolling))}
            </ul>
            {add}
            <ChildSheet editor=editor family=family />
            <EnrolSheet enrolling=enrolling family=family />
        </section>
    }
    .into_any()
}

fn card(card: Card, editable: Memo<bool>, editor: ChildEditor, enrolling: Enrolling) -> AnyView {
    let Card { id, family, name, age, comes_to } = card;
    let child = StoredValue::new(Child { id, family, name: name.clone(), age });
    let none = comes_to.is_empty().then(|| view! { <p class="section-note">{say!(families.no_enrolment)}</p> });
    let rows = comes_to.into_iter().map(|one| enrolment(family, one, editable)).collect_view();
    let actions = move || {
        editable.get().then(|| {
            view! {
                <div class="family-child-actions">
                    <button class="button" type="button" data-testid="enrol" on:click=move |_| enrolling.begin(id)>
                        {icon(Glyph::Plus)}
                        <span>{say!(families.enrol)}</span>
                    </button>
                    <button class="button" type="button" data-testid="edit-child" on:click=move |_| editor.edit(Some(child.get_value()))>
                        {icon(Glyph::Pencil)}
                        <span>{say!(common.edit)}</span>
                    </button>
                </div>
            }
        })
    };
    view! {
        <li class="family-child" data-testid="child">
            <h3><span>{name}</span><span class="family-child-age">{age_band(age)}</span></h3>
            <ul class="family-child-enrolments" role="list">{rows}</ul>
            {none}
            {actions}
        </li>
    }
    .into_any()
}

fn enrolment(family: FamilyId, (id, words): (EnrolmentId, String), editable: Memo<bool>) -> AnyView {
    let commands = use_commands();
    let end = move |_| {
        commands.give(Command::EndEnrolment { family, id }, || say!(families.ended).into());
    };
    let which = words.clone();
    let end = move || {
        let which = which.clone();
        editable.get().then(|| {
            view! {
                <button class="link-button" type="button" data-testid="end-enrolment" on:click=end>
                    <span>{say!(families.end)}</span>
                    <span class="visually-hidden">{which}</span>
                </button>
            }
        })
    };
    view! { <li data-testid="enrolment">{icon(Glyph::Check)}<span class="family-child-series">{words}</span>{end}</li> }
        .into_any()
}
