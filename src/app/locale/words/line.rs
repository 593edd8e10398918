//! Words for the line to the server.

use kaifong_domain::bridge::Line;

/// What one says of the line, in a word.
pub fn line(line: Line) -> &'static str {
    match line {
        Line::Offline => say!(sync.line_offline),
        Line::Connecting => say!(sync.line_connecting),
        Line::Syncing => say!(sync.line_syncing),
        Line::Synced => say!(sync.line_synced),
        Line::Refused => say!(sync.line_refused),
        Line::Revoked => say!(sync.line_revoked),
    }
}

/// The line's code, for `data-line` and style.
pub fn line_code(line: Line) -> &'static str {
    match line {
        Line::Offline => "offline",
        Line::Connecting => "connecting",
        Line::Syncing => "syncing",
        Line::Synced => "synced",
        Line::Refused => "refused",
        Line::Revoked => "revoked",
    }
}
