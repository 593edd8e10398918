//! Enrolling a child: to which series, to all of its sessions or to one.

use jiff::{Span, civil::Date};
use kaifong_domain::{
    command::Command,
    community::Community,
    id::{ChildId, FamilyId, SeriesId},
    series::Series,
};
use leptos::prelude::*;

use crate::{
    component::{
        choice::{Choice, ChoiceOption},
        faults::Faults,
        sheet::Sheet,
    },
    context::{clock::use_today, commands::use_commands, community::use_community},
    locale::format,
    markup::view,
    signal::RwSignal,
};

/// For how many weeks single sessions are offered.
const WEEKS: i64 = 8;

/// Opens the sheet in which a child is enrolled.
#[derive(Clone, Copy)]
pub(super) struct Enrolling {
    open: RwSignal<bool>,
    child: StoredValue<Option<ChildId>>,
}

impl Enrolling {
    /// The sheet is closed.
    pub(super) fn closed() -> Self {
        Self { open: RwSignal::new(false), child: StoredValue::new(None) }
    }

    /// Opens the sheet for a child.
    pub(super) fn begin(self, child: ChildId) {
        self.child.set_value(Some(child));
        self.open.set(true);
    }
}

/// The sheet in which a child is enrolled.
#[component]
pub(super) fn EnrolSheet(
    /// What opens it.
    enrolling: Enrolling,
    /// The family.
    family: FamilyId,
) -> impl IntoView {
    let Enrolling { open, child } = enrolling;
    let content = move || child.get_value().map(|child| form(family, child, open));
    view! { <Sheet open=open title=say!(families.enrol)>{content()}</Sheet> }.into_any()
}

/// The next sessions of a series.
fn coming(series: &Series, today: Date) -> Vec<Date> {
    let until = today.checked_add(Span::new().weeks(WEEKS)).unwrap_or(today);
    series.dates(today, until).collect()
}

/// The series that go on.
fn open_series(community: &Community, today: Date) -> Vec<ChoiceOption> {
    let goes_on = |series: &&Series| !coming(series, today).is_empty();
    let option = |series: &Series| (series.id.to_string(), series.title.clone());
    community.series.values().filter(goes_on).map(option).collect()
}

/// All sessions, or one of the next.
fn sessions(community: &Community, series: &str, today: Date) -> Vec<ChoiceOption> {
    let dates =
        series.parse().ok().and_then(|id: SeriesId| community.series.get(&id)).map(|series| coming(series, today));
    let date = |date: Date| (date.to_string(), format::day(date, today));
    let every = (String::new(), say!(families.every_session).to_owned());
    std::iter::once(every).chain(dates.into_iter().flatten().map(date)).collect()
}

fn form(family: FamilyId, child: ChildId, open: RwSignal<bool>) -> AnyView {
    let (community, commands, faults) = (use_community(), use_commands(), Faults::none());
    let today = use_today().get_untracked();
    let offered = community.with_untracked(|community| open_series(community, today));
    let Some((first, _)) = offered.first().cloned() else {
        return view! { <p>{say!(families.no_series)}</p> }.into_any();
    };
    let (series, session) = (RwSignal::new(first), RwSignal::new(String::new()));
    let dates =
        Signal::derive(move || community.with(|community| series.with(|series| sessions(community, series, today))));
    // Another series has other sessions.
    Effect::new(move |_| {
        series.with(|_| ());
        session.set(String::new());
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(series) = series.get_untracked().parse() else { return };
        let command = Command::Enrol { family, child, series, date: session.get_untracked().parse().ok() };
        faults.submit(commands, command, || say!(families.enrolled).to_owned(), move || open.set(false));
    };
    view! {
        <form class="form" on:submit=save novalidate>
            <Choice id="enrol-series" label=say!(families.series) options=Signal::derive(move || offered.clone()) value=series testid="enrol-series" />
            <Choice id="enrol-session" label=say!(families.session) options=dates value=session testid="enrol-session" />
            {faults.summary()}
            <div class="form-actions">
                <button class="button button-primary" type="submit" data-testid="save-enrolment">{say!(families.enrol)}</button>
            </div>
        </form>
    }
    .into_any()
}
