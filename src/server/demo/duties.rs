//! Duties: the captains' reception days, every weekend, some past and some to come.

use kaifong_domain::{
    command::Command,
    task::{TaskEdit, TaskKind, TaskStatus},
    value::LongText,
};

use super::{
    claims::{Opening, Window, claim, fill, new_roles},
    people::Cast,
    stage::Stage,
    texts::duties::{PLACES, RECEPTION, RESULTS, ROLE},
};

/// Past and coming reception days, and how many captains sit at each.
const PAST: i64 = 4;
const COMING: i64 = 6;
const CAPTAINS: u32 = 3;

/// Draws up the roster.
pub(super) fn draw_up(stage: &mut Stage, cast: &Cast) {
    let next = stage.weekend(1);
    for week in -PAST..COMING {
        let day = next + 7 * week;
        let (title, text) = RECEPTION;
        let place = PLACES[week.rem_euclid(PLACES.len() as i64) as usize];
        let told_on = (day - 21).min(-3);
        let told = stage.some_time(told_on);
        let start = stage.at(day, 9 * 60);
        let lead = stage.dice.pick(&cast.core());
        let edits = vec![
            TaskEdit::Kind(TaskKind::Duty),
            TaskEdit::Title(title.into()),
            TaskEdit::Text(LongText(text.into())),
            TaskEdit::Place(place.into()),
            TaskEdit::StartsAt(Some(start)),
            TaskEdit::EndsAt(Some(start.plus_minutes(150))),
            TaskEdit::Lead(Some(lead.id)),
        ];
        let id = stage.id(told);
        let roles = new_roles(stage, told, &[(ROLE, CAPTAINS)]);
        let opening = Opening { task: id, role: roles[0].id, occurrence: None };
        let coordinator = stage.dice.pick(&cast.office());
        stage.say(coordinator.actor(), told, Command::AddTask { id, suggestion: None, edits, roles });
        let window = Window { from: told, until: start.min(stage.end()) };
        let mut pool = cast.captains(told);
        pool.retain(|one| one.id != cast.captain().id);
        if week == 0 || week == 3 {
            let at = stage.between(window.from, window.until);
            claim(stage, cast, opening, cast.captain(), at);
        }
        let wanted = if week < 2 { 3 } else { stage.dice.below(3) };
        fill(stage, cast, opening, &mut pool, wanted, window);
        if day < 0 {
            let at = stage.soon(start.plus_minutes(180));
            let result = RESULTS[week.rem_euclid(RESULTS.len() as i64) as usize];
            let edits = vec![TaskEdit::Status(TaskStatus::Done), TaskEdit::Result(LongText(result.into()))];
            stage.say(lead.actor(), at, Command::EditTask { id, occurrence: None, edits });
        }
    }
}
