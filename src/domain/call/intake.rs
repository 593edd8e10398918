//! What residents without an account have to say, and what those see who look at it first.

use serde::{Deserialize, Serialize};

use crate::{id::SuggestionId, time::Timestamp};

/// The most that a resident may write, in characters.
pub const WORDS: usize = 2_000;
/// The longest description of a place, in characters.
pub const PLACE: usize = 80;
/// The longest way to reach somebody, in characters.
pub const CONTACT: usize = 100;

/// What a resident sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Sent {
    /// What is suggested: at most [`WORDS`] characters.
    pub text: String,
    /// Where: at most [`PLACE`] characters.
    #[serde(default)]
    pub place: String,
    /// How to reach who sends it: at most [`CONTACT`] characters.
    #[serde(default)]
    pub contact: String,
    /// A JPEG file in Base64.
    pub photo: Option<String>,
}

/// It was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// With which it can be followed.
    pub code: String,
    /// When it came, the first time.
    pub at: Timestamp,
}

/// How far has it come?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// As it was written down.
    pub code: String,
}

coded! {
    /// How far what was sent has come.
    Stage {
        /// Somebody has yet to look at it.
        Held = "held",
        /// It stands in the community's documents, or is about to.
        Taken = "taken",
        /// It was not taken, or was taken out.
        Gone = "gone",
    }
}

/// How far it has come. This names nobody, and does not say what was suggested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// When it came.
    pub at: Timestamp,
    /// The code of a [`Stage`].
    pub stage: String,
    /// Its moves, the first one first.
    pub moves: Vec<Move>,
}

/// A move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// To what: the code of a [`Status`](crate::suggestion::Status).
    pub to: String,
    /// When.
    pub at: Timestamp,
    /// What was done, or why nothing will be.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
}

coded! {
    /// Why somebody looks at a suggestion before it is shown.
    Doubt {
        /// It leads elsewhere.
        Links = "links",
        /// The same words came not long ago.
        Repeated = "repeated",
        /// Many came from one address.
        Many = "many",
    }
}

/// A suggestion that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldSuggestion {
    /// What it is called.
    pub id: SuggestionId,
    /// When it came.
    pub at: Timestamp,
    /// The code of a [`Doubt`].
    pub why: String,
    /// What is suggested.
    pub text: String,
    /// Where.
    pub place: String,
    /// Whether there is a photo.
    pub has_photo: bool,
}
