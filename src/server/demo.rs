//! The demo community: everything in it is invented. It is told as a script of commands, each given
//! by somebody at some time, so that the demo holds only what people could have said, decided by the
//! same rules as everybody's commands. The same day and seed give the same script.

mod activities;
mod book_club;
mod buildings;
mod captains;
mod charging;
mod claims;
mod dice;
mod duties;
mod families;
pub mod found;
mod names;
mod people;
pub mod play;
mod posts;
mod stage;
mod suggestions;
mod texts;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kaifong_domain::{
    access::{AccessRole, Actor},
    command::Command,
    id::PersonId,
    time::Timestamp,
};

/// All that happened in the demo community.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// Who said what, in order of time; the last step lies before the day for which it was written.
    pub steps: Vec<Step>,
    /// Whom one can sign in as: an admin, a coordinator, a captain and a member.
    pub sign_ins: Vec<SignIn>,
    /// What everybody is trusted with.
    pub roles: BTreeMap<PersonId, AccessRole>,
    /// The book club's team.
    pub club: Vec<PersonId>,
}

/// One command.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Who gave it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// What it was.
    pub command: Command,
}

/// Somebody whom one can sign in as.
#[derive(Clone, Debug, PartialEq)]
pub struct SignIn {
    /// Who.
    pub person: PersonId,
    /// Trusted with what.
    pub role: AccessRole,
    /// Their name and what they do, for people to choose by.
    pub label: String,
}

/// The name of the demo community.
pub const NAME: &str = texts::neighbourhood::NAME;

/// Writes the script for a demo that is opened on `today`.
pub fn script(today: Date, seed: u64) -> Script {
    let mut stage = stage::Stage::new(today, seed);
    let founder = people::Founder::new(&mut stage);
    let buildings = buildings::build(&mut stage, &founder);
    let mut cast = people::gather(&mut stage, founder, &buildings);
    let candidates = captains::grant(&mut stage, &mut cast);
    posts::set_up(&mut stage, &cast);
    activities::hold(&mut stage, &cast, &buildings);
    duties::draw_up(&mut stage, &cast);
    let series = book_club::meet(&mut stage, &cast);
    suggestions::collect(&mut stage, &cast);
    charging::tell(&mut stage, &cast);
    families::enrol(&mut stage, &cast, series);
    captains::endorse(&mut stage, &cast, candidates);
    Script {
        steps: stage.into_steps(),
        sign_ins: cast.sign_ins(),
        roles: cast.people.iter().map(|neighbour| (neighbour.id, neighbour.role)).collect(),
        club: cast.club().iter().map(|neighbour| neighbour.id).collect(),
    }
}

#[cfg(test)]
mod tests;
