//! Refusals about series, tasks, roles and claims.

use jiff::civil::{Date, date};

use super::{Table, check_all};
use crate::{
    access::{AccessRole, Actor},
    command::{Command, NewRole},
    field::Field,
    id::TaskId,
    record::Collection,
    refusal::Refusal,
    role::{MOST_ROLES, TaskRoleEdit},
    series::{Occurrence, SeriesEdit, TEACHER},
    task::{Format, Mode, TaskEdit, TaskKind, TaskStatus, Theme},
    tests::story::{
        ADMIN, CAPTAIN, COORDINATOR, FIRST, MEMBER, NOW, OTHER_CAPTAIN, OTHER_MEMBER, PARTNER, check, claim, id, key,
        new_role, session, teacher_of,
    },
};

fn series(number: u128, first: Date, edits: &[SeriesEdit]) -> Command {
    let edits = [&[SeriesEdit::Title("Chess".into())], edits].concat();
    Command::AddSeries { id: id(number), first, edits }
}

fn add(number: u128, edits: &[TaskEdit], roles: Vec<NewRole>) -> Command {
    let edits = [&[TaskEdit::Title("Sweep".into())], edits].concat();
    Command::AddTask { id: id(number), suggestion: None, edits, roles }
}

fn edit(number: u128, edit: TaskEdit) -> Command {
    Command::EditTask { id: id(number), occurrence: None, edits: vec![edit] }
}

fn add_role(task: u128, role: NewRole) -> Command {
    Command::AddRole { task: id(task), occurrence: None, role }
}

fn teach(number: u128, (task, occurrence): (TaskId, Option<Occurrence>), actor: Actor) -> Command {
    Command::ClaimRole { id: id(number), task, occurrence, role: teacher_of(task), person: actor.person }
}

fn not_there(of: Collection) -> Refusal {
    Refusal::NotFound { of }
}

#[test]
fn of_series() {
    let table: Table = vec![
        (ADMIN, series(9, FIRST, &[SeriesEdit::Title(" ".into())]), Refusal::Missing { field: Field::Title }),
        (ADMIN, series(9, date(2014, 12, 31), &[]), Refusal::ClockFarOff),
        (ADMIN, series(9, date(2100, 1, 1), &[]), Refusal::ClockFarOff),
        (ADMIN, series(9, FIRST, &[SeriesEdit::Last(FIRST.yesterday().ok())]), Refusal::EndsBeforeStart),
        (ADMIN, series(1, FIRST, &[]), Refusal::IdTaken),
        (CAPTAIN, series(9, FIRST, &[]), Refusal::NotAllowed),
    ];
    check_all(table);
    check(&[], (ADMIN, series(9, FIRST, &[SeriesEdit::Last(Some(FIRST))])), Ok(1));
}

#[test]
fn of_tasks() {
    let starts = |day| TaskEdit::StartsAt(Some(NOW.plus_days(day)));
    let ends = |day| TaskEdit::EndsAt(Some(NOW.plus_days(day)));
    let from_nowhere = Command::AddTask { id: id(9), suggestion: Some(id(99)), edits: vec![], roles: vec![] };
    let strange = |field| Refusal::NeedsUpdate { field };
    let table: Table = vec![
        (CAPTAIN, add(9, &[TaskEdit::Title(String::new())], vec![]), Refusal::Missing { field: Field::Title }),
        (CAPTAIN, from_nowhere, not_there(Collection::Suggestions)),
        (CAPTAIN, add(9, &[TaskEdit::Building(Some(id(99)))], vec![]), not_there(Collection::Buildings)),
        (CAPTAIN, add(9, &[TaskEdit::Lead(Some(id(99)))], vec![]), not_there(Collection::People)),
        (CAPTAIN, add(9, &[starts(2), ends(1)], vec![]), Refusal::EndsBeforeStart),
        (CAPTAIN, add(9, &[ends(1)], vec![]), Refusal::Missing { field: Field::StartsAt }),
        (CAPTAIN, add(9, &[TaskEdit::Kind(TaskKind::Unknown)], vec![]), strange(Field::Kind)),
        (CAPTAIN, add(9, &[TaskEdit::Status(TaskStatus::Unknown)], vec![]), strange(Field::Status)),
        (CAPTAIN, add(9, &[TaskEdit::Mode(Mode::Unknown)], vec![]), strange(Field::Mode)),
        (CAPTAIN, edit(1, TaskEdit::Theme(Some(Theme::Unknown))), strange(Field::Theme)),
        (CAPTAIN, edit(1, TaskEdit::Format(Some(Format::Unknown))), strange(Field::Format)),
        (OTHER_CAPTAIN, add(1, &[], vec![]), Refusal::IdTaken),
        (CAPTAIN, edit(99, starts(1)), not_there(Collection::Tasks)),
        (CAPTAIN, edit(1, ends(1)), Refusal::Missing { field: Field::StartsAt }),
        (CAPTAIN, edit(1, TaskEdit::Lead(Some(id(99)))), not_there(Collection::People)),
        (OTHER_CAPTAIN, edit(1, starts(1)), Refusal::NotAllowed),
        (MEMBER, edit(1, starts(1)), Refusal::NotAllowed),
        (OTHER_CAPTAIN, Command::Remove { key: key(Collection::Tasks, 1) }, Refusal::NotYours),
    ];
    check_all(table);
    check(&[], (CAPTAIN, add(9, &[starts(1), ends(1)], vec![])), Ok(1));
}

#[test]
fn of_roles() {
    let many = |count| (0..count).map(|number| new_role(100 + number as u128, "hand", 1)).collect::<Vec<_>>();
    let too_many = Refusal::TooMuch { field: Field::Role, most: MOST_ROLES as u64 };
    let places = |number, places| Command::EditRole { id: id(number), edits: vec![TaskRoleEdit::Places(places)] };
    let none = Refusal::Missing { field: Field::Places };
    let table: Table = vec![
        (CAPTAIN, add(9, &[], vec![new_role(9, "", 1)]), Refusal::Missing { field: Field::Name }),
        (CAPTAIN, add(9, &[], vec![new_role(9, "a", 0)]), none),
        (CAPTAIN, add(9, &[], vec![new_role(9, "a", 1), new_role(9, "b", 1)]), Refusal::IdTaken),
        (CAPTAIN, add(9, &[], vec![new_role(1, "a", 1)]), Refusal::IdTaken),
        (CAPTAIN, add(9, &[], many(MOST_ROLES + 1)), too_many),
        (CAPTAIN, add_role(99, new_role(9, "a", 1)), not_there(Collection::Tasks)),
        (CAPTAIN, add_role(1, new_role(2, "a", 1)), Refusal::IdTaken),
        (CAPTAIN, add_role(1, new_role(9, "a", 501)), Refusal::TooMuch { field: Field::Places, most: 500 }),
        (MEMBER, add_role(1, new_role(9, "a", 1)), Refusal::NotAllowed),
        (CAPTAIN, places(99, 3), not_there(Collection::Roles)),
        (CAPTAIN, places(1, 0), none),
        (OTHER_CAPTAIN, places(1, 3), Refusal::NotAllowed),
        (MEMBER, Command::Remove { key: key(Collection::Roles, 1) }, Refusal::NotAllowed),
    ];
    check_all(table);
    check(&[], (CAPTAIN, add(9, &[], many(MOST_ROLES))), Ok(1 + MOST_ROLES));
    let full = [(CAPTAIN, add(9, &[], many(MOST_ROLES)))];
    check(&full, (CAPTAIN, add_role(9, new_role(50, "a", 1))), Err(too_many));
    let gone = [(CAPTAIN, Command::Remove { key: key(Collection::Tasks, 1) })];
    check(&gone, (CAPTAIN, places(1, 3)), Err(not_there(Collection::Tasks)));
}

#[test]
fn of_claims() {
    let table: Table = vec![
        (MEMBER, claim(9, MEMBER, 99, 1), not_there(Collection::Tasks)),
        (MEMBER, claim(9, MEMBER, 1, 2), not_there(Collection::Roles)),
        (
            COORDINATOR,
            Command::ClaimRole { id: id(9), task: id(1), occurrence: None, role: id(1), person: id(99) },
            not_there(Collection::People),
        ),
        (PARTNER, claim(9, PARTNER, 1, 1), Refusal::NotAllowed),
        (CAPTAIN, claim(9, MEMBER, 1, 1), Refusal::NotYours),
        (MEMBER, claim(9, MEMBER, 1, 1), Refusal::AlreadyClaimed),
        (MEMBER, claim(9, MEMBER, 2, 2), Refusal::TaskClosed),
        (COORDINATOR, claim(1, CAPTAIN, 1, 1), Refusal::IdTaken),
        (MEMBER, Command::WithdrawClaim { id: id(99) }, not_there(Collection::Claims)),
        (OTHER_MEMBER, Command::WithdrawClaim { id: id(1) }, Refusal::NotYours),
        (MEMBER, Command::RestoreClaim { id: id(99) }, not_there(Collection::Claims)),
        (MEMBER, Command::RestoreClaim { id: id(2) }, Refusal::NotYours),
        (MEMBER, Command::Remove { key: key(Collection::Claims, 1) }, Refusal::NotAllowed),
    ];
    check_all(table);
    let again = [(OTHER_MEMBER, claim(9, OTHER_MEMBER, 1, 1))];
    check(&again, (OTHER_MEMBER, Command::RestoreClaim { id: id(2) }), Err(Refusal::AlreadyClaimed));
}

#[test]
fn of_sessions() {
    let on = |date| session(date);
    let (task, _) = on(FIRST);
    let elsewhere = Some(Occurrence { series: id(99), date: FIRST });
    let not_that_one = (id(77), on(FIRST).1);
    let table: Table = vec![
        (MEMBER, teach(9, on(date(2026, 1, 8)), MEMBER), Refusal::NoSession),
        (MEMBER, teach(9, on(date(2025, 12, 31)), MEMBER), Refusal::NoSession),
        (MEMBER, teach(9, on(date(2100, 1, 6)), MEMBER), Refusal::NoSession),
        (MEMBER, teach(9, (task, elsewhere), MEMBER), Refusal::NoSession),
        (MEMBER, teach(9, not_that_one, MEMBER), Refusal::NoSession),
        (MEMBER, teach(9, (task, None), MEMBER), not_there(Collection::Tasks)),
    ];
    check_all(table);
    let removed = [
        (MEMBER, teach(9, on(FIRST), MEMBER)),
        (COORDINATOR, Command::Remove { key: crate::record::RecordKey { collection: Collection::Tasks, id: task.0 } }),
    ];
    check(&removed, (CAPTAIN, teach(10, on(FIRST), CAPTAIN)), Err(Refusal::NoSession));
}

#[test]
fn a_teacher_has_a_say_in_the_session() {
    let theme = || vec![TaskEdit::Theme(Some(Theme::Myth))];
    let (task, occurrence) = session(FIRST);
    let edit = |occurrence| Command::EditTask { id: task, occurrence, edits: theme() };
    check(&[], (MEMBER, edit(occurrence)), Err(Refusal::NotAllowed));
    let given = [(MEMBER, teach(9, session(FIRST), MEMBER))];
    check(&given, (MEMBER, edit(None)), Ok(1));
    check(&given, (OTHER_MEMBER, edit(None)), Err(Refusal::NotAllowed));
    let withdrawn = [given[0].clone(), (MEMBER, Command::WithdrawClaim { id: id(9) })];
    check(&withdrawn, (MEMBER, edit(None)), Err(Refusal::NotAllowed));
    // By the role's id: a role that is only called so makes nobody a teacher.
    let named = [(CAPTAIN, add_role(1, new_role(9, TEACHER, 3))), (OTHER_MEMBER, claim(9, OTHER_MEMBER, 1, 9))];
    check(&named, (OTHER_MEMBER, super::tasks::edit(1, theme()[0].clone())), Err(Refusal::NotAllowed));
}

#[test]
fn who_leads_a_task_edits_it() {
    let lead = [(CAPTAIN, edit(1, TaskEdit::Lead(Some(OTHER_MEMBER.person))))];
    check(&lead, (OTHER_MEMBER, edit(1, TaskEdit::Place("Gate".into()))), Ok(1));
    check(&lead, (OTHER_MEMBER, add_role(1, new_role(9, "tea", 2))), Ok(1));
    check(&lead, (CAPTAIN, edit(1, TaskEdit::Place("Gate".into()))), Ok(1));
}

#[test]
fn who_is_no_longer_a_captain_leaves_the_tasks_to_others() {
    let former = Actor { role: AccessRole::Member, ..CAPTAIN };
    check(&[], (former, edit(1, TaskEdit::Place("Gate".into()))), Err(Refusal::NotAllowed));
}
