//! A family of the book club: who comes along, the children, and what they come to.

mod child_sheet;
mod children;
mod enrol_sheet;

use kaifong_domain::{
    access::Team,
    family::Family,
    field::Field,
    id::FamilyId,
    policy::Deed,
    record::{Collection, RecordKey},
};
use leptos::prelude::*;

use super::not_found::gone;
use crate::{
    address::use_address,
    component::{
        action_bar::action_bar,
        building_picker::building_name,
        confirm::Confirm,
        conflict_list::ConflictList,
        edit_link::edit_link,
        empty::empty,
        fact::{fact, fact_in_words, fact_list},
        history_link::history_link,
        icon::{Glyph, icon},
        page_header::page_header,
        seat_badge::unsent_badge,
    },
    context::{
        actor::{may_do, use_actor},
        calls::use_calls,
        community::use_community,
        status::is_waiting,
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// The page one level up: the list, for whoever may see it.
pub(super) fn way_up() -> (String, String) {
    let actor = use_actor().get_untracked();
    match actor.is_some_and(|actor| actor.is_of(Team::BookClub)) {
        true => ("/families".into(), say!(families.title).into()),
        false => ("/me".into(), say!(common.tab_me).into()),
    }
}

/// A family.
#[component]
pub fn FamilyPage() -> impl IntoView {
    let (community, actor) = (use_community(), use_actor());
    let id: Option<FamilyId> = use_address().id().and_then(|id| id.parse().ok());
    let family = Memo::new(move || community.with(|community| community.families.get(&id?).cloned()));
    let is_own = move || actor.get().is_some_and(|actor| Some(FamilyId::of(actor.person)) == id);
    let found = Memo::new(move || family.with(Option::is_some));
    let page = move || match id {
        Some(id) if found.get() => shown(id, family),
        Some(id) if is_own() => start(id),
        _ => gone(say!(families.unknown), say!(families.unknown_text)),
    };
    view! { {page} }.into_any()
}

/// Said to those whose own family is not written down.
fn start(id: FamilyId) -> AnyView {
    let form = ["/families/", &id.to_string(), "/edit"].concat();
    view! {
        {page_header(say!(families.own), Some(("/me".into(), say!(common.tab_me).into())), None)}
        {empty(Glyph::Book, say!(families.own_none), say!(families.none_text))}
        <p class="section-note">{say!(families.readers)}</p>
        {action_bar(view! {
            <a class="button button-primary" href=form data-testid="own-family">{icon(Glyph::Plus)}<span>{say!(families.own_start)}</span></a>
        })}
    }
    .into_any()
}

fn shown(id: FamilyId, family: Memo<Option<Family>>) -> AnyView {
    let (community, actor) = (use_community(), use_actor());
    let key = RecordKey { collection: Collection::Families, id: id.0 };
    let form = ["/families/", &id.to_string(), "/edit"].concat();
    let keys = Memo::new(move || {
        let children =
            community.with(|community| community.children_of(id).map(|child| child.id.0).collect::<Vec<_>>());
        let children = children.into_iter().map(|id| RecordKey { collection: Collection::Children, id });
        std::iter::once(key).chain(children).collect()
    });
    let editable = Memo::new(move || {
        let family = family.get();
        let may = |family: Family| {
            community.with(|community| may_do(actor.get(), Deed::Edit(Field::Guardian), &family.into(), community))
        };
        family.is_some_and(may)
    });
    let waiting = is_waiting(key);
    let edit = form.clone();
    let head = move || {
        let edit = editable.get().then(|| edit_link(edit.clone()));
        let guardian = family.with(|family| family.as_ref().map(|family| family.guardian.clone())).unwrap_or_default();
        view! {
            {page_header(guardian, Some(way_up()), None)}
            <p class="state-line">{unsent_badge(waiting.get())}{edit}</p>
        }
    };
    view! {
        {head}
        <ConflictList keys=keys editable=editable form=form />
        {move || family.get().map(|family| facts(&family))}
        {children::children(id, editable)}
        <p class="section-note">{say!(families.readers)}</p>
        {history_link(key)}
        {erase(id)}
    }
    .into_any()
}

fn facts(family: &Family) -> AnyView {
    let place = use_community().with(|community| building_name(community, family.building));
    let mut facts = Vec::new();
    if !family.phone.is_empty() {
        let plain: String = family.phone.chars().filter(|sign| !sign.is_whitespace()).collect();
        let (href, phone) = (["tel:", &plain].concat(), family.phone.clone());
        facts.push(fact(Glyph::Phone, say!(families.phone), view! { <a href=href>{phone}</a> }.into_any()));
    }
    if !place.is_empty() {
        facts.push(fact_in_words(Glyph::Building, say!(neighbours.building), place));
    }
    if !family.note.is_empty() {
        facts.push(fact_in_words(Glyph::Alert, say!(families.note), family.note.clone()));
    }
    fact_list(facts)
}

/// Everything that is known of the family goes, for good.
fn erase(id: FamilyId) -> AnyView {
    let (calls, address, asking) = (use_calls(), use_address(), RwSignal::new(false));
    let (up, _) = way_up();
    let up = StoredValue::new(up);
    let erase = move || {
        let path = ["families/", &id.to_string(), "/erase"].concat();
        calls.act(&path, &(), say!(families.erased), move || address.go_instead(&up.get_value()));
    };
    view! {
        <section class="section">
            <button class="button button-danger" type="button" data-testid="erase" on:click=move |_| asking.set(true)>
                {icon(Glyph::Bin)}
                {say!(families.erase)}
            </button>
            <Confirm open=asking title=say!(families.erase) text=say!(families.erase_text) action=say!(families.erase) confirmed=erase />
        </section>
    }
    .into_any()
}
