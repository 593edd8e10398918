//! The people: how many of which circles, who came when, and what their cards say.

mod card;
mod cast;

use std::collections::BTreeSet;

use kaifong_domain::{
    access::{AccessRole, Actor},
    captaincy::Level,
    id::{BuildingId, PersonId},
    person::Group,
    time::Timestamp,
};

pub(super) use cast::Cast;

use super::{
    buildings::Place,
    names::{Generation, Names},
    stage::{FOUNDED, LAST, Stage},
};

/// Somebody of the community.
pub(super) struct Neighbour {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) role: AccessRole,
    pub(super) groups: BTreeSet<Group>,
    pub(super) building: Option<BuildingId>,
    pub(super) joined: Timestamp,
    /// Meant to become captain, and since when they are.
    pub(super) captain: Option<(Level, Timestamp)>,
}

impl Neighbour {
    pub(super) fn actor(&self) -> Actor {
        Actor::new(self.id, self.role)
    }
}

/// Who set the community up: the first card.
pub(super) struct Founder {
    pub(super) id: PersonId,
    at: Timestamp,
}

impl Founder {
    pub(super) fn new(stage: &mut Stage) -> Self {
        let at = stage.at(FOUNDED, 8 * 60 + 40);
        Self { id: stage.id(at), at }
    }

    pub(super) fn actor(&self) -> Actor {
        Actor::new(self.id, AccessRole::Admin)
    }
}

/// So many people of the same circles.
struct Circle {
    groups: &'static [Group],
    captains: bool,
    count: usize,
}

const fn circle(groups: &'static [Group], captains: bool, count: usize) -> Circle {
    Circle { groups, captains, count }
}

/// The story's proportions: 386 in-service members, 58 teachers, 120 captains and candidates and 360
/// members of the association, with so much overlap that there are about 800 people.
const CIRCLES: [Circle; 12] = [
    circle(&[Group::Office], false, 7),
    circle(&[Group::Partner], false, 6),
    circle(&[Group::Association], true, 70),
    circle(&[], true, 30),
    circle(&[Group::InService], true, 15),
    circle(&[Group::Teacher], true, 5),
    circle(&[Group::InService], false, 339),
    circle(&[Group::Teacher], false, 31),
    circle(&[Group::Association], false, 256),
    circle(&[Group::Association, Group::Teacher], false, 12),
    circle(&[Group::Association, Group::InService], false, 22),
    circle(&[Group::InService, Group::Teacher], false, 10),
];

/// Levels that the captains will come to.
const CORE: usize = 15;
const CANDIDATES: usize = 12;
const CAPTAINS: usize = 120;

/// Teachers who joined within the last year.
const NEW_TEACHERS: usize = 13;

/// Gathers everybody and writes their cards.
pub(super) fn gather(stage: &mut Stage, founder: Founder, buildings: &[Place]) -> Cast {
    let mut names = Names::default();
    let mut people = Vec::new();
    let mut captains = 0;
    for circle in &CIRCLES {
        for index in 0..circle.count {
            let neighbour = if people.is_empty() {
                first(stage, &founder, &mut names)
            } else {
                let level = circle.captains.then(|| level(captains));
                let home =
                    if circle.captains { buildings[captains % buildings.len()] } else { stage.dice.pick(buildings) };
                captains += usize::from(circle.captains);
                another(stage, &mut names, circle, Entrance { index, level, home })
            };
            people.push(neighbour);
        }
    }
    let cast = Cast::new(people);
    card::write_all(stage, &cast);
    cast
}

fn level(index: usize) -> Level {
    match index {
        _ if index < CORE => Level::Core,
        _ if index < CAPTAINS - CANDIDATES => Level::Formal,
        _ => Level::Candidate,
    }
}

fn first(stage: &mut Stage, founder: &Founder, names: &mut Names) -> Neighbour {
    Neighbour {
        id: founder.id,
        name: names.next(&mut stage.dice, Generation::Middle),
        role: AccessRole::Admin,
        groups: BTreeSet::from([Group::Office]),
        building: None,
        joined: founder.at,
        captain: None,
    }
}

/// How somebody comes in.
struct Entrance {
    index: usize,
    level: Option<Level>,
    home: Place,
}

fn another(stage: &mut Stage, names: &mut Names, circle: &Circle, entrance: Entrance) -> Neighbour {
    let Entrance { index, level, home } = entrance;
    let is = |group| circle.groups.contains(&group);
    let office = is(Group::Office) || is(Group::Partner);
    let joined = joined(stage, circle, index);
    let only_teaches = circle.groups == [Group::Teacher] && !circle.captains;
    let generation = match stage.dice.below(10) {
        _ if is(Group::Teacher) => Generation::Young,
        _ if is(Group::InService) || office => stage.dice.pick(&[Generation::Middle, Generation::Young]),
        0..=5 => Generation::Elder,
        _ => Generation::Middle,
    };
    let name = if only_teaches && index == 0 { names.longest() } else { names.next(&mut stage.dice, generation) };
    let role = match level {
        Some(Level::Core | Level::Formal) => AccessRole::Captain,
        _ if is(Group::Office) => AccessRole::Coordinator,
        _ if is(Group::Partner) => AccessRole::Partner,
        _ => AccessRole::Member,
    };
    Neighbour {
        id: stage.id(joined),
        name,
        role,
        groups: circle.groups.iter().copied().collect(),
        building: (!office).then_some(home.id),
        joined,
        captain: level.map(|level| (level, joined)),
    }
}

/// Most came in the first weeks, some later; of the teachers exactly so many within the last year.
fn joined(stage: &mut Stage, circle: &Circle, index: usize) -> Timestamp {
    let teaches = circle.groups.contains(&Group::Teacher);
    let only_teaches = circle.groups == [Group::Teacher] && !circle.captains;
    let day = if circle.groups.contains(&Group::Office) || circle.groups.contains(&Group::Partner) {
        FOUNDED + 1
    } else if only_teaches && index >= circle.count - NEW_TEACHERS {
        stage.dice.between(-340..=-25)
    } else if !teaches && !circle.captains && stage.dice.chance(18) {
        stage.dice.between(-360..=LAST - 1)
    } else {
        FOUNDED + stage.dice.between(2..=20)
    };
    stage.some_time(day)
}
