//! How much happened.

use std::{collections::BTreeMap, fmt};

/// What is meant to happen, in enough plays.
const MEANT: [&str; 43] = [
    "commands",
    "refused",
    "for the clock",
    "phones died",
    "servers died",
    "cuts",
    "stalls",
    "stutters",
    "frames doubled",
    "frames of a line that was left",
    "lines half open",
    "handed over",
    "letters put down",
    "links too slow",
    "failed writes",
    "writes without room",
    "writes aborted",
    "writes torn",
    "commits failed",
    "full phones",
    "full servers",
    "damaged chunks",
    "compactions",
    "servers backed up",
    "servers restored",
    "server chunks lost",
    "clocks set",
    "files made",
    "files taken over",
    "written by others",
    "phones asked for more",
    "phones backed up",
    "phones restored",
    "roles changed",
    "phones withdrawn",
    "people erased",
    "phones shut out",
    "changes forged",
    "refused for the clock",
    "refused for the shape",
    "refused for what it rests on",
    "commands listed",
    "commands given again",
];

/// How much happened.
#[derive(Clone, Debug, Default)]
pub struct Tally(BTreeMap<&'static str, u32>);

impl Tally {
    /// So much of something.
    pub fn count(&mut self, what: &'static str, times: u32) {
        debug_assert!(MEANT.contains(&what), "{what} is not meant to happen");
        *self.0.entry(what).or_default() += times;
    }

    /// Adds up.
    pub fn add(&mut self, other: &Self) {
        other.0.iter().for_each(|(what, times)| self.count(what, *times));
    }

    /// What was meant to happen, and has not.
    pub fn unseen(&self) -> Vec<&'static str> {
        MEANT.into_iter().filter(|what| self.0.get(what).is_none_or(|times| *times == 0)).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = MEANT.iter().map(|what| format!("{} {what}", self.0.get(what).unwrap_or(&0)));
        f.write_str(&seen.collect::<Vec<_>>().join(", "))
    }
}
