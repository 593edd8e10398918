//! What has changed since one last looked, by others.

use kaifong_domain::{
    access::Actor,
    community::Community,
    id::{PersonId, SuggestionId, TaskId},
    suggestion::Status,
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    component::{avatar::avatar, list_row::list_row, person_chip::name_of, record_link::RecordLink},
    context::{clock::use_moment, community::use_community},
    locale::{format, words::status::status as status_word},
    markup::view,
    memo::Memo,
};

/// How much news is shown.
const SHOWN: usize = 10;
/// Who has never looked sees the last week.
const FIRST_LOOK: i64 = 7;

/// What has happened.
#[derive(Clone, PartialEq, Eq)]
enum What {
    Raised(SuggestionId),
    Moved(SuggestionId, Status),
    Commented(SuggestionId),
    TaskAdded(TaskId),
    /// One's own claim moved up from the waiting list.
    Promoted(TaskId),
}

#[derive(Clone, PartialEq, Eq)]
struct Item {
    at: Timestamp,
    by: PersonId,
    what: What,
    title: String,
    href: String,
}

fn gather(community: &Community, actor: Actor, since: Timestamp) -> (Vec<Item>, usize) {
    let suggestion = |id| RecordLink::to_suggestion(community, id);
    let raised = community.suggestions.values().map(|suggestion| {
        let (id, at, by) = (suggestion.id, suggestion.raised_at, suggestion.raised_by);
        (at, by, What::Raised(id))
    });
    let moved = community.events.values().map(|event| (event.at, event.by, What::Moved(event.suggestion, event.to)));
    let said = community.comments.values().map(|comment| (comment.at, comment.by, What::Commented(comment.suggestion)));
    let added = community.tasks.values().filter(|task| task.series.is_none());
    let added = added.map(|task| (task.created_at, task.created_by, What::TaskAdded(task.id)));
    let all = raised.chain(moved).chain(said).chain(added);
    let others = all.filter(|(_, by, _)| *by != actor.person);
    let own = community.claims.values().filter(|claim| claim.person == actor.person);
    let promoted = own.filter_map(|claim| Some((claim.promoted_at()?, claim.person, What::Promoted(claim.task))));
    let mut news: Vec<_> = others.chain(promoted).filter(|(at, ..)| *at > since).collect();
    news.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let count = news.len();
    let item = |(at, by, what): (Timestamp, PersonId, What)| {
        let link = match what {
            What::Raised(id) | What::Moved(id, _) | What::Commented(id) => suggestion(id),
            What::TaskAdded(id) | What::Promoted(id) => RecordLink::to_task(community, id),
        };
        Item { at, by, what, title: link.name, href: link.href }
    };
    (news.into_iter().take(SHOWN).map(item).collect(), count)
}

fn described(what: &What, by: &str, ago: &str) -> String {
    let done = match what {
        What::Raised(_) => say!(today.raised, person = by),
        What::Moved(_, to) => say!(today.moved, person = by, status = status_word(*to)),
        What::Commented(_) => say!(today.commented, person = by),
        What::TaskAdded(_) => say!(today.task_added, person = by),
        What::Promoted(_) => say!(today.promoted).to_owned(),
    };
    [done.as_str(), " · ", ago].concat()
}

/// What has changed since one last looked.
pub(super) fn news(actor: Actor, seen: Option<Timestamp>) -> AnyView {
    let (community, moment) = (use_community(), use_moment());
    let since = seen.unwrap_or_else(|| moment.get_untracked().plus_days(-FIRST_LOOK));
    let items = Memo::new(move || community.with(|community| gather(community, actor, since)));
    let row = move |item: Item| {
        let name = name_of(item.by);
        let text = described(&item.what, &name, &format::relative(item.at, moment.get()));
        view! { <li data-testid="news">{list_row(item.href, avatar(item.by, &name), item.title, text, None)}</li> }
    };
    let section = move || {
        let (items, count) = items.get();
        let more = count.saturating_sub(items.len());
        let rest = (more > 0).then(|| {
            view! { <p class="section-note">{say!(today.more_news, count = u32::try_from(more).unwrap_or(u32::MAX))}</p> }
        });
        let list = if items.is_empty() {
            view! { <p class="section-note">{say!(today.no_news)}</p> }.into_any()
        } else {
            view! { <ul class="list">{items.into_iter().map(row).collect_view()}</ul> }.into_any()
        };
        view! { <section class="section"><h2>{say!(today.news)}</h2>{list}{rest}</section> }
    };
    section.into_any()
}
