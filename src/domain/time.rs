//! Moments and days. The community lives by one clock, China Standard Time (UTC+8, no daylight
//! saving since 1991), so a day can be told from a moment without a time-zone database.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// UTC+8 in milliseconds.
const OFFSET: i64 = 8 * 60 * MINUTE;
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment of `minutes` after midnight on `date`, China Standard Time.
    pub fn at(date: Date, minutes: i64) -> Self {
        let days = i64::from(date.duration_since(EPOCH).as_hours() as i32 / 24);
        Self(days * DAY + minutes * MINUTE - OFFSET)
    }

    /// The day on which this moment falls in China; `None` beyond the years -9999 to 9999.
    pub fn checked_date(self) -> Option<Date> {
        let days = self.0.saturating_add(OFFSET).div_euclid(DAY);
        EPOCH.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
    }

    /// The day on which this moment falls in China; absurd clocks give the epoch.
    pub fn date(self) -> Date {
        self.checked_date().unwrap_or(EPOCH)
    }

    /// Minutes after midnight in China.
    pub fn minutes(self) -> i64 {
        self.0.saturating_add(OFFSET).rem_euclid(DAY) / MINUTE
    }

    /// This moment moved by a number of minutes.
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(MINUTE)))
    }

    /// This moment moved by a number of days.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_begins_at_sixteen_hundred_utc() {
        assert_eq!(Timestamp::at(date(1970, 1, 1), 8 * 60), Timestamp(0));
        for (day, minutes) in [(date(2026, 11, 25), 19 * 60 + 30), (date(1969, 7, 20), 0), (date(2100, 2, 28), 1439)] {
            let moment = Timestamp::at(day, minutes);
            assert_eq!((moment.date(), moment.minutes()), (day, minutes));
        }
    }

    #[test]
    fn an_absurd_clock_does_no_harm() {
        assert_eq!(Timestamp(i64::MAX).date(), EPOCH);
        assert_eq!(Timestamp(i64::MIN).date(), EPOCH);
    }
}
