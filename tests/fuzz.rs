//! The fuzzer of the gate: honest changes, bundles and frames are mutated from one seed, their checksums made
//! to fit, and thrown at a document behind a gate, or at a whole hub. Whatever is taken in must leave a document
//! that can be saved, loaded, shown, written into and passed on. Mutated previews are shown to a phone.

pub mod corpus;
mod frame;
mod mutation;
mod panic;
mod preview;
mod whole;

use std::{collections::BTreeMap, fmt, thread};

use self::{corpus::Sample, whole::Unsound};
use crate::seed::Seed;

/// The stack on which cases run, in bytes: that of a phone's worker is no larger.
const STACK: usize = 1024 * 1024;

/// What is mutated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Single changes, whose checksums fit.
    Changes,
    /// Bundles of changes, whose checksums fit.
    Bundles,
    /// Frames, with any message in them, to a hub with several documents.
    Frames,
    /// Previews, to a phone.
    Previews,
}

/// What came of the cases.
#[derive(Debug, Default)]
pub struct Report {
    /// How many cases.
    pub cases: u64,
    /// Cases of which something was taken in.
    pub accepted: u64,
    /// Changes that were refused, by reason; messages and frames that were, by violation.
    pub refused: BTreeMap<String, u64>,
    /// Panics that the gate has caught, by where they came from.
    pub caught: BTreeMap<String, u64>,
    /// The cases that panicked for good, and where.
    pub crashed: Vec<(u64, String)>,
    /// The cases after which a document was not whole, and what was wrong with it.
    pub unsound: Vec<(u64, Unsound)>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cases, accepted, refused, caught, crashed, unsound } = self;
        let count = |counts: &BTreeMap<String, u64>| counts.values().sum::<u64>();
        writeln!(f, "{cases} cases, {accepted} of them taken in, {} refusals:", count(refused))?;
        refused.iter().try_for_each(|(why, count)| writeln!(f, "  {count:>8} {why}"))?;
        writeln!(f, "{} panics caught by the gate:", count(caught))?;
        caught.iter().try_for_each(|(place, count)| writeln!(f, "  {count:>8} {place}"))?;
        writeln!(f, "{} panics that it did not catch: {crashed:?}", crashed.len())?;
        write!(f, "{} documents that are not whole: {unsound:?}", unsound.len())
    }
}

impl Report {
    fn refused(&mut self, why: impl Into<String>) {
        *self.refused.entry(why.into()).or_default() += 1;
    }
}

/// Runs so many cases from number `first` on; what a case does follows from its number.
///
/// # Panics
/// If the stack of a case overflows, the whole program is gone.
pub fn run(target: Target, first: u64, cases: u64) -> Report {
    let work = move || match target {
        Target::Changes => single(first, cases, mutation::changes),
        Target::Bundles => single(first, cases, mutation::bundle),
        Target::Frames => frame::run(first, cases),
        Target::Previews => preview::run(first, cases),
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(work).expect("there is another thread");
    thread.join().expect("what panics in a case is noted")
}

/// Each case begins with a document of its own.
fn single(first: u64, cases: u64, forge: fn(&mut Seed, &Sample) -> Vec<u8>) -> Report {
    let samples = corpus::samples();
    let mut report = Report { cases, ..Report::default() };
    for number in first..first + cases {
        let mut seed = Seed::new(number);
        let sample = &samples[seed.below(samples.len())];
        let message = panic::hushed(|| forge(&mut seed, sample)).done.unwrap_or_default();
        attempt(&mut report, number, |report| case(sample, &message, report));
    }
    report
}

/// Does something that may panic, or break a document, and notes it if it has.
fn attempt(report: &mut Report, number: u64, work: impl FnOnce(&mut Report) -> Result<(), Unsound>) {
    let hushed = panic::hushed(|| work(report));
    let mut panics = hushed.panics;
    match hushed.done {
        Some(Ok(())) => {}
        Some(Err(unsound)) => report.unsound.push((number, unsound)),
        None => report.crashed.push((number, panics.pop().unwrap_or_default())),
    }
    panics.into_iter().for_each(|place| *report.caught.entry(place).or_default() += 1);
}

fn case(sample: &Sample, message: &[u8], report: &mut Report) -> Result<(), Unsound> {
    let mut desk = sample.desk.clone();
    match desk.say(message) {
        Ok(refused) => refused.iter().for_each(|refused| report.refused(refused.why.code())),
        Err(violation) => report.refused(violation.label()),
    }
    if desk.document().heads() == sample.desk.document().heads() {
        return Ok(());
    }
    report.accepted += 1;
    whole::check(sample.desk.document(), desk.document())
}
