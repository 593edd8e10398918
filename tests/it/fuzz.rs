//! A small part of the fuzzer's cases runs always, and a million of them with `cargo xtask test --deep`.
//! `KAIFONG_CASES=n` says how many, from `KAIFONG_FIRST_CASE=n` on; `KAIFONG_CASE=n` runs one again.

use kaifong_tests::fuzz::{self, Report, Target};

/// How many mutated changes there are if nobody says otherwise.
const CASES: u64 = 3_000;
/// How many in a deep run.
const DEEP_CASES: u64 = 1_000_000;
/// The most memory that this suite ever had, in KiB.
const MEMORY: u64 = 256 * 1024;

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.trim().parse().unwrap_or_else(|_| panic!("{variable} must be a number, and is {text:?}")))
}

/// Runs one in `part` of the cases; they do no harm, and some are taken in: the mutations reach behind the
/// first check.
fn harmless(target: Target, part: u64) -> Report {
    let usual = if std::env::var_os("KAIFONG_DEEP").is_some() { DEEP_CASES } else { CASES };
    let again = number("KAIFONG_CASE");
    let cases = if again.is_some() { 1 } else { number("KAIFONG_CASES").unwrap_or(usual).div_ceil(part) };
    let first = again.or_else(|| number("KAIFONG_FIRST_CASE")).unwrap_or(1);
    let report = fuzz::run(target, first, cases);
    println!("{target:?}: {report}");
    assert!(report.crashed.is_empty(), "{target:?} {:?}", report.crashed);
    assert!(report.unsound.is_empty(), "{target:?} {:?}", report.unsound);
    assert!(again.is_some() || report.accepted > cases / 1_000, "only {} were taken in", report.accepted);
    if let Some(most) = most_memory() {
        println!("the most memory: {most} KiB");
        assert!(most < MEMORY, "{most} KiB");
    }
    report
}

/// The most memory that this process ever had, where the system tells (Linux), in KiB.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[test]
fn mutated_changes_do_no_harm() {
    let report = harmless(Target::Changes, 1);
    assert!(report.cases == 1 || report.refused.len() > 8, "{:?}", report.refused);
}

#[test]
fn mutated_bundles_do_no_harm() {
    harmless(Target::Bundles, 10);
}

#[test]
fn mutated_frames_do_no_harm() {
    harmless(Target::Frames, 5);
}

#[test]
fn mutated_previews_do_no_harm() {
    harmless(Target::Previews, 1);
}
