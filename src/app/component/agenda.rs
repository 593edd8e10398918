//! Tasks by day.

use leptos::prelude::*;

use super::{
    keyed::keyed,
    task_card::{When, task_card},
};
use crate::{
    context::clock::use_today,
    locale::format,
    markup::view,
    memo::Memo,
    row::task::{AgendaDay, TaskRow},
};

/// Tasks by day, in the order given.
#[component]
pub fn Agenda(
    /// The days.
    days: Memo<Vec<AgendaDay>>,
) -> impl IntoView {
    view! {
        <div class="agenda">
            {keyed(move || days.get(), day)}
        </div>
    }
    .into_any()
}

fn day(day: AgendaDay) -> AnyView {
    let today = use_today();
    let date = day.date;
    let heading = move || {
        let spoken = format::spoken_day(date, today.get());
        let near = format::days_between(today.get(), date).abs() <= 1;
        let exact = near.then(|| view! { <span class="agenda-date">{format::day(date, today.get())}</span> });
        view! { {spoken}{exact} }
    };
    view! {
        <section class="agenda-day" class:agenda-today=move || today.get() == date>
            <h2>{heading}</h2>
            {task_list(day.rows, When::Time)}
        </section>
    }
    .into_any()
}

/// Draws tasks one below the other.
pub fn task_list(rows: Vec<TaskRow>, when: When) -> AnyView {
    let item = |row| view! { <li>{task_card(row, when)}</li> }.into_any();
    let items: Vec<AnyView> = rows.into_iter().map(item).collect();
    view! { <ul class="agenda-list" role="list">{items}</ul> }.into_any()
}
