//! The community's card, its two estates and 42 buildings.

use kaifong_domain::{
    building::{BuildingEdit, EstateEdit},
    command::Command,
    id::{BuildingId, EstateId},
    profile::ProfileEdit,
};

use super::{
    people::Founder,
    stage::{FOUNDED, Stage},
    texts::neighbourhood::{ABOUT, ESTATES, NAME},
};

/// All households together.
pub(super) const HOUSEHOLDS: u32 = 5_312;

/// A building.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) id: BuildingId,
    pub(super) name: &'static str,
}

/// Writes down where people live.
pub(super) fn build(stage: &mut Stage, founder: &Founder) -> Vec<Place> {
    let profile = vec![ProfileEdit::Name(NAME.into()), ProfileEdit::About(ABOUT.into())];
    stage.say(founder.actor(), stage.at(FOUNDED, 9 * 60), Command::WriteProfile { edits: profile });
    let count = ESTATES.iter().map(|(_, buildings)| buildings.len()).sum();
    let mut households = households(stage, count).into_iter();
    let mut at = stage.at(FOUNDED, 9 * 60 + 5);
    let mut places = Vec::with_capacity(count);
    for (name, buildings) in ESTATES {
        let estate: EstateId = stage.id(at);
        stage.say(
            founder.actor(),
            at,
            Command::AddEstate { id: estate, edits: vec![EstateEdit::Name((*name).into())] },
        );
        for (name, households) in buildings.iter().zip(households.by_ref()) {
            at = at.plus_minutes(2);
            let id = stage.id(at);
            let edits = vec![BuildingEdit::Name((*name).into()), BuildingEdit::Households(households)];
            stage.say(founder.actor(), at, Command::AddBuilding { id, estate, edits });
            places.push(Place { id, name });
        }
    }
    places
}

/// Households of each building: different, and [`HOUSEHOLDS`] together.
fn households(stage: &mut Stage, count: usize) -> Vec<u32> {
    let mean = HOUSEHOLDS / count as u32;
    let mut households: Vec<u32> =
        (1..count).map(|_| mean.saturating_add_signed(stage.dice.between(-40..=40) as i32)).collect();
    // Pairs lean against each other, so that what is left for the last building is a building's worth.
    for pair in households.chunks_exact_mut(2) {
        pair[1] = 2 * mean - pair[0];
    }
    households.push(HOUSEHOLDS - households.iter().sum::<u32>());
    households
}
