//! `cargo xtask test`: every check, one stage after the other, stopping at the first that fails.

use std::time::{Duration, Instant};

use crate::{failure::Failure, headline::headline, whole::Wanted, workspace::Workspace};

mod stage;

pub use stage::{SUITES, Stage};

/// What a stage needs to know.
pub struct Round<'a> {
    workspace: &'a Workspace,
    wanted: Wanted,
    deep: bool,
}

/// Runs the named stages, or all of them.
pub fn test(workspace: &Workspace, named: &[Stage], wanted: Wanted, deep: bool) -> Result<(), Failure> {
    let round = Round { workspace, wanted, deep };
    let stages = if named.is_empty() { Stage::ALL.to_vec() } else { with_needs(named) };
    for stage in &stages {
        headline(&format!("Test: {}", stage.name()));
        let (outcome, took) = timed(|| stage.run(&round));
        outcome.map_err(|source| Failure::Stage { stage: stage.name(), source: Box::new(source) })?;
        println!("   {} passed in {:.1} s", stage.name(), took.as_secs_f32());
    }
    println!("\n{} stages passed", stages.len());
    Ok(())
}

/// Each stage once, after what it can't run without.
fn with_needs(named: &[Stage]) -> Vec<Stage> {
    let mut stages = Vec::new();
    for stage in named.iter().flat_map(|stage| stage.needs().iter().chain([stage])) {
        if !stages.contains(stage) {
            stages.push(*stage);
        }
    }
    stages
}

#[expect(clippy::disallowed_methods, reason = "times of a tool's own steps, shown to a person")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_brings_what_it_needs_once() {
        use Stage::{Dist, E2e, It, Server, SetUp, Tidy};
        assert_eq!(with_needs(&[Tidy]), [Tidy]);
        assert_eq!(with_needs(&[E2e, Tidy, It]), [SetUp, Dist, Server, E2e, Tidy, It]);
    }
}
