//! The book club's families: the team writes them down, and enrols the children.

use kaifong_domain::{
    access::{Actor, Team, Teams},
    child::{AgeBand, ChildEdit},
    command::Command,
    family::FamilyEdit,
    id::{ChildId, FamilyId, SeriesId},
};

use super::{
    people::Cast,
    stage::Stage,
    texts::families::{NICKNAMES, NOTES, PARENTS},
};

/// How many families there are.
const FAMILIES: i64 = 64;

/// Writes the families down, between the club's first weeks here and now.
pub(super) fn enrol(stage: &mut Stage, cast: &Cast, series: SeriesId) {
    let buildings: Vec<_> = cast.people.iter().filter_map(|one| one.building).collect();
    for number in 0..FAMILIES {
        let at = stage.some_time(-380 + number * 360 / FAMILIES);
        let mut team = cast.club();
        team.retain(|one| one.joined < at);
        let writer = if team.is_empty() { cast.office()[0] } else { stage.dice.pick(&team) };
        let actor = Actor { teams: Teams::of([Team::BookClub]), ..writer.actor() };
        let id: FamilyId = stage.id(at);
        let count = if stage.dice.chance(25) { 2 } else { 1 };
        let children = stage.dice.pick_some(NICKNAMES, count);
        let mut edits = vec![
            FamilyEdit::Guardian([children[0], stage.dice.pick(PARENTS)].concat()),
            FamilyEdit::Phone(format!("138 5555 {number:04}")),
            FamilyEdit::Building(Some(stage.dice.pick(&buildings))),
        ];
        if stage.dice.chance(20) {
            edits.push(FamilyEdit::Note(stage.dice.pick(NOTES).into()));
        }
        stage.say(actor, at, Command::AddFamily { id, edits });
        let mut then = at;
        for name in children {
            then = stage.soon(then);
            let child: ChildId = stage.id(then);
            let age =
                stage.dice.pick(&[AgeBand::From4, AgeBand::From4, AgeBand::From6, AgeBand::From6, AgeBand::From8]);
            let edits = vec![ChildEdit::Name(name.into()), ChildEdit::Age(age)];
            stage.say(actor, then, Command::AddChild { id: child, family: id, edits });
            if stage.dice.chance(35) {
                then = stage.soon(then);
                stage.say(actor, then, Command::Enrol { family: id, child, series, date: None });
            }
        }
    }
}
