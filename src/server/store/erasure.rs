//! Erasures as the store sees them: who is to be forgotten, and that they are.

use async_trait::async_trait;
use kaifong_domain::{
    id::{FamilyId, PersonId},
    time::Timestamp,
};

use super::{By, DocumentId, NotChanged, StoreError};
use crate::slug::Slug;

/// Somebody who was erased, or a family, or who is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// Who.
    pub person: PersonId,
    /// Whether nothing of them is in the documents any more.
    pub is_done: bool,
}

/// The part of a store that forgets people.
#[async_trait]
pub trait ErasureStore: Send + Sync + 'static {
    /// Takes a person's access, with what was noted of them as they came in, and keeps that they and their family are to
    /// be erased from the documents. Whoever was erased before is not erased twice.
    async fn erase(&self, community: &Slug, person: PersonId, by: By) -> Result<Result<(), NotChanged>, StoreError>;

    /// Keeps that a family is to be erased from the documents, under this id.
    async fn erase_family(&self, community: &Slug, family: FamilyId, by: By) -> Result<(), StoreError>;

    /// Whoever was erased, or is to be: also those who are known to be gone from the documents, for what says so there may
    /// have been lost.
    async fn erasures(&self, community: &Slug) -> Result<Vec<Erased>, StoreError>;

    /// Lets go of a person's private documents, with all that was ever stored of them, and of what else is known of
    /// that person: they are erased, also if the store had not been told so before.
    async fn expunge(
        &self,
        community: &Slug,
        person: PersonId,
        documents: Vec<DocumentId>,
        at: Timestamp,
    ) -> Result<(), StoreError>;
}
