//! Words for how far a captaincy has come.

use kaifong_domain::captaincy::Level;

/// What a level is called.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Candidate => say!(neighbours.level_candidate),
        Level::Formal => say!(neighbours.level_formal),
        Level::Core => say!(neighbours.level_core),
        Level::Unknown => say!(common.needs_update),
    }
}
