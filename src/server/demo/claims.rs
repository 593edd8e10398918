//! Claims: people take places, and some give them back.

use kaifong_domain::{
    command::{Command, NewRole},
    id::{ClaimId, RoleId, TaskId},
    series::Occurrence,
    time::Timestamp,
};

use super::{
    people::{Cast, Neighbour},
    stage::Stage,
};

/// A role to be claimed.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    pub(super) task: TaskId,
    pub(super) role: RoleId,
    pub(super) occurrence: Option<Occurrence>,
}

/// From when until when people claim.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
}

/// Roles to be made with a task.
pub(super) fn new_roles(stage: &mut Stage, at: Timestamp, roles: &[(&str, u32)]) -> Vec<NewRole> {
    roles.iter().map(|(name, places)| NewRole { id: stage.id(at), name: (*name).into(), places: *places }).collect()
}

/// Somebody claims a place; now and then the office does it for them.
pub(super) fn claim(stage: &mut Stage, cast: &Cast, opening: Opening, neighbour: &Neighbour, at: Timestamp) -> ClaimId {
    let helped = stage.dice.chance(8);
    let actor = if helped { stage.dice.pick(&cast.office()).actor() } else { neighbour.actor() };
    let id = stage.id(at);
    let Opening { task, role, occurrence } = opening;
    stage.say(actor, at, Command::ClaimRole { id, task, occurrence, role, person: neighbour.id });
    id
}

/// So many people of a pool claim; one in ten later withdraws. Those who claimed leave the pool.
pub(super) fn fill(
    stage: &mut Stage,
    cast: &Cast,
    opening: Opening,
    pool: &mut Vec<&Neighbour>,
    count: usize,
    window: Window,
) {
    stage.dice.shuffle(pool);
    for _ in 0..count.min(pool.len()) {
        let Some(neighbour) = pool.pop() else { return };
        let at = stage.between(window.from.max(neighbour.joined), window.until);
        let id = claim(stage, cast, opening, neighbour, at);
        if stage.dice.chance(10) {
            let at = stage.between(at, window.until);
            stage.say(neighbour.actor(), at, Command::WithdrawClaim { id });
        }
    }
}
