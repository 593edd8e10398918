//! A suggestion: what it is, how far it has come, and what is said and done about it.

mod facts;

use kaifong_domain::{
    command::Command,
    field::Field,
    id::SuggestionId,
    policy::{self, Deed},
    record::{Collection, Record, RecordKey},
    suggestion::{Status, Suggestion, SuggestionEdit},
};
use leptos::prelude::*;

use crate::{
    address::use_address,
    component::{
        agenda::task_list,
        comment_form::CommentForm,
        comment_list::CommentList,
        conflict_list::ConflictList,
        edit_link::edit_link,
        empty::empty,
        history_link::history_link,
        icon::{Glyph, icon},
        move_sheet::MoveSheet,
        page_header::page_header,
        seat_badge::unsent_badge,
        status_badge::status_badge,
        task_card::When,
        trail::Trail,
    },
    context::{
        actor::{may, may_do, use_actor},
        commands::use_commands,
        community::use_community,
        status::use_status,
    },
    locale::words::status::status as status_word,
    markup::{child, view},
    memo::Memo,
    page::suggestions::PATH,
    param::way_back,
    row::{
        suggestion::{remarks, steps, unsent},
        task::{TaskTally, building},
    },
    signal::RwSignal,
};

/// A suggestion with what its page says of other records, and what one may do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    suggestion: Suggestion,
    status: Status,
    building: String,
    next: Vec<Status>,
    may_edit: bool,
    may_follow: bool,
    may_agree: bool,
    unsent: bool,
}

fn read(id: SuggestionId) -> Option<Reading> {
    let actor = use_actor().get();
    use_community().with(|community| {
        let suggestion = community.suggestions.get(&id)?.clone();
        let status = community.status_of(id);
        let may_move = |to: &Status| may(actor, |actor| policy::may_move(actor, id, *to, community));
        let next: Vec<Status> = status.next().iter().copied().filter(may_move).collect();
        let raised_it = actor.is_some_and(|actor| actor.person == suggestion.raised_by);
        let record = Record::Suggestion(suggestion.clone());
        let may_edit = may_do(actor, Deed::Edit(Field::Title), &record, community);
        let may_assign = may_do(actor, Deed::Edit(Field::Owner), &record, community);
        Some(Reading {
            building: building(community, suggestion.building),
            may_follow: may_assign && suggestion.owner.is_none() && !status.is_settled(),
            may_agree: raised_it && next.contains(&Status::Agreed),
            unsent: use_status().with(|syncing| unsent(community, syncing).contains(&id)),
            suggestion,
            status,
            next,
            may_edit,
        })
    })
}

/// One suggestion.
#[component]
pub fn SuggestionPage() -> impl IntoView {
    let id: Option<SuggestionId> = use_address().id().and_then(|id| id.parse().ok());
    let reading = Memo::new(move || id.and_then(read));
    let raised =
        Memo::new(move || reading.with(|reading| reading.as_ref().map(|reading| reading.suggestion.raised_by)).zip(id));
    child(move || match raised.get() {
        Some((_, id)) => suggestion(id, reading),
        None => missing(),
    })
}

/// Said where there is no such suggestion.
pub(super) fn missing() -> AnyView {
    view! {
        {page_header(say!(suggestions.missing), Some((way_back(PATH), say!(suggestions.title).into())), None)}
        {empty(Glyph::Bubble, say!(suggestions.missing), say!(suggestions.missing_hint))}
        <a class="button" href=way_back(PATH)>{icon(Glyph::Back)}<span>{say!(suggestions.back)}</span></a>
    }
    .into_any()
}

fn suggestion(id: SuggestionId, reading: Memo<Option<Reading>>) -> AnyView {
    let (community, syncing) = (use_community(), use_status());
    let steps = Memo::new(move || community.with(|all| syncing.with(|syncing| steps(all, id, syncing))));
    let remarks = Memo::new(move || community.with(|all| syncing.with(|syncing| remarks(all, id, syncing))));
    let next = Memo::new(move || {
        reading.with(|reading| reading.as_ref().map(|reading| reading.next.clone())).unwrap_or_default()
    });
    let raised = reading.with_untracked(|reading| {
        reading.as_ref().map(|Reading { suggestion, .. }| (suggestion.raised_by, suggestion.raised_at))
    });
    let open = RwSignal::new(false);
    let key = RecordKey { collection: Collection::Suggestions, id: id.0 };
    let keys = Memo::new(move || vec![key]);
    let editable = Memo::new(move || reading.with(|reading| reading.as_ref().is_some_and(|reading| reading.may_edit)));
    let form = [PATH, "/", &id.to_string(), "/edit"].concat();
    view! {
        {move || reading.get().map(head)}
        <ConflictList keys=keys editable=editable form=form />
        {actions(id, reading, open)}
        {move || reading.get().map(facts::facts)}
        <section class="section" aria-labelledby="suggestion-trail">
            <h2 id="suggestion-trail">{say!(suggestions.trail)}</h2>
            {raised.map(|raised| view! { <Trail raised=raised steps=steps /> })}
        </section>
        {tasks(id)}
        <section class="section" aria-labelledby="suggestion-comments">
            <h2 id="suggestion-comments">{say!(suggestions.comments)}</h2>
            <CommentList remarks=remarks />
            <CommentForm suggestion=id />
        </section>
        {history_link(key)}
        <MoveSheet open=open suggestion=id next=next />
    }
    .into_any()
}

fn head(reading: Reading) -> AnyView {
    let Reading { suggestion, status, may_edit, unsent, .. } = reading;
    let edit = may_edit.then(|| edit_link([PATH, "/", &suggestion.id.to_string(), "/edit"].concat()));
    view! {
        {page_header(suggestion.title, Some((way_back(PATH), say!(suggestions.title).into())), None)}
        <p class="state-line" data-testid="status">{status_badge(status)}{unsent_badge(unsent)}{edit}</p>
    }
    .into_any()
}

/// What one can do: agree, move it on, follow it up. Each button stays where it is as long as it may,
/// so that focus stays on it.
fn actions(id: SuggestionId, reading: Memo<Option<Reading>>, open: RwSignal<bool>) -> AnyView {
    let may =
        move |rule: fn(&Reading) -> bool| Memo::new(move || reading.with(|reading| reading.as_ref().is_some_and(rule)));
    let (agree, follow) = (may(|reading| reading.may_agree), may(|reading| reading.may_follow));
    // Who can only agree has a button for it.
    let others = may(|reading| reading.next.iter().any(|to| *to != Status::Agreed || !reading.may_agree));
    let class = move || if agree.get() { "button" } else { "button button-primary" };
    let advance = move || {
        others.get().then(|| {
            view! {
                <button class=class type="button" data-testid="move" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                    {icon(Glyph::Forward)}
                    <span>{say!(suggestions.move_on)}</span>
                </button>
            }
        })
    };
    view! {
        {move || agree.get().then(|| agree_button(id))}
        <div class="suggestion-actions">{advance}{move || follow.get().then(|| follow_button(id))}</div>
    }
    .into_any()
}

fn agree_button(id: SuggestionId) -> AnyView {
    let commands = use_commands();
    let agree = move |_| {
        let (event, to) = (commands.new_id(), Status::Agreed);
        let command = Command::MoveSuggestion { id: event, suggestion: id, to, note: String::new() };
        commands.give(command, move || say!(suggestions.moved, status = status_word(to)));
    };
    view! {
        <div class="suggestion-agree">
            <p>{say!(suggestions.agree_hint)}</p>
            <button class="button button-primary" type="button" data-testid="agree" on:click=agree>
                {icon(Glyph::CheckTwice)}
                <span>{say!(suggestions.agree)}</span>
            </button>
        </div>
    }
    .into_any()
}

fn follow_button(id: SuggestionId) -> AnyView {
    let (commands, actor) = (use_commands(), use_actor());
    let follow = move |_| {
        let Some(actor) = actor.get_untracked() else { return };
        let edits = vec![SuggestionEdit::Owner(Some(actor.person))];
        commands.give(Command::EditSuggestion { id, edits }, || say!(suggestions.taken_on).to_owned());
    };
    view! {
        <button class="button" type="button" data-testid="follow" on:click=follow>
            {icon(Glyph::Hand)}
            <span>{say!(suggestions.take_on)}</span>
        </button>
    }
    .into_any()
}

/// The tasks made from a suggestion, and the way to make one.
fn tasks(id: SuggestionId) -> AnyView {
    let (community, syncing, actor) = (use_community(), use_status(), use_actor());
    let rows = Memo::new(move || {
        let person = actor.get().map(|actor| actor.person);
        community.with(|all| {
            let made: Vec<_> = all.tasks.values().filter(|task| task.suggestion == Some(id)).collect();
            // Most suggestions have none: nothing is counted for them.
            if made.is_empty() {
                return Vec::new();
            }
            let tally = syncing.with(|syncing| TaskTally::new(all, person, syncing));
            let mut rows: Vec<_> = made.into_iter().map(|task| tally.row(all, task)).collect();
            rows.sort_by_key(|row| (row.starts_at.is_none(), row.starts_at, row.id));
            rows
        })
    });
    let make = move || {
        may(actor.get(), |actor| policy::may_make(actor, Collection::Tasks)).then(|| {
            let href = ["/tasks/new?suggestion=", &id.to_string()].concat();
            view! {
                <a class="link-button" href=href data-testid="make-task">
                    {icon(Glyph::Plus)}
                    <span>{say!(suggestions.make_task)}</span>
                </a>
            }
        })
    };
    let can_make = Memo::new(move || may(actor.get(), |actor| policy::may_make(actor, Collection::Tasks)));
    let shown = move || {
        (can_make.get() || !rows.with(Vec::is_empty)).then(|| {
            view! {
                <section class="section" aria-labelledby="suggestion-tasks">
                    <h2 id="suggestion-tasks">{say!(suggestions.tasks)}</h2>
                    {move || task_list(rows.get(), When::Day)}
                    {make}
                </section>
            }
        })
    };
    view! { {shown} }.into_any()
}
