//! The device's clock.

use kaifong_domain::time::Timestamp;

/// What the device takes the time to be.
pub(crate) fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}
