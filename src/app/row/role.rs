//! Roles of a task with those who have a place and those who wait.

use kaifong_domain::{
    bridge::Status,
    claim::Seat,
    community::Community,
    id::{ClaimId, PersonId, RoleId, TaskId},
    record::{Collection, RecordKey},
    role::TaskRole,
    series::{HELPER, Occurrence},
};

/// One's own claim to a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OwnClaim {
    /// Which.
    pub id: ClaimId,
    /// What it has come to.
    pub seat: Seat,
    /// Whether it waits to be sent.
    pub unsent: bool,
}

/// Somebody with a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seated {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
}

/// A role as a task's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RoleRow {
    /// Which.
    pub id: RoleId,
    /// Of which task.
    pub task: TaskId,
    /// The session it belongs to, where it is not stored yet.
    pub occurrence: Option<Occurrence>,
    /// The name it was given.
    pub name: String,
    /// How many people it needs.
    pub places: u32,
    /// Those who have a place.
    pub confirmed: Vec<Seated>,
    /// Those whose claim the community's server has not seated yet.
    pub pending: Vec<Seated>,
    /// Those who wait, in order.
    pub waiting: Vec<Seated>,
    /// One's own claim.
    pub mine: Option<OwnClaim>,
}

impl RoleRow {
    /// Whether somebody is still wanted, as far as one can know.
    pub fn is_open(&self) -> bool {
        ((self.confirmed.len() + self.pending.len()) as u64) < u64::from(self.places)
    }
}

/// A task's roles as `person` sees them.
pub fn roles(
    community: &Community,
    (task, occurrence): (TaskId, Option<Occurrence>),
    person: Option<PersonId>,
    status: &Status,
) -> Vec<RoleRow> {
    let Some((_, mut roles)) = community.task(task, occurrence) else { return Vec::new() };
    // Roles are in the order in which they were made, except a session's, which all phones make alike.
    roles.sort_by_key(|role| role.name == HELPER);
    let occurrence = occurrence.filter(|_| !community.tasks.contains_key(&task));
    roles.iter().map(|role| row(community, role, occurrence, person, status)).collect()
}

fn row(
    community: &Community,
    role: &TaskRole,
    occurrence: Option<Occurrence>,
    person: Option<PersonId>,
    status: &Status,
) -> RoleRow {
    let name = |person: PersonId| {
        let known = community.people.get(&person).map(|person| person.name.clone());
        known.unwrap_or_else(|| say!(neighbours.unknown_person).to_owned())
    };
    let mut shown = RoleRow {
        id: role.id,
        task: role.task,
        occurrence,
        name: role.name.clone(),
        places: role.places,
        confirmed: Vec::new(),
        pending: Vec::new(),
        waiting: Vec::new(),
        mine: None,
    };
    for (claim, seat) in community.seats(role) {
        if Some(claim.person) == person && shown.mine.is_none() {
            let key = RecordKey { collection: Collection::Claims, id: claim.id.0 };
            shown.mine = Some(OwnClaim { id: claim.id, seat, unsent: status.waiting_records.contains(&key) });
        }
        let seated = Seated { person: claim.person, name: name(claim.person) };
        match seat {
            Seat::Confirmed => shown.confirmed.push(seated),
            Seat::Pending => shown.pending.push(seated),
            Seat::Waiting(_) => shown.waiting.push(seated),
        }
    }
    shown
}
