//! Words for where a suggestion stands.

use kaifong_domain::suggestion::Status;

/// What a status is called.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Raised => say!(suggestions.status_raised),
        Status::Triaged => say!(suggestions.status_triaged),
        Status::Discussing => say!(suggestions.status_discussing),
        Status::Working => say!(suggestions.status_working),
        Status::Solved => say!(suggestions.status_solved),
        Status::Agreed => say!(suggestions.status_agreed),
        Status::Declined => say!(suggestions.status_declined),
        Status::Unknown => say!(common.needs_update),
    }
}

/// What a move to a status means: said beside the choice.
pub fn meaning(to: Status) -> &'static str {
    match to {
        Status::Triaged => say!(suggestions.to_triaged),
        Status::Discussing => say!(suggestions.to_discussing),
        Status::Working => say!(suggestions.to_working),
        Status::Solved => say!(suggestions.to_solved),
        Status::Agreed => say!(suggestions.to_agreed),
        Status::Declined => say!(suggestions.to_declined),
        Status::Raised | Status::Unknown => "",
    }
}
