//! Tasks: what is coming, by day or by month, and the standing posts.

use std::collections::BTreeMap;

use jiff::{Span, civil::Date};
use kaifong_domain::{
    community::Community,
    policy,
    record::Collection,
    task::{Task, TaskKind},
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    component::{
        agenda::{Agenda, task_list},
        compose::compose,
        empty::empty,
        filter_bar::{ON, building_filter, clear_filters, filter_bar, filter_choice, filter_toggle},
        icon::Glyph,
        month::{DayMark, Month, weeks},
        page_header::page_header,
        search_box::SearchBox,
        segments::Segments,
        task_card::When,
    },
    context::{
        actor::{may, use_actor},
        clock::use_today,
        community::use_community,
        status::use_status,
    },
    locale::{format, name::Query, words::task_kind::task_kind},
    markup::view,
    memo::Memo,
    param::{Param, remember},
    row::task::{TaskFilter, TaskRow, TaskTally, by_day},
    signal::RwSignal,
};

/// The address of the list.
pub const PATH: &str = "/tasks";
/// How many tasks are listed at once.
const PAGE: usize = 30;
/// How far ahead the sessions of a series are listed, in days.
const AHEAD: i64 = 400;
/// How far back the list goes, in days.
const BEHIND: i64 = 3_650;

/// The choices by which tasks are looked at.
#[derive(Clone, Copy)]
struct Choices {
    view: Param,
    past: Param,
    mine: Param,
    kind: Param,
    building: Param,
    day: Param,
    typed: RwSignal<String>,
}

impl Choices {
    fn new() -> Self {
        let [view, past, mine, kind, building, day, query] =
            ["view", "past", "mine", "kind", "building", "day", "q"].map(Param::new);
        Self { view, past, mine, kind, building, day, typed: query.typed() }
    }

    fn filter(self) -> TaskFilter {
        let kind = TaskKind::from_code(&self.kind.get());
        TaskFilter {
            query: self.typed.with(|typed| Query::new(typed)),
            mine: self.mine.is(ON),
            kind: Some(kind).filter(|kind| *kind != TaskKind::Unknown),
            building: self.building.get().parse().ok(),
        }
    }

    fn clear(self) {
        for param in [self.mine, self.kind, self.building] {
            param.set(String::new());
        }
        self.typed.set(String::new());
    }

    fn is_filtered(self) -> bool {
        !self.filter().is_empty()
    }
}

/// What there is to do together.
#[component]
pub fn TasksPage() -> impl IntoView {
    remember(PATH);
    let (actor, choices, reading) = (use_actor(), Choices::new(), Reading::new());
    let view = Signal::derive(move || match choices.view.get().as_str() {
        view @ ("month" | "posts") => view.to_owned(),
        _ => "list".to_owned(),
    });
    let views = vec![
        ("list", say!(tasks.view_list).to_owned()),
        ("month", say!(tasks.view_month).to_owned()),
        ("posts", say!(tasks.view_posts).to_owned()),
    ];
    let choose = move |code: String| choices.view.set(if code == "list" { String::new() } else { code });
    let (shown, past) = (Memo::new(move || view.get()), Memo::new(move || choices.past.is(ON)));
    let content = move || match shown.get().as_str() {
        "month" => month(choices, reading),
        "posts" => posts(choices, reading),
        _ => list(choices, reading, past.get()),
    };
    let new = move || {
        may(actor.get(), |actor| policy::may_make(actor, Collection::Tasks))
            .then(|| compose("/tasks/new", say!(tasks.new), "new-task"))
    };
    view! {
        {page_header(say!(tasks.title), None, None)}
        <div class="filter-bar-head">
            <Segments id="tasks-view" label=say!(tasks.views) options=views value=view choose=choose />
            <SearchBox label=say!(tasks.search) value=choices.typed />
            {filters(choices, shown)}
        </div>
        {content}
        {new}
    }
    .into_any()
}

fn filters(choices: Choices, view: Memo<String>) -> AnyView {
    let kinds = || TaskKind::ALL.iter().map(|kind| (kind.code().to_owned(), task_kind(*kind).to_owned())).collect();
    let past = move || (view.get() == "list").then(|| filter_toggle("past", say!(tasks.earlier), choices.past));
    filter_bar(vec![
        filter_toggle("mine", say!(tasks.mine), choices.mine),
        view! { {past} }.into_any(),
        filter_choice("kind", say!(tasks.kind), say!(tasks.all_kinds), kinds, choices.kind),
        building_filter(say!(tasks.building), say!(tasks.all_buildings), choices.building),
    ])
}

/// What is told once for all three views.
#[derive(Clone, Copy)]
struct Reading {
    tally: Memo<TaskTally>,
    today: Signal<Date>,
}

impl Reading {
    fn new() -> Self {
        let (community, actor, status) = (use_community(), use_actor(), use_status());
        let tally = Memo::new(move || {
            let person = actor.get().map(|actor| actor.person);
            community.with(|community| status.with(|status| TaskTally::new(community, person, status)))
        });
        Self { tally, today: use_today() }
    }

    fn rows(self, choices: Choices, tasks: impl FnOnce(&Community) -> Vec<Task>) -> Vec<TaskRow> {
        let filter = choices.filter();
        use_community().with(|community| self.tally.with(|tally| tally.rows(community, &tasks(community), &filter)))
    }

    /// The tasks from `from` days after today to `to` days after today.
    fn around(self, choices: Choices, from: i64, to: i64) -> Vec<TaskRow> {
        let day = |days: i64| self.today.get().checked_add(Span::new().days(days)).unwrap_or(self.today.get());
        self.rows(choices, |community| community.tasks_between(day(from), day(to)))
    }
}

fn list(choices: Choices, reading: Reading, past: bool) -> AnyView {
    let most = RwSignal::new(PAGE);
    let rows = Memo::new(move || {
        if !past {
            return reading.around(choices, 0, AHEAD);
        }
        let mut rows = reading.around(choices, -BEHIND, -1);
        rows.reverse();
        rows
    });
    let days = Memo::new(move || by_day(rows.with(|rows| rows.iter().take(most.get()).cloned().collect())));
    let none = move || {
        let title = if past { say!(tasks.empty_past) } else { say!(tasks.empty_coming) };
        rows.with(Vec::is_empty).then(|| nothing(choices, title))
    };
    let more = move || {
        let more = rows.with(|rows| rows.len() > most.get());
        more.then(|| more_button(move || most.update(|most| *most += PAGE)))
    };
    view! {
        <Agenda days=days />
        {none}
        {more}
    }
    .into_any()
}

fn more_button(more: impl Fn() + 'static) -> AnyView {
    view! { <button class="button tasks-more" type="button" on:click=move |_| more()>{say!(tasks.more)}</button> }
        .into_any()
}

fn nothing(choices: Choices, title: &'static str) -> AnyView {
    if !choices.is_filtered() {
        return empty(Glyph::Calendar, title, "");
    }
    view! {
        {empty(Glyph::Search, say!(tasks.empty_filter), "")}
        {clear_filters(say!(tasks.clear_filters), move || choices.clear())}
    }
    .into_any()
}

fn month(choices: Choices, reading: Reading) -> AnyView {
    let today = reading.today;
    let chosen = RwSignal::new(choices.day.at_first().parse().unwrap_or(today.get_untracked()));
    Effect::new(move |before: Option<Date>| {
        let day = chosen.get();
        if before.is_some_and(|before| before != day) {
            choices.day.set(day.to_string());
        }
        day
    });
    let shown = Memo::new(move || chosen.get().first_of_month());
    let rows = Memo::new(move || {
        let weeks = weeks(shown.get());
        let (from, to) =
            (weeks.first().map_or(Date::MIN, |week| week[0]), weeks.last().map_or(Date::MAX, |week| week[6]));
        reading.rows(choices, |community| community.tasks_between(from, to))
    });
    let marks = Memo::new(move || rows.with(|rows| marks(rows)));
    let on_day = Memo::new(move || {
        let day = chosen.get();
        let is_on = |row: &&TaskRow| row.starts_at.map(Timestamp::date) == Some(day);
        rows.with(|rows| rows.iter().filter(is_on).cloned().collect::<Vec<_>>())
    });
    let below = move || match on_day.get() {
        rows if rows.is_empty() => view! { <p class="tasks-none">{say!(tasks.day_none)}</p> }.into_any(),
        rows => task_list(rows, When::Time),
    };
    view! {
        <div class="tasks-month">
            <Month chosen=chosen marks=marks />
            <section class="agenda-day" aria-live="polite">
                <h2>{move || format::spoken_day(chosen.get(), today.get())}</h2>
                {below}
            </section>
        </div>
    }
    .into_any()
}

fn marks(rows: &[TaskRow]) -> BTreeMap<Date, DayMark> {
    let mut marks: BTreeMap<Date, DayMark> = BTreeMap::new();
    for row in rows {
        let Some(start) = row.starts_at else { continue };
        let mark = marks.entry(start.date()).or_default();
        mark.tasks += 1;
        mark.mine |= row.seating.mine.is_some();
    }
    marks
}

fn posts(choices: Choices, reading: Reading) -> AnyView {
    let rows = Memo::new(move || {
        let undated = |community: &Community| {
            community.tasks.values().filter(|task| task.starts_at.is_none()).cloned().collect::<Vec<_>>()
        };
        let mut rows = reading.rows(choices, undated);
        crate::locale::name::sort_by_name(&mut rows, |row| &row.title);
        rows
    });
    let section = |title: &'static str, rows: Vec<TaskRow>| {
        (!rows.is_empty()).then(|| {
            view! { <section class="agenda-day"><h2>{title}</h2>{task_list(rows, When::Day)}</section> }
        })
    };
    let shown = move || {
        let (posts, others): (Vec<_>, Vec<_>) = rows.get().into_iter().partition(|row| row.kind == TaskKind::Post);
        let none = (posts.is_empty() && others.is_empty()).then(|| nothing(choices, say!(tasks.empty_posts)));
        view! { {section(say!(tasks.posts), posts)}{section(say!(tasks.undated), others)}{none} }
    };
    view! { {shown} }.into_any()
}
