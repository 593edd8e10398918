//! Commands about tasks, their roles and claims.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    Context, Decision,
    check::{Place, drafted, edited, found, permitted, place, refers},
};
use crate::{
    change::Change,
    claim::{Claim, ClaimEdit},
    command::NewRole,
    document::{DocumentKind, YEARS},
    field::Field,
    id::{ClaimId, PersonId, RoleId, SeriesId, SuggestionId, TaskId},
    policy::Deed,
    record::{Collection, Record},
    refusal::Refusal,
    role::{MOST_ROLES, TaskRole, TaskRoleEdit},
    series::{Occurrence, Series, SeriesEdit},
    task::{Mode, Task, TaskEdit, TaskKind, TaskStatus},
    value::LongText,
};

type Decided = Result<Decision, Refusal>;

fn in_year_of(task: &Task, changes: Vec<Change>) -> Decision {
    Decision { document: DocumentKind::Tasks(task.year()), changes }
}

pub(super) fn add_series(context: Context<'_>, id: SeriesId, first: Date, edits: Vec<SeriesEdit>) -> Decided {
    if !YEARS.contains(&first.year()) {
        return Err(Refusal::ClockFarOff);
    }
    let (created_by, created_at) = (context.actor.person, context.now);
    let (title, place_) = (String::new(), String::new());
    let blank = Series {
        id,
        first,
        created_by,
        created_at,
        title,
        place: place_,
        minutes: 0,
        duration: 60,
        last: None,
        teachers: 2,
        helpers: 4,
    };
    let series = drafted!(blank, edits);
    if series.last.is_some_and(|last| last < first) {
        return Err(Refusal::EndsBeforeStart);
    }
    let same = |other: &Record| matches!(other, Record::Series(other) if other.created_by == created_by);
    Ok(match place(context.community, &series.clone().into(), same)? {
        Place::Free => {
            Decision { document: DocumentKind::Tasks(first.year()), changes: vec![Change::SeriesAdded(series)] }
        }
        Place::Same(document) => Decision { document, changes: vec![] },
    })
}

pub(super) fn add_task(
    context: Context<'_>,
    id: TaskId,
    suggestion: Option<SuggestionId>,
    edits: Vec<TaskEdit>,
    roles: Vec<NewRole>,
) -> Decided {
    refers(context.community, Collection::Suggestions, suggestion.map(|id| id.0))?;
    let task = drafted!(blank_task(context, id, suggestion), edits);
    check_task(context, &task)?;
    let author = task.created_by;
    let same = |other: &Record| matches!(other, Record::Task(other) if other.created_by == author);
    if let Place::Same(document) = place(context.community, &task.clone().into(), same)? {
        return Ok(Decision { document, changes: vec![] });
    }
    let mut changes = vec![Change::TaskAdded(task.clone())];
    few_enough(roles.len())?;
    let mut ids = BTreeSet::new();
    for role in roles {
        if !ids.insert(role.id) {
            return Err(Refusal::IdTaken);
        }
        changes.extend(added_role(context, id, role)?);
    }
    Ok(in_year_of(&task, changes))
}

fn blank_task(context: Context<'_>, id: TaskId, suggestion: Option<SuggestionId>) -> Task {
    Task {
        id,
        series: None,
        date: None,
        suggestion,
        created_by: context.actor.person,
        created_at: context.now,
        kind: if suggestion.is_some() { TaskKind::Work } else { TaskKind::Activity },
        title: String::new(),
        text: LongText::default(),
        place: String::new(),
        building: None,
        starts_at: None,
        ends_at: None,
        lead: None,
        status: TaskStatus::Open,
        result: LongText::default(),
        theme: None,
        format: None,
        mode: Mode::InPerson,
    }
}

fn check_task(context: Context<'_>, task: &Task) -> Result<(), Refusal> {
    refers(context.community, Collection::Buildings, task.building.map(|id| id.0))?;
    refers(context.community, Collection::People, task.lead.map(|id| id.0))?;
    match (task.starts_at, task.ends_at) {
        (Some(start), Some(end)) if end < start => Err(Refusal::EndsBeforeStart),
        (None, Some(_)) => Err(Refusal::Missing { field: Field::StartsAt }),
        _ => Ok(()),
    }
}

fn few_enough(roles: usize) -> Result<(), Refusal> {
    let most = MOST_ROLES as u64;
    if roles > MOST_ROLES { Err(Refusal::TooMuch { field: Field::Role, most }) } else { Ok(()) }
}

/// A role's change, unless it was added before and taken out since.
fn added_role(context: Context<'_>, task: TaskId, role: NewRole) -> Result<Option<Change>, Refusal> {
    let role = drafted!(TaskRole { id: role.id, task, name: role.name, places: role.places }, []);
    let same = |other: &Record| matches!(other, Record::TaskRole(other) if other.task == task);
    Ok(match place(context.community, &role.clone().into(), same)? {
        Place::Free => Some(Change::RoleAdded(role)),
        Place::Same(_) => None,
    })
}

/// The task, and what must be written first if it is a session of which nothing has been said yet.
fn opened(
    context: Context<'_>,
    id: TaskId,
    occurrence: Option<Occurrence>,
) -> Result<(Task, Vec<TaskRole>, Vec<Change>), Refusal> {
    let missing = if occurrence.is_some() { Refusal::NoSession } else { Refusal::NotFound { of: Collection::Tasks } };
    let (task, roles) = context.community.task(id, occurrence).ok_or(missing)?;
    // A series without an end goes on beyond the years for which there can be documents.
    if !YEARS.contains(&task.year()) {
        return Err(missing);
    }
    if context.community.tasks.contains_key(&id) {
        return Ok((task, roles, vec![]));
    }
    let opening = roles.iter().cloned().map(Change::RoleAdded);
    let changes = std::iter::once(Change::SessionOpened(task.clone())).chain(opening).collect();
    Ok((task, roles, changes))
}

pub(super) fn edit_task(
    context: Context<'_>,
    id: TaskId,
    occurrence: Option<Occurrence>,
    edits: Vec<TaskEdit>,
) -> Decided {
    let (task, _, mut changes) = opened(context, id, occurrence)?;
    let (edited, edits) = edited!(context.community, task, edits, Change::TaskEdited);
    check_task(context, &edited)?;
    if edits.is_empty() {
        return Ok(in_year_of(&task, vec![]));
    }
    changes.extend(edits);
    Ok(in_year_of(&task, changes))
}

pub(super) fn add_role(context: Context<'_>, task: TaskId, occurrence: Option<Occurrence>, role: NewRole) -> Decided {
    let (task, roles, mut changes) = opened(context, task, occurrence)?;
    if roles.iter().any(|other| other.id == role.id) {
        return Ok(in_year_of(&task, vec![]));
    }
    let Some(added) = added_role(context, task.id, role)? else { return Ok(in_year_of(&task, vec![])) };
    few_enough(roles.len() + 1)?;
    changes.push(added);
    Ok(in_year_of(&task, changes))
}

pub(super) fn edit_role(context: Context<'_>, id: RoleId, edits: Vec<TaskRoleEdit>) -> Decided {
    let role = found(context.community.roles.get(&id), Collection::Roles)?;
    let task = found(context.community.tasks.get(&role.task), Collection::Tasks)?;
    let (_, changes) = edited!(context.community, role, edits, Change::RoleEdited);
    Ok(in_year_of(task, changes))
}

/// What a claim asks for.
pub(super) struct Wish {
    pub(super) id: ClaimId,
    pub(super) task: TaskId,
    pub(super) occurrence: Option<Occurrence>,
    pub(super) role: RoleId,
    pub(super) person: PersonId,
}

pub(super) fn claim_role(context: Context<'_>, wish: Wish) -> Decided {
    let community = context.community;
    let (task, roles, mut changes) = opened(context, wish.task, wish.occurrence)?;
    refers(community, Collection::People, Some(wish.person.0))?;
    let role = found(roles.iter().find(|role| role.id == wish.role), Collection::Roles)?;
    let claim = Claim {
        id: wish.id,
        task: task.id,
        role: role.id,
        person: wish.person,
        claimed_at: context.now,
        withdrawn_at: None,
        seated_at: None,
        placed_at: None,
    };
    permitted(context, Deed::Make, &claim.clone().into())?;
    let same = |other: &Record| matches!(other, Record::Claim(other) if (other.role, other.person) == (claim.role, claim.person));
    if let Place::Same(_) = place(community, &claim.clone().into(), same)? {
        return Ok(in_year_of(&task, vec![]));
    }
    if task.status != TaskStatus::Open {
        return Err(Refusal::TaskClosed);
    }
    if community.claim_of(wish.person, role.id).is_some() {
        return Err(Refusal::AlreadyClaimed);
    }
    changes.push(Change::RoleClaimed(claim));
    Ok(in_year_of(&task, changes))
}

pub(super) fn withdraw_claim(context: Context<'_>, id: ClaimId) -> Decided {
    let claim = found(context.community.claims.get(&id), Collection::Claims)?;
    edit_claim(context, claim, claim.stands().then_some(ClaimEdit::WithdrawnAt(Some(context.now))))
}

pub(super) fn restore_claim(context: Context<'_>, id: ClaimId) -> Decided {
    let claim = found(context.community.claims.get(&id), Collection::Claims)?;
    if !claim.stands() && context.community.claim_of(claim.person, claim.role).is_some() {
        return Err(Refusal::AlreadyClaimed);
    }
    edit_claim(context, claim, (!claim.stands()).then_some(ClaimEdit::WithdrawnAt(None)))
}

fn edit_claim(context: Context<'_>, claim: &Claim, edit: Option<ClaimEdit>) -> Decided {
    let task = found(context.community.tasks.get(&claim.task), Collection::Tasks)?;
    Ok(in_year_of(task, edit.map(|edit| Change::ClaimEdited(claim.id, edit)).into_iter().collect()))
}
