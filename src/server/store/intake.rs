//! What residents without an account have sent, from the moment it came until it stands in a document.

use async_trait::async_trait;
use kaifong_domain::{id::SuggestionId, suggestion::Suggestion, time::Timestamp};

use super::StoreError;
use crate::{secret::SecretHash, slug::Slug};

/// Something that a resident has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSuggestion {
    /// To which community.
    pub community: Slug,
    /// What it is to be called if it has not come before. Its words and its place are kept until they stand in
    /// a document.
    pub suggestion: Suggestion,
    /// The hash of the key under which it was sent: the same one is the same suggestion, however often it comes.
    pub key: SecretHash,
    /// The hash of the code with which it can be followed.
    pub code: SecretHash,
    /// The hash of its words.
    pub said: SecretHash,
    /// Why it must be looked at first, if anything of it says so.
    pub why: Option<Held>,
    /// How to reach who sent it, if they want to be reached.
    pub contact: Option<String>,
    /// A JPEG file.
    pub photo: Option<Vec<u8>>,
}

/// Why a suggestion must be looked at before it is shown to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It leads elsewhere.
    Links,
    /// The same words came not long ago.
    Repeated,
    /// Many came from one address.
    Many,
}

impl Held {
    /// The word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Repeated => "repeated",
            Self::Many => "many",
        }
    }
}

/// What became of something that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What it is called.
    pub suggestion: SuggestionId,
    /// When it came, the first time.
    pub at: Timestamp,
    /// Whether this was the first time.
    pub is_new: bool,
    /// Whether it must be looked at first.
    pub is_held: bool,
}

/// It was not taken.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NotTaken {
    /// There is no room for more photos.
    #[error("there is no room for more photos")]
    NoRoom,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How far what was sent has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Somebody has yet to look at it.
    Held,
    /// It stands in the community's documents, or is about to.
    Taken,
    /// It was not taken.
    Discarded,
}

/// What is found with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Followed {
    /// What it is called.
    pub suggestion: SuggestionId,
    /// When it came.
    pub at: Timestamp,
    /// How far it has come.
    pub stage: Stage,
    /// It is taken, and does not stand in the documents yet.
    pub is_due: bool,
}

/// Something that is held for review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldSuggestion {
    /// What it is called.
    pub id: SuggestionId,
    /// When it came.
    pub at: Timestamp,
    /// The word for why.
    pub why: String,
    /// Its words.
    pub words: String,
    /// Where.
    pub place: String,
    /// Whether there is a photo with it.
    pub has_photo: bool,
}

/// The photo of something that a resident has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// A JPEG file; none, if it came without.
    pub jpeg: Option<Vec<u8>>,
    /// Whether the suggestion is held for review.
    pub is_held: bool,
}

/// The part of a storage engine that keeps what residents send.
#[async_trait]
pub trait IntakeStore {
    /// Keeps a suggestion, unless it has come before. The same words within a week hold it for review.
    async fn take_suggestion(&self, new: NewSuggestion) -> Result<Taken, NotTaken>;

    /// What is to be written into a community's documents, the oldest first.
    async fn suggestions_due(&self, community: &Slug) -> Result<Vec<Suggestion>, StoreError>;

    /// A suggestion stands in a document: its words are forgotten here.
    async fn suggestion_entered(&self, suggestion: SuggestionId) -> Result<(), StoreError>;

    /// The suggestion with this code.
    async fn followed(&self, community: &Slug, code: SecretHash) -> Result<Option<Followed>, StoreError>;

    /// The photo of what a resident has sent, unless it was discarded.
    async fn photo(&self, community: &Slug, suggestion: SuggestionId) -> Result<Option<Photo>, StoreError>;

    /// What is held for review, the oldest first.
    async fn held_suggestions(&self, community: &Slug) -> Result<Vec<HeldSuggestion>, StoreError>;

    /// Lets in what is held, or forgets it; whether it was held.
    async fn settle_held(
        &self,
        community: &Slug,
        suggestion: SuggestionId,
        is_let_in: bool,
    ) -> Result<bool, StoreError>;

    /// How to reach who sent a suggestion.
    async fn reporter(&self, community: &Slug, suggestion: SuggestionId) -> Result<Option<String>, StoreError>;

    /// Forgets how to reach who sent a suggestion, and its photo.
    async fn forget_reporter(&self, suggestion: SuggestionId) -> Result<(), StoreError>;
}
