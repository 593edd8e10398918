//! Writing a task: the page around the form.

use kaifong_domain::{
    access::Actor,
    community::Community,
    field::Field,
    id::{SuggestionId, TaskId},
    policy::{self, Deed},
    record::{Collection, Record},
    suggestion::Suggestion,
    task::{Mode, Task, TaskKind, TaskStatus},
    value::LongText,
};
use leptos::prelude::*;

use crate::{
    address::use_address,
    component::{
        empty::empty,
        icon::Glyph,
        page_header::page_header,
        task_form::{Purpose, TaskForm},
    },
    context::{
        actor::{may_do, use_actor},
        clock::now,
        commands::use_commands,
        community::use_community,
    },
    markup::{child, view},
    memo::Memo,
    page::{
        task::{missing, use_subject},
        tasks::PATH,
    },
    param::way_back,
    row::task::address,
};

/// A form for a new task, or for one that is there. The form is built once: what others change in the
/// meantime doesn't take away what is being written.
#[component]
pub fn TaskFormPage() -> impl IntoView {
    let (address, actor) = (use_address(), use_actor());
    let subject = use_subject();
    let is_new = address.id().is_none();
    let suggestion: Option<SuggestionId> = address.choice_untracked("suggestion").and_then(|id| id.parse().ok());
    // The community is read again only until there is something to write in.
    let ready = Memo::new(move || {
        let known = || subject.and_then(|(id, occurrence)| use_community().with(|all| all.task(id, occurrence)));
        actor.get().is_some() && (is_new || known().is_some())
    });
    child(move || match (ready.get(), actor.get_untracked()) {
        (true, Some(actor)) if is_new => new(actor, suggestion),
        (true, Some(actor)) => edit(actor, subject),
        _ => missing(),
    })
}

fn refused(title: &'static str) -> AnyView {
    view! {
        {page_header(title, Some((way_back(PATH), say!(tasks.title).into())), None)}
        {empty(Glyph::Note, say!(tasks.not_allowed), "")}
    }
    .into_any()
}

fn new(actor: Actor, suggestion: Option<SuggestionId>) -> AnyView {
    if policy::may_make(actor, Collection::Tasks).is_err() {
        return refused(say!(tasks.new));
    }
    let id: TaskId = use_commands().new_id();
    let task = use_community().with_untracked(|community| blank(community, actor, id, suggestion));
    let back = match task.suggestion {
        Some(suggestion) => (["/suggestions/", &suggestion.to_string()].concat(), say!(suggestions.title).into()),
        None => (way_back(PATH), say!(tasks.title).into()),
    };
    let purpose = Purpose::New(task.suggestion);
    view! {
        {page_header(say!(tasks.new), Some(back), None)}
        <TaskForm task=task purpose=purpose />
    }
    .into_any()
}

fn edit(actor: Actor, subject: Option<crate::page::task::Subject>) -> AnyView {
    let Some((id, occurrence)) = subject else { return missing() };
    let read = |community: &Community| {
        let (task, _) = community.task(id, occurrence)?;
        let stored = community.tasks.contains_key(&id);
        let record = Record::Task(task.clone());
        let allowed = may_do(Some(actor), Deed::Edit(Field::Title), &record, community);
        let removable = stored && may_do(Some(actor), Deed::Remove, &record, community);
        Some((task, occurrence.filter(|_| !stored), allowed, removable))
    };
    let Some((task, occurrence, allowed, removable)) = use_community().with_untracked(read) else { return missing() };
    if !allowed {
        return refused(say!(tasks.edit));
    }
    let back = (address(id, occurrence, ""), task.title.clone());
    view! {
        {page_header(say!(tasks.edit), Some(back), None)}
        <TaskForm task=task purpose=Purpose::Edit(occurrence, removable) />
    }
    .into_any()
}

/// What a new task holds at first: what its suggestion says, if it is made from one.
fn blank(community: &Community, actor: Actor, id: TaskId, suggestion: Option<SuggestionId>) -> Task {
    let from: Option<&Suggestion> = suggestion.and_then(|id| community.suggestions.get(&id));
    Task {
        id,
        series: None,
        date: None,
        suggestion: from.map(|suggestion| suggestion.id),
        created_by: actor.person,
        created_at: now(),
        kind: if from.is_some() { TaskKind::Work } else { TaskKind::Activity },
        title: from.map(|suggestion| suggestion.title.clone()).unwrap_or_default(),
        text: LongText::default(),
        place: from.map(|suggestion| suggestion.place.clone()).unwrap_or_default(),
        building: from.and_then(|suggestion| suggestion.building),
        starts_at: None,
        ends_at: None,
        lead: Some(actor.person).filter(|person| community.people.contains_key(person)),
        status: TaskStatus::Open,
        result: LongText::default(),
        theme: None,
        format: None,
        mode: Mode::InPerson,
    }
}
