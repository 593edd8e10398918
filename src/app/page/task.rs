//! A task: when, where and what, who has a place and who waits, and what came of it.

mod enrolled;
mod facts;

use kaifong_domain::{
    field::Field,
    id::{SuggestionId, TaskId},
    policy::Deed,
    record::{Collection, RecordKey},
    series::Occurrence,
    task::{Task, TaskStatus},
};
use leptos::prelude::*;

use crate::{
    address::use_address,
    component::{
        conflict_list::ConflictList,
        edit_link::edit_link,
        empty::empty,
        history_link::history_link,
        icon::{Glyph, icon},
        page_header::page_header,
        role_list::RoleList,
        role_sheet::{EditedRole, RoleEditor, RoleSheet},
        seat_badge::unsent_badge,
        status_sheet::StatusSheet,
        task_card::{kind_glyph, task_status_badge},
    },
    context::{
        actor::{may_do, use_actor},
        community::use_community,
        status::use_status,
    },
    locale::words::task_kind::task_kind,
    markup::view,
    memo::Memo,
    page::tasks::PATH,
    param::way_back,
    row::{
        role::roles,
        task::{address, occurrence},
    },
};

/// Which task a page is about: by its id, and, where it may not be stored yet, by series and day.
pub type Subject = (TaskId, Option<Occurrence>);

/// The task that the address names.
pub fn use_subject() -> Option<Subject> {
    let address = use_address();
    let [series, date] = ["series", "date"].map(|key| address.choice_untracked(key));
    let id = address.id()?.parse().ok()?;
    Some((id, occurrence(series.as_deref(), date.as_deref())))
}

/// A task with what its page says of other records.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    task: Task,
    /// Only where it is not stored yet.
    occurrence: Option<Occurrence>,
    building: String,
    series: Option<String>,
    suggestion: Option<(SuggestionId, String)>,
    may_edit: bool,
    unsent: bool,
}

fn read(subject: Option<Subject>) -> Option<Reading> {
    let (id, occurrence) = subject?;
    let actor = use_actor().get();
    let key = RecordKey { collection: Collection::Tasks, id: id.0 };
    let unsent = use_status().with(|status| status.waiting_records.contains(&key));
    use_community().with(|community| {
        let (task, _) = community.task(id, occurrence)?;
        let suggestion = task.suggestion.and_then(|id| community.suggestions.get(&id));
        let series = task.series.and_then(|id| community.series.get(&id));
        Some(Reading {
            occurrence: occurrence.filter(|_| !community.tasks.contains_key(&id)),
            building: crate::row::task::building(community, task.building),
            series: series.map(|series| series.title.clone()).filter(|title| *title != task.title),
            suggestion: suggestion.map(|suggestion| (suggestion.id, suggestion.title.clone())),
            may_edit: may_do(actor, Deed::Edit(Field::Title), &task.clone().into(), community),
            task,
            unsent,
        })
    })
}

/// One task.
#[component]
pub fn TaskPage() -> impl IntoView {
    let subject = use_subject();
    let reading = Memo::new(move || read(subject));
    let found = Memo::new(move || reading.with(Option::is_some));
    let content = move || if found.get() { task(subject, reading) } else { missing() };
    view! { {content} }.into_any()
}

/// Said where there is no such task.
pub(super) fn missing() -> AnyView {
    view! {
        {page_header(say!(tasks.missing), Some((way_back(PATH), say!(tasks.title).into())), None)}
        {empty(Glyph::Calendar, say!(tasks.missing), say!(tasks.missing_hint))}
        <a class="button" href=way_back(PATH)>{icon(Glyph::Back)}<span>{say!(tasks.back)}</span></a>
    }
    .into_any()
}

fn task(subject: Option<Subject>, reading: Memo<Option<Reading>>) -> AnyView {
    let (community, actor, syncing) = (use_community(), use_actor(), use_status());
    let roles = Memo::new(move || {
        let Some(subject) = subject else { return Vec::new() };
        let person = actor.get().map(|actor| actor.person);
        community.with(|community| syncing.with(|syncing| roles(community, subject, person, syncing)))
    });
    let status = Memo::new(move || reading.with(|reading| reading.as_ref().map(|reading| reading.task.status)));
    let status = Signal::derive(move || status.get().unwrap_or(TaskStatus::Unknown));
    let result = Signal::derive(move || {
        reading.with(|reading| reading.as_ref().map(|reading| reading.task.result.0.clone())).unwrap_or_default()
    });
    let editable = Memo::new(move || reading.with(|reading| reading.as_ref().is_some_and(|reading| reading.may_edit)));
    let editor = RoleEditor::closed();
    let keys = Memo::new(move || {
        let roles = roles.with(|roles| roles.iter().map(|role| (Collection::Roles, role.id.0)).collect::<Vec<_>>());
        let task = subject.map(|(id, _)| (Collection::Tasks, id.0));
        task.into_iter().chain(roles).map(|(collection, id)| RecordKey { collection, id }).collect()
    });
    let form = subject.map(|(id, _)| address(id, None, "/edit")).unwrap_or_default();
    // A session of which nothing has been said has no history.
    let stored = Memo::new(move || subject.filter(|(id, _)| community.with(|all| all.tasks.contains_key(id))));
    let past = move || stored.get().map(|(id, _)| history_link(RecordKey { collection: Collection::Tasks, id: id.0 }));
    let add_role = move || {
        editable.get().then(|| {
            view! {
                <button class="link-button" type="button" data-testid="add-role" on:click=move |_| editor.edit(EditedRole::new())>
                    {icon(Glyph::Plus)}
                    <span>{say!(tasks.add_role)}</span>
                </button>
            }
        })
    };
    let sheet = move || editable.get().then(|| view! { <StatusSheet task=subject status=status result=result /> });
    view! {
        {move || reading.get().map(head)}
        <ConflictList keys=keys editable=editable form=form />
        {move || reading.get().map(facts::facts)}
        <section class="section" aria-labelledby="task-roles">
            <h2 id="task-roles">{say!(tasks.roles)}</h2>
            <RoleList roles=roles status=status editable=editable editor=editor />
            {add_role}
        </section>
        {enrolled::enrolled(reading)}
        {move || reading.get().map(facts::texts)}
        {sheet}
        {past}
        <RoleSheet editor=editor task=subject />
    }
    .into_any()
}

fn head(reading: Reading) -> AnyView {
    let Reading { task, occurrence, may_edit, unsent, .. } = reading;
    let edit = may_edit.then(|| edit_link(address(task.id, occurrence, "/edit")));
    view! {
        {page_header(task.title, Some((way_back(PATH), say!(tasks.title).into())), None)}
        <p class="state-line">
            <span class="state-line-kind">{icon(kind_glyph(task.kind))}<span>{task_kind(task.kind)}</span></span>
            {task_status_badge(task.status)}
            {unsent_badge(unsent)}
            {edit}
        </p>
    }
    .into_any()
}
