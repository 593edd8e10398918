//! The way a suggestion goes, and when.

use kaifong_domain::{suggestion::Status, time::Timestamp};

use crate::demo::stage::Stage;

/// The statuses on the way to where a suggestion stands now.
pub(super) fn way(stage: &mut Stage, end: Status) -> Vec<Status> {
    use Status::{Agreed, Declined, Discussing, Raised, Solved, Triaged, Working};
    // Small things need no round table.
    let talked = if stage.dice.chance(65) { vec![Triaged, Discussing] } else { vec![Triaged] };
    let reopened = if stage.dice.chance(8) { vec![Solved, Working] } else { vec![] };
    match end {
        Raised | Status::Unknown => vec![],
        Triaged => vec![Triaged],
        Discussing => vec![Triaged, Discussing],
        Declined => [talked, vec![Declined]].concat(),
        Working => [talked, vec![Working]].concat(),
        Solved => [talked, vec![Working], reopened, vec![Solved]].concat(),
        Agreed => [talked, vec![Working], reopened, vec![Solved, Agreed]].concat(),
    }
}

/// Days that a step usually takes.
fn pace(stage: &mut Stage, to: Status) -> i64 {
    stage.dice.between(match to {
        Status::Triaged => 1..=3,
        Status::Discussing => 3..=9,
        Status::Working => 4..=18,
        Status::Solved => 6..=35,
        Status::Agreed => 1..=6,
        _ => 4..=10,
    })
}

/// When each step is made: at its usual pace, or faster where there is less time.
pub(super) fn times(stage: &mut Stage, raised_at: Timestamp, way: &[Status]) -> Vec<Timestamp> {
    let paces: Vec<i64> = way.iter().map(|to| pace(stage, *to)).collect();
    let usual: i64 = paces.iter().sum();
    let first = stage.day(raised_at);
    let days = usual.min(stage.day(stage.end()) - first);
    let mut gone = 0;
    let mut last = raised_at;
    let mut times = Vec::with_capacity(way.len());
    for pace in paces {
        gone += pace;
        let at = stage.some_time(first + gone * days / usual);
        last = if at > last { at } else { stage.soon(last) };
        times.push(last);
    }
    times
}
