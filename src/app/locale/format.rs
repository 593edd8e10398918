//! Dates, times and numbers as the language has them, by the browser's `Intl`. The community lives by
//! one clock, so all moments are shown in China's time, wherever the phone believes to be.

use std::{cell::RefCell, collections::BTreeMap};

use jiff::civil::Date;
use js_sys::{Function, Intl, Object, Reflect};
use kaifong_domain::time::Timestamp;
use wasm_bindgen::JsValue;

use super::{language, tag};

/// A way to write a moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    Day,
    DayOfYear,
    FullDay,
    Weekday,
    WeekdayNear,
    WeekdayShort,
    Month,
    Time,
}

impl Style {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Day => &[("month", "short"), ("day", "numeric"), ("weekday", "short")],
            Self::DayOfYear => &[("year", "numeric"), ("month", "short"), ("day", "numeric")],
            Self::FullDay => &[("month", "long"), ("day", "numeric"), ("weekday", "long")],
            Self::Weekday => &[("weekday", "long")],
            Self::WeekdayNear => &[("weekday", "short")],
            Self::WeekdayShort => &[("weekday", "narrow")],
            Self::Month => &[("year", "numeric"), ("month", "long")],
            Self::Time => &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")],
        }
    }
}

thread_local! {
    /// Formatters are dear to make: one for each language and style.
    static FORMATTERS: RefCell<BTreeMap<(&'static str, Style), Function>> = const { RefCell::new(BTreeMap::new()) };
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    // A plain object takes every property.
    let _ = Reflect::set(object, &JsValue::from_str(name), &value.into());
}

fn written(moment: Timestamp, style: Style) -> String {
    let key = (tag(language()), style);
    let known = FORMATTERS.with_borrow(|known| known.get(&key).cloned());
    let format = known.unwrap_or_else(|| {
        let options = Object::new();
        set(&options, "timeZone", "Asia/Shanghai");
        style.options().iter().for_each(|(name, value)| set(&options, name, *value));
        let format = Intl::DateTimeFormat::new(&locales(), &options).format();
        FORMATTERS.with_borrow_mut(|known| known.insert(key, format.clone()));
        format
    });
    let date = js_sys::Date::new(&JsValue::from_f64(moment.0 as f64));
    format.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn locales() -> js_sys::Array {
    js_sys::Array::of1(&JsValue::from_str(tag(language())))
}

fn noon(date: Date) -> Timestamp {
    Timestamp::at(date, 12 * 60)
}

/// A day near by: "Wed, Nov 25", with the year if it is another than `today`'s.
pub fn day(date: Date, today: Date) -> String {
    written(noon(date), if date.year() == today.year() { Style::Day } else { Style::DayOfYear })
}

/// A day in full: "Wednesday, November 25".
pub fn full_day(date: Date) -> String {
    written(noon(date), Style::FullDay)
}

/// A day as one says it: "Today", "Tomorrow", "Wed, Nov 25".
pub fn spoken_day(date: Date, today: Date) -> String {
    match days_between(today, date) {
        0 => say!(common.today).into(),
        1 => say!(common.tomorrow).into(),
        -1 => say!(common.yesterday).into(),
        _ => day(date, today),
    }
}

/// The day of the week: "Wednesday".
pub fn weekday(date: Date) -> String {
    written(noon(date), Style::Weekday)
}

/// The day of the week in short: "Wed".
pub fn weekday_near(date: Date) -> String {
    written(noon(date), Style::WeekdayNear)
}

/// The day of the week in one letter, for the head of a calendar.
pub fn weekday_short(date: Date) -> String {
    written(noon(date), Style::WeekdayShort)
}

/// A month: "November 2026".
pub fn month(date: Date) -> String {
    written(noon(date), Style::Month)
}

/// A time of day: "19:30".
pub fn time(moment: Timestamp) -> String {
    written(moment, Style::Time)
}

/// Day and time: "Today 19:30".
pub fn day_and_time(moment: Timestamp, today: Date) -> String {
    format_spaced(&spoken_day(moment.date(), today), &time(moment))
}

/// From when to when: "Today 19:30–20:30", with both days where they differ.
pub fn range(start: Timestamp, end: Option<Timestamp>, today: Date) -> String {
    let from = day_and_time(start, today);
    match end {
        None => from,
        Some(end) if end.date() == start.date() => from + "–" + &time(end),
        Some(end) => from + " – " + &day_and_time(end, today),
    }
}

/// How long ago, or how far ahead: "5 minutes ago", "in 3 days"; beyond a month, the day.
pub fn relative(moment: Timestamp, now: Timestamp) -> String {
    let seconds = (moment.0 - now.0) / 1_000;
    let (amount, unit) = match seconds.abs() {
        ..60 => return say!(common.just_now).into(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        86_400..2_592_000 => (days_between(now.date(), moment.date()), "day"),
        _ => return day(moment.date(), now.date()),
    };
    let options = Object::new();
    set(&options, "numeric", "auto");
    Intl::RelativeTimeFormat::new(&locales(), &options).format(amount as f64, unit).into()
}

/// A number with the language's separators.
pub fn number(number: usize) -> String {
    let format = Intl::NumberFormat::new(&locales(), &Object::new()).format();
    let number = JsValue::from_f64(number as f64);
    format.call1(&JsValue::UNDEFINED, &number).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// An amount of bytes as a person takes it: "3.4 MB".
pub fn bytes(bytes: f64) -> String {
    let (amount, unit) = match bytes {
        ..1e6 => (bytes / 1e3, "kilobyte"),
        1e6..1e9 => (bytes / 1e6, "megabyte"),
        _ => (bytes / 1e9, "gigabyte"),
    };
    let options = Object::new();
    set(&options, "style", "unit");
    set(&options, "unit", unit);
    set(&options, "maximumFractionDigits", 1);
    let format = Intl::NumberFormat::new(&locales(), &options).format();
    let text = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(amount));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Several words in one sentence, with the language's comma.
pub fn list(items: &[String]) -> String {
    items.join(say!(common.comma))
}

/// Days from one day to another; negative if the other lies before.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

fn format_spaced(first: &str, second: &str) -> String {
    let mut text = String::with_capacity(first.len() + second.len() + 1);
    text.push_str(first);
    text.push(' ');
    text.push_str(second);
    text
}

/// A native date or time field's value as a moment, and back.
pub mod field {
    use super::{Date, Timestamp};

    /// `2026-11-25`.
    pub fn date(moment: Timestamp) -> String {
        moment.date().to_string()
    }

    /// `19:30`.
    pub fn time(moment: Timestamp) -> String {
        let minutes = moment.minutes();
        let two = |number: i64| [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8].map(char::from);
        let ([a, b], [c, d]) = (two(minutes / 60), two(minutes % 60));
        [a, b, ':', c, d].iter().collect()
    }

    /// The moment that both fields name together.
    pub fn moment(date: &str, time: &str) -> Option<Timestamp> {
        let date: Date = date.parse().ok()?;
        let (hours, minutes) = time.split_once(':')?;
        let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
        ((0..24).contains(&hours) && (0..60).contains(&minutes)).then(|| Timestamp::at(date, hours * 60 + minutes))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_moment_survives_its_fields() {
            let moment = moment("2026-11-25", "19:05").expect("a moment");
            assert_eq!((date(moment).as_str(), time(moment).as_str()), ("2026-11-25", "19:05"));
        }

        #[test]
        fn nonsense_is_no_moment() {
            for (date, time) in [("", "19:30"), ("2026-11-25", ""), ("2026-02-30", "10:00"), ("2026-11-25", "24:00")] {
                assert_eq!(moment(date, time), None, "{date} {time}");
            }
        }
    }
}
