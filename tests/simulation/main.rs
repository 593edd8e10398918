//! A whole community from one seed: phones, a server, their disks, clocks and sockets, and everything
//! that goes wrong with them. `KAIFONG_SEED=n` plays one seed again and tells every step;
//! `KAIFONG_SEEDS=n` says how many to play; `cargo xtask test --deep` plays ten times as many as usual.

mod play;
mod sabotage;
mod tally;
mod trouble;
mod weather;

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
    thread,
};

use kaifong_tests::world::Sabotage;

use self::{play::play, tally::Tally};

/// How many seeds are played if nobody says otherwise.
const SEEDS: u64 = 1_000;
/// How many are played in a deep run.
const DEEP_SEEDS: u64 = 10_000;
/// On how many threads.
const THREADS: u64 = 2;

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.trim().parse().unwrap_or_else(|_| panic!("{variable} must be a number, and is {text:?}")))
}

/// Plays one seed; why it failed, if it did.
fn outcome(seed: u64, sabotage: Option<Sabotage>, is_told: bool) -> Result<Tally, String> {
    match catch_unwind(AssertUnwindSafe(|| play(seed, sabotage, is_told))) {
        Ok(Ok(tally)) => Ok(tally),
        Ok(Err(broken)) => Err(broken.to_string()),
        Err(panic) => Err(format!("a panic: {}", words(panic.as_ref()))),
    }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words")
}

#[test]
fn every_promise_is_kept_whatever_happens() {
    if let Some(seed) = number("KAIFONG_SEED") {
        let tally = outcome(seed, None, true).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        println!("seed {seed}: {tally}");
        return;
    }
    let usual = if std::env::var_os("KAIFONG_DEEP").is_some() { DEEP_SEEDS } else { SEEDS };
    let (first, seeds) = (number("KAIFONG_FIRST_SEED").unwrap_or(0), number("KAIFONG_SEEDS").unwrap_or(usual));
    let (tally, failures) = (Mutex::new(Tally::default()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (tally, failures) = (&tally, &failures);
            scope.spawn(move || {
                for seed in (first + thread..first + seeds).step_by(THREADS as usize) {
                    match outcome(seed, None, false) {
                        Ok(played) => tally.lock().expect("nobody panics here").add(&played),
                        Err(why) => failures.lock().expect("nobody panics here").push((seed, why)),
                    }
                }
            });
        }
    });
    let (tally, mut failures) = (tally.into_inner().unwrap(), failures.into_inner().unwrap());
    println!("{seeds} seeds: {tally}");
    failures.sort();
    for (seed, why) in &failures {
        println!(
            "seed {seed}: {why}\n  KAIFONG_SEED={seed} cargo test -p kaifong-tests --test simulation -- --nocapture"
        );
    }
    assert!(failures.is_empty(), "{} of {seeds} seeds failed", failures.len());
    let unseen = tally.unseen();
    assert!(seeds < SEEDS || unseen.is_empty(), "the simulation has become too tame, it has not seen {unseen:?}");
}
