//! A month as a calendar: weeks from Monday, a mark for each task, and the arrow keys of a grid.

use std::collections::BTreeMap;

use jiff::{Span, civil::Date};
use leptos::{ev::KeyboardEvent, prelude::*};
use web_sys::HtmlElement;

use super::icon::{Glyph, icon};
use crate::{context::clock::use_today, locale::format, markup::view, memo::Memo, signal::RwSignal};

/// What is on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayMark {
    /// How many tasks.
    pub tasks: u32,
    /// Whether one has a claim in one of them.
    pub mine: bool,
}

/// A week from Monday to Sunday.
type Week = [Date; 7];

fn moved(date: Date, span: Span) -> Date {
    date.checked_add(span).unwrap_or(date)
}

/// The weeks that touch the month of `date`.
pub fn weeks(date: Date) -> Vec<Week> {
    let first = date.first_of_month();
    let monday = moved(first, Span::new().days(-i64::from(first.weekday().to_monday_zero_offset())));
    let week = |number: i64| std::array::from_fn(|day| moved(monday, Span::new().days(number * 7 + day as i64)));
    let weeks = (0..6).map(week);
    weeks.filter(|week: &Week| week.iter().any(|day| day.first_of_month() == first)).collect()
}

/// A month with marks; the chosen day's month is shown.
#[component]
pub fn Month(
    /// The chosen day.
    chosen: RwSignal<Date>,
    /// What is on which day.
    marks: Memo<BTreeMap<Date, DayMark>>,
) -> impl IntoView {
    let month = Memo::new(move || chosen.get().first_of_month());
    let keys = move |event: KeyboardEvent| {
        if let Some(date) = reached(chosen.get_untracked(), &event.key()) {
            event.prevent_default();
            chosen.set(date);
            request_animation_frame(move || focus(date));
        }
    };
    let body =
        move || weeks(month.get()).into_iter().map(|week| self::week(week, month.get(), chosen, marks)).collect_view();
    view! {
        <section class="month">
            {head(chosen, month)}
            <table class="month-grid" role="grid" aria-labelledby="month-name" on:keydown=keys>
                <thead>
                    <tr>{move || weekdays(month.get())}</tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn head(chosen: RwSignal<Date>, month: Memo<Date>) -> AnyView {
    let today = use_today();
    let turn = move |months: i64| chosen.update(|date| *date = moved(*date, Span::new().months(months)));
    let button = move |months: i64, glyph, label: &'static str| {
        view! {
            <button class="icon-button" type="button" on:click=move |_| turn(months)>
                {icon(glyph)}
                <span class="visually-hidden">{label}</span>
            </button>
        }
    };
    view! {
        <div class="month-head">
            {button(-1, Glyph::Back, say!(tasks.month_previous))}
            <h2 class="month-name" id="month-name" aria-live="polite">{move || format::month(month.get())}</h2>
            {button(1, Glyph::Forward, say!(tasks.month_next))}
            <button class="button month-today" type="button" on:click=move |_| chosen.set(today.get_untracked())>
                {say!(tasks.month_today)}
            </button>
        </div>
    }
    .into_any()
}

fn weekdays(month: Date) -> Vec<AnyView> {
    let day =
        |date: Date| view! { <th scope="col" abbr=format::weekday(date)>{format::weekday_short(date)}</th> }.into_any();
    weeks(month).first().map(|week| week.map(day).into()).unwrap_or_default()
}

fn week(week: Week, month: Date, chosen: RwSignal<Date>, marks: Memo<BTreeMap<Date, DayMark>>) -> AnyView {
    let cells: Vec<AnyView> = week.map(|date| cell(date, date.first_of_month() == month, chosen, marks)).into();
    view! { <tr>{cells}</tr> }.into_any()
}

fn cell(date: Date, inside: bool, chosen: RwSignal<Date>, marks: Memo<BTreeMap<Date, DayMark>>) -> AnyView {
    let today = use_today();
    let mark = move || marks.with(|marks| marks.get(&date).copied().unwrap_or_default());
    let is_chosen = move || chosen.get() == date;
    let spoken = move || {
        let (day, number) = (format::day(date, today.get()), mark().tasks.to_string());
        say!(tasks.day_tasks, day = day.as_str(), number = number.as_str())
    };
    let dots = move || {
        let DayMark { tasks, mine } = mark();
        let class = if mine { "month-dots month-mine" } else { "month-dots" };
        (tasks > 0).then(|| {
            let dots: Vec<_> = (0..tasks.min(3)).map(|_| view! { <i></i> }).collect();
            let more = (tasks > 3).then(|| view! { <b>{tasks.to_string()}</b> });
            view! { <span class=class aria-hidden="true">{dots}{more}</span> }
        })
    };
    view! {
        <td role="gridcell" aria-selected=move || if is_chosen() { "true" } else { "false" }>
            <button
                class="month-day"
                class:month-outside=!inside
                class:month-now=move || today.get() == date
                class:month-chosen=is_chosen
                type="button"
                data-date=date.to_string()
                tabindex=move || if is_chosen() { "0" } else { "-1" }
                aria-current=move || (today.get() == date).then_some("date")
                aria-label=spoken
                on:click=move |_| chosen.set(date)
            >
                <span>{date.day().to_string()}</span>
                {dots}
            </button>
        </td>
    }
    .into_any()
}

/// Where a key leads in the grid.
fn reached(from: Date, key: &str) -> Option<Date> {
    let weekday = i64::from(from.weekday().to_monday_zero_offset());
    let span = match key {
        "ArrowLeft" => Span::new().days(-1),
        "ArrowRight" => Span::new().days(1),
        "ArrowUp" => Span::new().days(-7),
        "ArrowDown" => Span::new().days(7),
        "Home" => Span::new().days(-weekday),
        "End" => Span::new().days(6 - weekday),
        "PageUp" => Span::new().months(-1),
        "PageDown" => Span::new().months(1),
        _ => return None,
    };
    Some(moved(from, span))
}

fn focus(date: Date) {
    let selector = ["[data-date='", &date.to_string(), "']"].concat();
    let day = document().query_selector(&selector).ok().flatten();
    if let Some(day) = day.and_then(|day| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(day).ok()) {
        // A day that can't take focus leaves it where it was.
        let _ = day.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_begin_on_monday_and_cover_the_month() {
        for (month, first, last, count) in [
            (date(2026, 11, 25), date(2026, 10, 26), date(2026, 12, 6), 6),
            (date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28), 4),
            (date(2026, 6, 30), date(2026, 6, 1), date(2026, 7, 5), 5),
        ] {
            let weeks = weeks(month);
            assert_eq!((weeks[0][0], weeks[weeks.len() - 1][6], weeks.len()), (first, last, count), "{month}");
        }
    }

    #[test]
    fn keys_move_as_in_any_calendar() {
        let from = date(2026, 11, 25);
        for (key, to) in [
            ("ArrowLeft", Some(date(2026, 11, 24))),
            ("ArrowDown", Some(date(2026, 12, 2))),
            ("Home", Some(date(2026, 11, 23))),
            ("End", Some(date(2026, 11, 29))),
            ("PageUp", Some(date(2026, 10, 25))),
            ("Tab", None),
        ] {
            assert_eq!(reached(from, key), to, "{key}");
        }
    }
}
