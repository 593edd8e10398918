//! Erasures as the store sees them: who is to be forgotten, and that they are.

use async_trait::async_trait;
use kaifong_domain::{
    id::{FamilyId, PersonId},
    time::Timestamp,
};

use super::{By, DocumentId, NotChanged, StoreError};
use crate::slug::Slug;

/// The part of a store that forgets people.
#[async_trait]
pub trait ErasureStore: Send + Sync + 'static {
    /// Takes a person's access, with what was noted of them as they came in, and keeps that they and their family are to
    /// be erased from the documents. Whoever was erased before is not erased twice.
    async fn erase(&self, community: &Slug, person: PersonId, by: By) -> Result<Result<(), NotChanged>, StoreError>;

    /// Keeps that a family is to be erased from the documents, under this id.
    async fn erase_family(&self, community: &Slug, family: FamilyId, by: By) -> Result<(), StoreError>;

    /// Whoever is to be erased from the documents, and is not known to be.
    async fn erasures_due(&self, community: &Slug) -> Result<Vec<PersonId>, StoreError>;

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
