//! Of two long texts, the part in which they differ.

use kaifong_domain::value::Value;

/// How many characters of what both have are left beside the difference.
const BESIDE: usize = 8;
/// How many characters of a text are told at most.
const MOST: usize = 160;

/// Two values; of long texts, only where they differ.
pub(super) fn excerpt(before: Value, after: Value) -> (Value, Value) {
    let is_long = |value: &Value| matches!(value, Value::Long(_));
    let (Some(one), Some(other), true) = (long(&before), long(&after), is_long(&before) || is_long(&after)) else {
        return (before, after);
    };
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let rest = (one.len() - start).min(other.len() - start);
    let pairs = one.iter().rev().zip(other.iter().rev()).take(rest);
    let end = pairs.take_while(|(one, other)| one == other).count();
    let cut = |text: &[char]| Value::Long(cut(text, start.saturating_sub(BESIDE), end.saturating_sub(BESIDE)));
    (cut(&one), cut(&other))
}

/// A field without a text is an empty text; `None` if it is no long text.
fn long(value: &Value) -> Option<&str> {
    match value {
        Value::Long(text) => Some(text),
        Value::Nothing => Some(""),
        _ => None,
    }
}

fn cut(text: &[char], start: usize, end: usize) -> String {
    let end = text.len() - end;
    let stop = end.min(start + MOST);
    let before = if start > 0 { "…" } else { "" };
    let after = if stop < text.len() { "…" } else { "" };
    let middle: String = text[start..stop].iter().collect();
    [before, &middle, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, told: (&str, &str)) {
        let long = |text: &str| Value::Long(text.to_owned());
        assert_eq!(excerpt(long(before), long(after)), (long(told.0), long(told.1)));
    }

    #[test]
    fn of_long_texts_only_the_difference_is_told() {
        check("", "žlutá.", ("", "žlutá."));
        check("žlutá.", "", ("žlutá.", ""));
        check("aaa", "aaaa", ("aaa", "aaaa"));
        let around = "0123456789";
        check(
            &[around, "old", around].concat(),
            &[around, "new", around].concat(),
            ("…23456789old01234567…", "…23456789new01234567…"),
        );
        let (_, Value::Long(told)) = excerpt(Value::Nothing, Value::Long("ž".repeat(4_000))) else { panic!() };
        assert_eq!(told.chars().count(), MOST + 1);
    }

    #[test]
    fn other_values_are_told_whole() {
        let both = || (Value::Text("one".into()), Value::Nothing);
        assert_eq!(excerpt(both().0, both().1), both());
        assert_eq!(excerpt(Value::Nothing, Value::Nothing), (Value::Nothing, Value::Nothing));
    }
}
