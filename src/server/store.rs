//! Where a server keeps its communities: the port that a storage engine implements.
//!
//! SQLite implements it in [`sqlite`]; nothing here is particular to it. Another engine must keep
//! these promises:
//!
//! - a method that writes is one transaction, and when it returns `Ok` the write survives the loss
//!   of power;
//! - a method that returns an error has written nothing, and what was stored before is still there;
//! - writes become visible in the order in which they returned.

use async_trait::async_trait;
use kaifong_domain::{access::AccessRole, id::PersonId, time::Timestamp};

pub use self::{
    access::{AccessChange, AccessStore, By, NotChanged},
    audit::{AuditCursor, AuditQuery, NotACursor},
    check_in::{Asked, CheckInState, NotAsked, NotSettled, Verdict},
    document::{Accepted, Append, Chunk, ChunkId, Condition, DocumentId, Replacement, StoredDocument},
    erasure::{Erased, ErasureStore},
    failure::{Cause, RedeemError, StoreError},
    intake::{Followed, Held, HeldSuggestion, IntakeStore, NewSuggestion, NotTaken, Photo, Stage, Taken},
    integration::{Integration, NameTaken, NewIntegration, NoIntegration},
    sign_in::{Issued, NewLink, Opener, Redeemed, Redemption},
    storage_id::StorageId,
};
use crate::{device::Device, device::DeviceId, secret::SecretHash, slug::Slug};

mod access;
mod audit;
mod check_in;
mod document;
mod erasure;
mod failure;
mod intake;
mod integration;
mod sign_in;
pub mod sqlite;
mod storage_id;
#[cfg(test)]
mod tests;

/// A community that the store knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCommunity {
    /// Its short name.
    pub slug: Slug,
    /// What people call it.
    pub name: String,
    /// When it was made here.
    pub created_at: Timestamp,
}

/// A storage engine.
#[async_trait]
pub trait Store: AccessStore + ErasureStore + IntakeStore {
    /// Which store this is; another one once a backup has been put back.
    async fn storage_id(&self) -> Result<StorageId, StoreError>;

    /// When it was made from a backup, if it was: phones hold what it lacks.
    async fn restored_at(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Makes a community, unless it exists: then nothing changes, its name neither.
    async fn add_community(&self, slug: &Slug, name: &str, now: Timestamp) -> Result<(), StoreError>;

    /// The community with this short name.
    async fn community(&self, slug: &Slug) -> Result<Option<StoredCommunity>, StoreError>;

    /// All communities, by short name.
    async fn communities(&self) -> Result<Vec<StoredCommunity>, StoreError>;

    /// Adds chunks to documents, all or none, and returns their ids in the same order. A document
    /// begins with its first chunk.
    async fn append(&self, batch: Vec<Append>) -> Result<Vec<ChunkId>, StoreError>;

    /// Everything in a community's documents, in the order in which it was appended, snapshots
    /// first. A chunk that is not what was stored is returned as [`Condition::Damaged`]; a document
    /// with one also gets the chunks of its previous generation, which may fill the gap.
    async fn load(&self, community: &Slug) -> Result<Vec<StoredDocument>, StoreError>;

    /// The names of a community's documents, such as `tasks-2026`, and their ids on the wire.
    async fn documents(&self, community: &Slug) -> Result<Vec<(String, DocumentId)>, StoreError>;

    /// The hashes of all changes of a document that were ever appended.
    async fn accepted(&self, community: &Slug, document: DocumentId) -> Result<Vec<[u8; 32]>, StoreError>;

    /// Puts a snapshot in the place of a document's chunks up to one of them. They are kept as the
    /// previous generation until the next replacement; the generation before is deleted, but only
    /// after the snapshot and all that it replaces have been read back intact (invariant I5).
    ///
    /// The caller has loaded the snapshot again and compared its heads.
    async fn replace(&self, replacement: Replacement) -> Result<ChunkId, StoreError>;

    /// Makes a person known, or gives them another role.
    async fn add_person(
        &self,
        community: &Slug,
        person: PersonId,
        role: AccessRole,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// What a person is trusted with.
    async fn role(&self, community: &Slug, person: PersonId) -> Result<Option<AccessRole>, StoreError>;

    /// Whether anybody is known in the community.
    async fn has_people(&self, community: &Slug) -> Result<bool, StoreError>;

    /// Keeps a sign-in link, so that it can be redeemed.
    async fn add_link(&self, link: NewLink) -> Result<(), StoreError>;

    /// Signs a device in with a link. A link works once; the same key gets the same answer again,
    /// so that an answer that was lost on its way locks nobody out.
    async fn redeem_link(&self, redemption: Redemption) -> Result<Redeemed, RedeemError>;

    /// A device that signed in, revoked ones too.
    async fn device(&self, community: &Slug, device: DeviceId) -> Result<Option<Device>, StoreError>;

    /// Notes when a device was last seen.
    async fn touch_device(&self, community: &Slug, device: DeviceId, now: Timestamp) -> Result<(), StoreError>;

    /// Lets a program of somebody else's in, unless one with its name is.
    async fn add_integration(&self, integration: NewIntegration) -> Result<Result<(), NameTaken>, StoreError>;

    /// The integration with this token, revoked ones too.
    async fn integration(&self, community: &Slug, hash: SecretHash) -> Result<Option<Integration>, StoreError>;

    /// All integrations of a community, oldest first.
    async fn integrations(&self, community: &Slug) -> Result<Vec<Integration>, StoreError>;

    /// Makes the token of an integration worthless.
    async fn revoke_integration(
        &self,
        community: &Slug,
        name: &str,
        now: Timestamp,
    ) -> Result<Result<(), NoIntegration>, StoreError>;

    /// Notes when an integration was last seen.
    async fn touch_integration(&self, hash: SecretHash, now: Timestamp) -> Result<(), StoreError>;

    /// Whether the store can read and write now.
    async fn check(&self) -> Result<(), StoreError>;
}
