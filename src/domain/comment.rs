//! Comments on a suggestion.

use crate::{
    id::{PersonId, SuggestionId},
    time::Timestamp,
};

record! {
    /// What somebody said.
    Comment(CommentId)
    fixed {
        /// On which suggestion.
        suggestion: SuggestionId as Suggestion,
        /// Who.
        by: PersonId as By,
        /// When.
        at: Timestamp as At,
    }
    CommentEdit {
        /// What.
        text: String as Text in 1..=1_000,
    }
}
