//! How often a worker may die before nobody starts another one.

use kaifong_domain::time::Timestamp;

/// Deaths that lie further back than this are forgotten, in milliseconds.
const MEMORY: i64 = 5 * 60_000;

/// What is to be done after a death.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Start another worker.
    Start {
        /// After so many milliseconds.
        after: u64,
        /// Whether it was not the first one to die.
        again: bool,
        /// What was asked for may be what it dies of: it is not asked for again.
        suspects: bool,
    },
    /// There would be no end to it.
    GiveUp,
}

/// The deaths of late.
#[derive(Default)]
pub(super) struct Lives(Vec<Timestamp>);

impl Lives {
    /// A worker has died.
    pub(super) fn ended(&mut self, now: Timestamp) -> Next {
        self.0.retain(|then| now.0.saturating_sub(then.0).saturating_abs() < MEMORY);
        self.0.push(now);
        match self.0.len() {
            1 => Next::Start { after: 0, again: false, suspects: false },
            2 => Next::Start { after: 1_000, again: true, suspects: false },
            3 => Next::Start { after: 4_000, again: true, suspects: true },
            _ => Next::GiveUp,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_an_end_to_it_and_time_heals() {
        let mut lives = Lives::default();
        let mut at = |millis| lives.ended(Timestamp(millis));
        assert_eq!(at(0), Next::Start { after: 0, again: false, suspects: false });
        assert_eq!(at(10), Next::Start { after: 1_000, again: true, suspects: false });
        assert_eq!(at(20), Next::Start { after: 4_000, again: true, suspects: true });
        assert_eq!(at(30), Next::GiveUp);
        assert_eq!(at(MEMORY + 30), Next::Start { after: 0, again: false, suspects: false });
        assert_eq!(at(-MEMORY), Next::Start { after: 0, again: false, suspects: false }, "a clock was set back");
    }
}
