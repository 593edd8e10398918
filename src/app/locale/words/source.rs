//! Words for how a suggestion came in.

use kaifong_domain::suggestion::Source;

/// What a source is called.
pub fn source(source: Source) -> &'static str {
    match source {
        Source::Door => say!(suggestions.source_door),
        Source::Desk => say!(suggestions.source_desk),
        Source::Patrol => say!(suggestions.source_patrol),
        Source::Form => say!(suggestions.source_form),
        Source::Talk => say!(suggestions.source_talk),
        Source::Unknown => say!(common.needs_update),
    }
}
