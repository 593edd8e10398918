//! Captaincies: who became captain of which building, and when they rose.

use kaifong_domain::{
    captaincy::{CaptaincyEdit, Level},
    command::Command,
    id::{CaptaincyId, EndorsementId},
    time::Timestamp,
};

use super::{
    people::{Cast, Neighbour},
    stage::Stage,
    texts::people::ENDORSEMENTS,
};

/// The most captains who speak for a candidate.
const MOST_ENDORSEMENTS: usize = 4;

/// Somebody on the way to a captaincy, since when.
pub(super) struct Candidate {
    captaincy: CaptaincyId,
    since: Timestamp,
}

/// Grants all captaincies, on the day after each captain came, and candidates' in the last months; the candidates.
pub(super) fn grant(stage: &mut Stage, cast: &mut Cast) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let office: Vec<_> = cast.office().iter().map(|one| one.actor()).collect();
    for neighbour in &mut cast.people {
        let (Some((level, since)), Some(building)) = (&mut neighbour.captain, neighbour.building) else { continue };
        let after = stage.day(neighbour.joined) + 1;
        let day = if *level == Level::Candidate { stage.dice.between(-150..=-10) } else { after };
        *since = stage.some_time(day);
        let id = stage.id(*since);
        let actor = stage.dice.pick(&office);
        let risen = risen(stage, *level, *since);
        let first = if risen.is_some() { Level::Formal } else { *level };
        // Two in ten of the formal ones were candidates first.
        let first = if *level == Level::Formal && risen.is_some() { Level::Candidate } else { first };
        stage.say(actor, *since, Command::GrantCaptaincy { id, person: neighbour.id, building, level: first });
        if let Some(at) = risen {
            stage.say(actor, at, Command::EditCaptaincy { id, edits: vec![CaptaincyEdit::Level(*level)] });
        }
        if *level == Level::Candidate {
            candidates.push(Candidate { captaincy: id, since: *since });
        }
    }
    candidates
}

/// When somebody rose to their level, if they did not begin with it.
fn risen(stage: &mut Stage, level: Level, since: Timestamp) -> Option<Timestamp> {
    let rises = match level {
        Level::Core => true,
        Level::Formal => stage.dice.chance(20),
        Level::Candidate | Level::Unknown => false,
    };
    rises.then(|| {
        let day = stage.day(since) + stage.dice.between(20..=200);
        stage.some_time(day)
    })
}

/// Core captains speak for most of the candidates.
pub(super) fn endorse(stage: &mut Stage, cast: &Cast, candidates: Vec<Candidate>) {
    for Candidate { captaincy, since } in candidates {
        let is_core = |one: &&Neighbour| matches!(one.captain, Some((Level::Core, at)) if at < since);
        let core: Vec<&Neighbour> = cast.captains(since).into_iter().filter(is_core).collect();
        let count = stage.dice.below(MOST_ENDORSEMENTS + 1);
        for neighbour in stage.dice.pick_some(&core, count) {
            let id = EndorsementId::of(captaincy, neighbour.id);
            let (at, note) = (stage.between(since, stage.end()), stage.dice.pick(ENDORSEMENTS).to_owned());
            stage.say(neighbour.actor(), at, Command::Endorse { id, captaincy, note });
        }
    }
}
