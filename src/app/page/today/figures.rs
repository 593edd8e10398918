//! A coordinator's few figures, each of them a way to what it counts.

use kaifong_domain::{community::Community, suggestion::Status, task::TaskStatus};
use leptos::prelude::*;

use crate::{
    component::stat::stat,
    context::{clock::use_today, community::use_community},
    markup::view,
    memo::Memo,
};

#[derive(Clone, Copy, PartialEq, Eq)]
struct Figures {
    raised: usize,
    unsettled: usize,
    tasks: usize,
    places: usize,
}

/// Counts what a coordinator looks at first: the week runs for seven days from today.
fn count(community: &Community, today: jiff::civil::Date) -> Figures {
    let statuses = community.statuses();
    let week = today.checked_add(jiff::Span::new().days(6)).unwrap_or(today);
    let tasks: Vec<_> =
        community.tasks_between(today, week).into_iter().filter(|task| task.status == TaskStatus::Open).collect();
    let free = |task: &kaifong_domain::task::Task| -> usize {
        let occurrence =
            task.series.zip(task.date).map(|(series, date)| kaifong_domain::series::Occurrence { series, date });
        let roles = community.task(task.id, occurrence).map(|(_, roles)| roles).unwrap_or_default();
        roles.iter().map(|role| (role.places as usize).saturating_sub(community.seats(role).len())).sum()
    };
    Figures {
        raised: statuses.values().filter(|status| **status == Status::Raised).count(),
        unsettled: statuses.values().filter(|status| !status.is_settled()).count(),
        places: tasks.iter().map(free).sum(),
        tasks: tasks.len(),
    }
}

/// The figures.
pub(super) fn figures() -> AnyView {
    let (community, today) = (use_community(), use_today());
    let figures = Memo::new(move || community.with(|community| count(community, today.get())));
    let stats = move || {
        let Figures { raised, unsettled, tasks, places } = figures.get();
        view! {
            <section class="section" data-testid="figures">
                <h2>{say!(today.figures)}</h2>
                <div class="stat-grid">
                    {stat(raised, say!(today.figure_raised), "/suggestions?view=board")}
                    {stat(unsettled, say!(today.figure_unsettled), "/suggestions?view=board")}
                    {stat(tasks, say!(today.figure_tasks), "/tasks?view=list")}
                    {stat(places, say!(today.figure_places), "/tasks?view=list")}
                </div>
            </section>
        }
    };
    stats.into_any()
}
