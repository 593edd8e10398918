//! Tasks as lists show them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kaifong_domain::{
    bridge::Status,
    community::Community,
    id::{BuildingId, PersonId, SeriesId, TaskId},
    record::Collection,
    seating::Seating,
    series::Occurrence,
    task::{Task, TaskKind, TaskStatus},
    time::Timestamp,
};

use crate::locale::name::Query;

/// A task as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TaskRow {
    /// Which.
    pub id: TaskId,
    /// Its page.
    pub href: String,
    /// What kind.
    pub kind: TaskKind,
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// Where: the place, or else the building.
    pub place: String,
    /// How far it is.
    pub status: TaskStatus,
    /// How full it is.
    pub seating: Seating,
    /// Whether something of it waits to be sent.
    pub unsent: bool,
    /// Whether something in it was written apart.
    pub is_divided: bool,
}

/// The tasks of one day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AgendaDay {
    /// Which day.
    pub date: Date,
    /// Its tasks.
    pub rows: Vec<TaskRow>,
}

/// What tasks to show.
pub struct TaskFilter {
    /// What was typed.
    pub query: Query,
    /// Only those in which one has a claim, or which one leads.
    pub mine: bool,
    /// Only this kind.
    pub kind: Option<TaskKind>,
    /// Only those at this building.
    pub building: Option<BuildingId>,
}

impl TaskFilter {
    /// Whether every task passes.
    pub fn is_empty(&self) -> bool {
        self.query.is_empty() && !self.mine && self.kind.is_none() && self.building.is_none()
    }
}

/// What is told once for all tasks: who looks, how full each task is, and what waits to be sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskTally {
    person: Option<PersonId>,
    seatings: BTreeMap<TaskId, Seating>,
    unsent: BTreeSet<TaskId>,
    divided: BTreeSet<TaskId>,
}

impl TaskTally {
    /// Tells it for `person`, in one pass over roles and claims.
    pub fn new(community: &Community, person: Option<PersonId>, status: &Status) -> Self {
        let task = |key: &kaifong_domain::record::RecordKey| match key.collection {
            Collection::Tasks => Some(TaskId(key.id)),
            Collection::Roles => community.roles.get(&key.id.into()).map(|role| role.task),
            Collection::Claims => community.claims.get(&key.id.into()).map(|claim| claim.task),
            _ => None,
        };
        let unsent = status.waiting_records.iter().filter_map(task).collect();
        let divided = community.conflicts.keys().filter_map(task).collect();
        Self { person, seatings: community.seatings(person), unsent, divided }
    }

    /// How full a task is: as it is stored, or as its series has it.
    fn seating(&self, community: &Community, task: &Task) -> Seating {
        let planned = || task.series.and_then(|series| community.series.get(&series)).map(|series| series.seating());
        let stored = community.tasks.contains_key(&task.id);
        let known = self.seatings.get(&task.id).copied();
        known.or_else(|| if stored { None } else { planned() }).unwrap_or_default()
    }

    /// One task's row.
    pub fn row(&self, community: &Community, task: &Task) -> TaskRow {
        let building = || super::task::building(community, task.building);
        TaskRow {
            id: task.id,
            href: href(community, task),
            kind: task.kind,
            title: task.title.clone(),
            starts_at: task.starts_at,
            ends_at: task.ends_at,
            place: if task.place.is_empty() { building() } else { task.place.clone() },
            status: task.status,
            seating: self.seating(community, task),
            unsent: self.unsent.contains(&task.id),
            is_divided: self.divided.contains(&task.id),
        }
    }

    /// The rows of those tasks that pass a filter, in the order given.
    pub fn rows(&self, community: &Community, tasks: &[Task], filter: &TaskFilter) -> Vec<TaskRow> {
        let passing = tasks.iter().filter(|task| self.passes(community, task, filter));
        passing.map(|task| self.row(community, task)).collect()
    }

    fn passes(&self, community: &Community, task: &Task, filter: &TaskFilter) -> bool {
        let mine = || {
            let seated = self.seatings.get(&task.id).is_some_and(|seating| seating.mine.is_some());
            seated || (task.lead.is_some() && task.lead == self.person)
        };
        let found = || {
            let lead = task.lead.and_then(|lead| community.people.get(&lead));
            let lead = lead.map_or("", |person| person.name.as_str());
            filter.query.finds(&task.title, &[&task.place, &building(community, task.building), lead])
        };
        (!filter.mine || mine())
            && filter.kind.is_none_or(|kind| kind == task.kind)
            && filter.building.is_none_or(|building| task.building == Some(building))
            && (filter.query.is_empty() || found())
    }
}

/// A building's name; nothing if there is none.
pub fn building(community: &Community, building: Option<BuildingId>) -> String {
    building.and_then(|id| community.buildings.get(&id)).map(|building| building.name.clone()).unwrap_or_default()
}

/// The address of a task's page. A session that is not stored is named by its series and day.
fn href(community: &Community, task: &Task) -> String {
    let stored = community.tasks.contains_key(&task.id);
    let occurrence = task.series.zip(task.date).filter(|_| !stored);
    address(task.id, occurrence.map(|(series, date)| Occurrence { series, date }), "")
}

/// The address of a task's page, or of one below it, such as `/edit`.
pub fn address(task: TaskId, occurrence: Option<Occurrence>, below: &str) -> String {
    let page = ["/tasks/", &task.to_string(), below].concat();
    match occurrence {
        Some(Occurrence { series, date }) => {
            [&page, "?series=", &series.to_string(), "&date=", &date.to_string()].concat()
        }
        None => page,
    }
}

/// The session that an address names by its series and day.
pub fn occurrence(series: Option<&str>, date: Option<&str>) -> Option<Occurrence> {
    let series: SeriesId = series?.parse().ok()?;
    Some(Occurrence { series, date: date?.parse().ok()? })
}

/// Puts rows, in the order in which they begin, under their days. Those without a beginning are left
/// out.
pub fn by_day(rows: Vec<TaskRow>) -> Vec<AgendaDay> {
    let mut days: Vec<AgendaDay> = Vec::new();
    for row in rows {
        let Some(date) = row.starts_at.map(Timestamp::date) else { continue };
        match days.last_mut() {
            Some(day) if day.date == date => day.rows.push(row),
            _ => days.push(AgendaDay { date, rows: vec![row] }),
        }
    }
    days
}
