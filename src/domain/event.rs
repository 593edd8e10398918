//! Moves of a suggestion from status to status: append-only, so that two made apart both stay.

use crate::{
    id::{PersonId, SuggestionId},
    suggestion::Status,
    time::Timestamp,
};

record! {
    /// One move.
    Event(EventId)
    fixed {
        /// Of which suggestion.
        suggestion: SuggestionId as Suggestion,
        /// From what its author saw.
        from: Status as From,
        /// To what.
        to: Status as To,
        /// By whom.
        by: PersonId as By,
        /// When.
        at: Timestamp as At,
    }
    EventEdit {
        /// Why, or with what result.
        note: String as Note in 0..=500,
    }
}
