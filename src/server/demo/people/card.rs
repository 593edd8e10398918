//! People's cards.

use std::collections::BTreeSet;

use kaifong_domain::{
    command::Command,
    contact::ContactEdit,
    person::{Group, PersonEdit},
};

use super::{Cast, Neighbour};
use crate::demo::{
    stage::Stage,
    texts::people::{ABOUT, AVAILABILITY, OFFICE, PARTNERS, SKILLS, TEACHING, UNITS},
};

/// Members who have reported by themselves and still wait for a community worker.
const UNCONFIRMED: usize = 9;

/// One in so many has said how to be reached.
const REACHABLE: usize = 10;

/// Writes everybody's card, in the order in which they came.
pub(super) fn write_all(stage: &mut Stage, cast: &Cast) {
    let mut people: Vec<&Neighbour> = cast.people.iter().collect();
    people.sort_by_key(|neighbour| neighbour.joined);
    let reports = |neighbour: &&&Neighbour| neighbour.groups.contains(&Group::InService) && neighbour.captain.is_none();
    let waiting: BTreeSet<_> = people.iter().rev().filter(reports).take(UNCONFIRMED).map(|one| one.id).collect();
    let mut partners = PARTNERS.iter();
    for (number, neighbour) in people.into_iter().enumerate() {
        let (unit, about) = if neighbour.groups.contains(&Group::Partner) {
            partners.next().copied().unwrap_or_default()
        } else if neighbour.groups.contains(&Group::Office) {
            ("", stage.dice.pick(OFFICE))
        } else {
            let unit = if neighbour.groups.contains(&Group::InService) { stage.dice.pick(UNITS) } else { "" };
            (unit, if stage.dice.chance(30) { stage.dice.pick(ABOUT) } else { "" })
        };
        let mut edits = vec![
            PersonEdit::Name(neighbour.name.clone()),
            PersonEdit::Unit(unit.into()),
            PersonEdit::Building(neighbour.building),
            PersonEdit::Groups(neighbour.groups.clone()),
            PersonEdit::Skills(skills(stage, neighbour)),
            PersonEdit::About(about.into()),
        ];
        if stage.dice.chance(70) {
            edits.push(PersonEdit::Availability(stage.dice.pick(AVAILABILITY).into()));
        }
        let reported = waiting.contains(&neighbour.id);
        if neighbour.groups.contains(&Group::InService) && !reported {
            edits.push(PersonEdit::CheckedInAt(Some(neighbour.joined)));
        }
        let actor = if reported || neighbour.id == cast.admin().id {
            neighbour.actor()
        } else {
            writer(stage, cast, neighbour)
        };
        stage.say(actor, neighbour.joined, Command::AddPerson { id: neighbour.id, edits });
        if number.is_multiple_of(REACHABLE) {
            let edits = vec![ContactEdit::Phone(format!("139 5555 {number:04}"))];
            stage.say(cast.admin().actor(), neighbour.joined, Command::WriteContact { person: neighbour.id, edits });
        }
    }
}

/// Who writes somebody down: the office, or, for a late member of the association, a captain.
fn writer(stage: &mut Stage, cast: &Cast, neighbour: &Neighbour) -> kaifong_domain::access::Actor {
    if neighbour.groups.contains(&Group::Office) {
        return cast.admin().actor();
    }
    let captains = cast.captains(neighbour.joined.plus_days(-30));
    let neighbourly = neighbour.groups.iter().eq(&[Group::Association]) && !captains.is_empty();
    if neighbourly { stage.dice.pick(&captains).actor() } else { stage.dice.pick(&cast.office()).actor() }
}

fn skills(stage: &mut Stage, neighbour: &Neighbour) -> BTreeSet<String> {
    let count =
        if neighbour.groups.contains(&Group::InService) { 1 + stage.dice.below(3) } else { stage.dice.below(3) };
    let mut skills: BTreeSet<String> = stage.dice.pick_some(SKILLS, count).into_iter().map(str::to_owned).collect();
    if neighbour.groups.contains(&Group::Teacher) {
        skills.insert(stage.dice.pick(TEACHING).to_owned());
    }
    skills
}
