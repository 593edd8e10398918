//! Activities: seventeen of the past year, each in its season, and four in the coming weeks.

use kaifong_domain::{
    command::Command,
    id::TaskId,
    task::{TaskEdit, TaskKind, TaskStatus},
    time::Timestamp,
    value::LongText,
};

use super::{
    buildings::Place,
    claims::{Opening, Window, claim, fill, new_roles},
    people::{Cast, Neighbour},
    stage::Stage,
    texts::activities::{Activity, When, all},
};

/// Prepares all activities, fills their roles, and writes up those that are over.
pub(super) fn hold(stage: &mut Stage, cast: &Cast, buildings: &[Place]) {
    for activity in all() {
        let day = day(stage, activity);
        let start = stage.at(day, activity.start);
        let notice = activity.notice.unwrap_or(stage.dice.between(12..=18));
        let told_on = (day - notice).min(-4);
        let told = stage.some_time(told_on);
        let coordinator = stage.dice.pick(&cast.office());
        let lead = stage.dice.pick(&cast.core());
        let building = activity.at_a_building.then(|| stage.dice.pick(buildings));
        let task = prepare(stage, Plan { activity, start, told, coordinator, lead, building });
        let window = Window { from: told, until: start.min(stage.end()) };
        sign_up(stage, cast, activity, &task, window);
        if day < 0 {
            write_up(stage, activity, task.id, lead, start);
        }
    }
}

/// The day of an activity, counted from today.
fn day(stage: &Stage, activity: &Activity) -> i64 {
    let day = match activity.when {
        When::In(day) => day,
        // The last time that this day of the year came round, at least twelve days ago.
        When::Each { month, day } => (12_i64..380)
            .find(|ago| {
                let date = stage.date(-ago);
                (date.month(), date.day()) == (month, day)
            })
            .map_or(-180, |ago| -ago),
    };
    if activity.weekend { stage.weekend(day) } else { day }
}

/// An activity as it is prepared.
struct Plan<'a> {
    activity: &'a Activity,
    start: Timestamp,
    told: Timestamp,
    coordinator: &'a Neighbour,
    lead: &'a Neighbour,
    building: Option<Place>,
}

/// A prepared activity.
struct Prepared {
    id: TaskId,
    openings: Vec<(Opening, u32)>,
}

fn prepare(stage: &mut Stage, plan: Plan<'_>) -> Prepared {
    let Plan { activity, start, told, coordinator, lead, building } = plan;
    let id = stage.id(told);
    let place = match building {
        Some(building) => format!("{}{}", building.name, activity.place),
        None => activity.place.into(),
    };
    let edits = vec![
        TaskEdit::Kind(TaskKind::Activity),
        TaskEdit::Title(activity.title.into()),
        TaskEdit::Text(LongText(activity.text.into())),
        TaskEdit::Place(place),
        TaskEdit::Building(building.map(|building| building.id)),
        TaskEdit::StartsAt(Some(start)),
        TaskEdit::EndsAt(Some(start.plus_minutes(activity.lasts))),
        TaskEdit::Lead(Some(lead.id)),
    ];
    let roles = new_roles(stage, told, activity.roles);
    let openings =
        roles.iter().map(|role| (Opening { task: id, role: role.id, occurrence: None }, role.places)).collect();
    stage.say(coordinator.actor(), told, Command::AddTask { id, suggestion: None, edits, roles });
    Prepared { id, openings }
}

/// People claim places; `rush` says how many in a hundred places, so more than 100 makes people wait.
fn sign_up(stage: &mut Stage, cast: &Cast, activity: &Activity, task: &Prepared, window: Window) {
    let mut pool = cast.volunteers(window.from);
    pool.retain(|one| one.id != cast.member().id);
    for (index, (opening, places)) in task.openings.iter().enumerate() {
        let count = (*places as usize * activity.rush).div_ceil(100);
        fill(stage, cast, *opening, &mut pool, count, window);
        // The member comes late, and so may have to wait.
        if index + 1 == task.openings.len() && matches!(activity.when, When::In(..10)) {
            let at = stage.between(window.until.plus_days(-1).max(window.from), window.until);
            claim(stage, cast, *opening, cast.member(), at);
        }
    }
}

/// The lead writes down, on the day after, what came of it.
fn write_up(stage: &mut Stage, activity: &Activity, id: TaskId, lead: &Neighbour, start: Timestamp) {
    let day = stage.day(start) + 1;
    let at = stage.some_time(day);
    let edits = vec![TaskEdit::Status(TaskStatus::Done), TaskEdit::Result(LongText(activity.result.into()))];
    stage.say(lead.actor(), at, Command::EditTask { id, occurrence: None, edits });
}
