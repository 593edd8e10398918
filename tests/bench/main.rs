//! What sync costs, beside automerge-repo's client and server from npm, on the same documents and edits in
//! one run: bytes and frames on the wire, and processor time on both sides (DESIGN §10). `cargo xtask bench
//! sync` runs it.

#![allow(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

mod measure;
mod ours;
mod theirs;

use std::time::Duration;

use self::measure::Reading;

/// How many tasks there are.
const TASKS: usize = 1_000;
/// How many edits lie behind them.
const EDITS: usize = 10_000;
/// The tasks that others tick off during the week.
const REMOTE: [usize; 100] = spread(0);
/// The tasks that are ticked off without a network.
const OWN: [usize; 10] = spread(1);
/// How often a thing is done that is measured as a mean.
const TIMES: u32 = 5;
/// How many documents a community has: a few, and many.
const FEW: usize = 20;
const MANY: usize = 1_000;

/// Every seventh task.
const fn spread<const N: usize>(from: usize) -> [usize; N] {
    let (mut numbers, mut index) = ([0; N], 0);
    while index < N {
        numbers[index] = index * 7 + from;
        index += 1;
    }
    numbers
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("{:<52}{:>10}{:>8}{:>12}{:>12}", "", "bytes", "frames", "client CPU", "server CPU");
    let few = (ours::unchanged(FEW).await, theirs::unchanged(FEW).await);
    beside(&format!("nothing changed, {FEW} documents"), few, Some(1_024));
    let many = (few.0, theirs::unchanged(MANY).await);
    beside(&format!("nothing changed, {MANY} documents (ours: the same {FEW})"), many, Some(1_024));
    let [list, first, week] = ours::first_and_week().await;
    let [their_first, their_week] = theirs::first_and_week().await;
    let name = format!("an offline week: {} edits there, {} here", REMOTE.len(), OWN.len());
    beside(&name, (week, their_week), Some(1_536));
    let name = format!("a new device, until it shows its list of {TASKS} tasks");
    beside(&name, (list, their_first), Some(35 * 1_024));
    beside(&format!("a new device, with all {EDITS} edits"), (first, their_first), None);
}

/// Prints what both need for the same thing, the ratio, and whether ours is within its budget.
fn beside(what: &str, (ours, theirs): (Reading, Reading), budget: Option<usize>) {
    println!("{what}");
    row("Kaifong", ours);
    row("automerge-repo", theirs);
    let of = |theirs: f64, ours: f64| format!("{:.1}×", theirs / ours);
    let count = |count: usize| count as f64;
    println!(
        "  {:<50}{:>10}{:>8}{:>12}{:>12}",
        "ratio",
        of(count(theirs.traffic.bytes), count(ours.traffic.bytes)),
        of(count(theirs.traffic.frames), count(ours.traffic.frames)),
        of(theirs.client.as_secs_f64(), ours.client.as_secs_f64()),
        of(theirs.server.as_secs_f64(), ours.server.as_secs_f64()),
    );
    if let Some(budget) = budget {
        let stands = if ours.traffic.bytes <= budget { "within" } else { "OVER" };
        println!("  {stands} the budget of {budget} bytes");
    }
}

fn row(who: &str, Reading { traffic, client, server }: Reading) {
    let millis = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1_000.0);
    println!("  {who:<50}{:>10}{:>8}{:>12}{:>12}", traffic.bytes, traffic.frames, millis(client), millis(server));
}
