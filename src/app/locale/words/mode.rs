//! Words for where people meet.

use kaifong_domain::task::Mode;

/// What a mode is called.
pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::InPerson => say!(tasks.mode_in_person),
        Mode::Online => say!(tasks.mode_online),
        Mode::Unknown => say!(common.needs_update),
    }
}
