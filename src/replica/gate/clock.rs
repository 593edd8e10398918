//! What time a change may claim. A phone's clock may be years behind, and does no harm; one that is ahead
//! would put its words last for as long as it is ahead.

use automerge::Change;
use kaifong_domain::{field::Field, rejection::Rejection, time::Timestamp, value::Value};

/// How far ahead of the server's a phone's clock may be, in milliseconds: a time zone set wrong, and more.
const AHEAD: i64 = 24 * 60 * 60 * 1_000;
/// The first moment for which there are documents: 2015-01-01 in China.
const FIRST: i64 = 1_420_041_600_000;

/// A change's own time, in seconds; a program may leave it out.
pub(super) fn change(change: &Change, now: Timestamp) -> Result<(), Rejection> {
    let claimed = change.timestamp().saturating_mul(1_000);
    within(claimed >= 0 && claimed <= now.0.saturating_add(AHEAD))
}

/// A field in which the writer's clock stands, by which records are put in order. Any other moment is
/// what somebody says, and may lie ahead.
pub(super) fn field(field: Field, value: Option<&Value>, now: Timestamp) -> Result<(), Rejection> {
    match value {
        Some(Value::Int(claimed)) if field.is_clock() => {
            within((FIRST..=now.0.saturating_add(AHEAD)).contains(claimed))
        }
        _ => Ok(()),
    }
}

fn within(is_so: bool) -> Result<(), Rejection> {
    if is_so { Ok(()) } else { Err(Rejection::Clock) }
}
