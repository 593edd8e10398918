//! Writing a suggestion down: the page around the form.

use kaifong_domain::{
    access::Actor,
    community::Community,
    field::Field,
    id::{BuildingId, SuggestionId},
    policy::Deed,
    record::Record,
    suggestion::{Category, Source, Suggestion},
    value::LongText,
};
use leptos::prelude::*;

use crate::{
    address::use_address,
    component::{
        empty::empty,
        icon::Glyph,
        page_header::page_header,
        suggestion_form::{Purpose, SuggestionForm},
    },
    context::{
        actor::{may_do, use_actor},
        clock::now,
        commands::use_commands,
        community::use_community,
    },
    markup::{child, view},
    memo::Memo,
    page::{suggestion::missing, suggestions::PATH},
    param::way_back,
};

/// A form for a new suggestion, or for one that is there. The form is built once: what others change
/// in the meantime doesn't take away what is being written.
#[component]
pub fn SuggestionFormPage() -> impl IntoView {
    let (actor, community) = (use_actor(), use_community());
    let text = use_address().id();
    let is_new = text.is_none();
    let id: Option<SuggestionId> = text.and_then(|id| id.parse().ok());
    let ready = Memo::new(move || {
        let known = || id.is_some_and(|id| community.with(|community| community.suggestions.contains_key(&id)));
        actor.get().is_some() && (is_new || known())
    });
    child(move || match (ready.get(), actor.get_untracked(), id) {
        (true, Some(actor), Some(id)) => edit(actor, id),
        (true, Some(actor), None) => new(actor),
        _ => missing(),
    })
}

fn new(actor: Actor) -> AnyView {
    let blank = Suggestion {
        id: use_commands().new_id(),
        raised_by: actor.person,
        raised_at: now(),
        title: String::new(),
        text: LongText::default(),
        building: use_community().with_untracked(|community| own_building(community, actor)),
        place: String::new(),
        category: Category::Other,
        source: if actor.captains() { Source::Door } else { Source::Talk },
        owner: None,
    };
    view! {
        {page_header(say!(suggestions.new), Some((way_back(PATH), say!(suggestions.title).into())), None)}
        <SuggestionForm suggestion=blank purpose=Purpose::New />
    }
    .into_any()
}

/// The building whose captain one is, or in which one lives.
fn own_building(community: &Community, actor: Actor) -> Option<BuildingId> {
    let captaincies = community.captaincies.values().filter(|captaincy| captaincy.person == actor.person);
    let captaincy = captaincies.max_by_key(|captaincy| (captaincy.level, captaincy.since));
    let home = || community.people.get(&actor.person).and_then(|person| person.building);
    captaincy.map(|captaincy| captaincy.building).or_else(home)
}

fn edit(actor: Actor, id: SuggestionId) -> AnyView {
    let read = |community: &Community| {
        let suggestion = community.suggestions.get(&id)?.clone();
        let record = Record::Suggestion(suggestion.clone());
        let allowed = may_do(Some(actor), Deed::Edit(Field::Title), &record, community);
        let removes = may_do(Some(actor), Deed::Remove, &record, community);
        let assigns = may_do(Some(actor), Deed::Edit(Field::Owner), &record, community);
        Some((suggestion, allowed, Purpose::Edit { assigns, removes }))
    };
    let Some((suggestion, allowed, purpose)) = use_community().with_untracked(read) else { return missing() };
    let back = ([PATH, "/", &id.to_string()].concat(), suggestion.title.clone());
    let form = if allowed {
        view! { <SuggestionForm suggestion=suggestion purpose=purpose /> }.into_any()
    } else {
        empty(Glyph::Note, say!(suggestions.not_allowed), "")
    };
    view! { {page_header(say!(suggestions.edit), Some(back), None)}{form} }.into_any()
}
