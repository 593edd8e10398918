//! The server's clock: the one place that asks the operating system for the time.

use std::time::{SystemTime, UNIX_EPOCH};

use kaifong_domain::time::Timestamp;

/// What time it is.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock; everything else takes the time as an argument"
)]
pub fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}
