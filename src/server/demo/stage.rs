//! The stage: what has been said so far, and the clock and dice by which it is said.

use jiff::{Span, civil::Date, civil::Weekday};
use kaifong_domain::{access::Actor, command::Command, time::Timestamp};
use uuid::Uuid;

use super::{Step, dice::Dice};

/// The day, before today, on which the community began to use Kaifong.
pub(super) const FOUNDED: i64 = -430;
/// The last day on which anything was said.
pub(super) const LAST: i64 = -1;

/// People write between half past eight and half past eight, so that an hour later is still decent.
const MORNING: i64 = 8 * 60 + 30;
const EVENING: i64 = 20 * 60 + 30;
const MINUTE: i64 = 60_000;

pub(super) struct Stage {
    pub(super) dice: Dice,
    pub(super) today: Date,
    steps: Vec<Step>,
}

impl Stage {
    pub(super) fn new(today: Date, seed: u64) -> Self {
        Self { dice: Dice::new(seed), today, steps: Vec::new() }
    }

    /// The date of a day counted from today.
    pub(super) fn date(&self, day: i64) -> Date {
        self.today.checked_add(Span::new().days(day)).expect("a demo's days are close to its today")
    }

    /// The day, counted from today, of a moment.
    pub(super) fn day(&self, at: Timestamp) -> i64 {
        (Timestamp::at(at.date(), 0).0 - Timestamp::at(self.today, 0).0) / (24 * 60 * MINUTE)
    }

    /// The moment so many minutes after midnight on a day counted from today.
    pub(super) fn at(&self, day: i64, minutes: i64) -> Timestamp {
        Timestamp::at(self.date(day), minutes)
    }

    /// The first Saturday or Sunday from a day on.
    pub(super) fn weekend(&self, day: i64) -> i64 {
        let ahead = match self.date(day).weekday() {
            Weekday::Sunday => 0,
            weekday => i64::from(Weekday::Saturday.to_monday_zero_offset() - weekday.to_monday_zero_offset()),
        };
        day + ahead
    }

    /// Some moment of a day at which people write.
    pub(super) fn some_time(&mut self, day: i64) -> Timestamp {
        let minutes = self.dice.between(MORNING..=EVENING - 1);
        Timestamp(self.at(day, minutes).0 + self.dice.between(0..=MINUTE - 1))
    }

    /// A moment between two, at which people write.
    pub(super) fn between(&mut self, from: Timestamp, until: Timestamp) -> Timestamp {
        let days = self.day(from)..=self.day(until).max(self.day(from));
        let day = self.dice.between(days);
        let at = self.some_time(day);
        if at > from && at < until { at } else { Timestamp(from.0 + (until.0 - from.0).clamp(2, 2 * MINUTE) / 2) }
    }

    /// A little later on the same day.
    pub(super) fn soon(&mut self, after: Timestamp) -> Timestamp {
        Timestamp(after.0 + self.dice.between(2 * MINUTE..=25 * MINUTE))
    }

    /// The last moment at which anything was said.
    pub(super) fn end(&self) -> Timestamp {
        self.at(LAST, EVENING)
    }

    /// A new id of a moment.
    pub(super) fn id<T: From<Uuid>>(&mut self, at: Timestamp) -> T {
        self.dice.uuid(at).into()
    }

    /// Somebody says something.
    pub(super) fn say(&mut self, actor: Actor, at: Timestamp, command: Command) {
        self.steps.push(Step { actor, at, command });
    }

    /// All that was said, in order of time.
    pub(super) fn into_steps(mut self) -> Vec<Step> {
        self.steps.sort_by_key(|step| step.at);
        self.steps
    }
}
