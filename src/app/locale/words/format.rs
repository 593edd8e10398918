//! Words for how a session is played.

use kaifong_domain::task::Format;

/// What a format is called.
pub fn format(format: Format) -> &'static str {
    match format {
        Format::Play => say!(tasks.format_play),
        Format::Puppets => say!(tasks.format_puppets),
        Format::PictureBook => say!(tasks.format_picture_book),
        Format::Unknown => say!(common.needs_update),
    }
}
