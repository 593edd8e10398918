//! The embedded store: one SQLite file.
//!
//! One thread writes. It takes everything that waits into one transaction (a group commit), so that
//! a hundred phones cost one fsync. Readers have connections of their own and see the last commit.

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use kaifong_domain::{access::AccessRole, id::PersonId, time::Timestamp};

use self::{reader::Readers, writer::Writer};
use super::{
    Append, ChunkId, DocumentId, Integration, NameTaken, NewIntegration, NewLink, NoIntegration, RedeemError, Redeemed,
    Redemption, Replacement, StorageId, Store, StoreError, StoredCommunity, StoredDocument,
};
use crate::{
    device::{Device, DeviceId},
    secret::SecretHash,
    slug::Slug,
};

mod access;
mod access_store;
pub mod archive;
mod audit;
mod check_in;
mod community;
mod connection;
mod document;
mod erasure;
mod event;
mod failure;
mod intake;
mod integration;
mod invitation;
mod meta;
mod reader;
mod redemption;
mod standing;
mod writer;

/// A store in one SQLite file.
pub struct SqliteStore {
    writer: Writer,
    readers: Arc<Readers>,
}

impl SqliteStore {
    /// Opens the file, makes it if it is missing, and brings its schema up to date.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = connection::open(path)?;
        connection::migrate(&mut connection)?;
        Ok(Self { writer: Writer::start(connection)?, readers: Arc::new(Readers::new(path.to_owned())) })
    }

    /// Makes a file as an older version of this program did.
    #[cfg(test)]
    pub(crate) fn make_as_of(path: &Path, version: i64) {
        let mut connection = connection::open(path).expect("a test has a folder of its own");
        connection::migrate_to(&mut connection, version).expect("every version could be made");
    }

    /// Does something to the writer's own connection, such as lowering its limits.
    #[cfg(test)]
    pub(crate) async fn configure(
        &self,
        change: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<()> + Send + 'static,
    ) {
        self.writer.write(|connection| Ok(change(connection)?)).await.expect("a test configures what exists");
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn storage_id(&self) -> Result<StorageId, StoreError> {
        self.readers.read(meta::storage_id).await
    }

    async fn restored_at(&self) -> Result<Option<Timestamp>, StoreError> {
        self.readers.read(meta::restored_at).await
    }

    async fn add_community(&self, slug: &Slug, name: &str, now: Timestamp) -> Result<(), StoreError> {
        let (slug, name) = (slug.clone(), name.to_owned());
        self.writer.write(move |connection| community::add(connection, &slug, &name, now)).await
    }

    async fn community(&self, slug: &Slug) -> Result<Option<StoredCommunity>, StoreError> {
        let slug = slug.clone();
        self.readers.read(move |connection| community::find(connection, &slug)).await
    }

    async fn communities(&self) -> Result<Vec<StoredCommunity>, StoreError> {
        self.readers.read(community::all).await
    }

    async fn append(&self, batch: Vec<Append>) -> Result<Vec<ChunkId>, StoreError> {
        self.writer.write(move |connection| document::append(connection, &batch)).await
    }

    async fn load(&self, community: &Slug) -> Result<Vec<StoredDocument>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| document::load(connection, &community)).await
    }

    async fn documents(&self, community: &Slug) -> Result<Vec<(String, DocumentId)>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| document::names(connection, &community)).await
    }

    async fn accepted(&self, community: &Slug, document: DocumentId) -> Result<Vec<[u8; 32]>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| document::accepted_of(connection, &community, document)).await
    }

    async fn replace(&self, replacement: Replacement) -> Result<ChunkId, StoreError> {
        self.writer.write(move |connection| document::replace(connection, &replacement)).await
    }

    async fn add_person(
        &self,
        community: &Slug,
        person: PersonId,
        role: AccessRole,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let community = community.clone();
        self.writer.write(move |connection| access::add_person(connection, &community, person, role, now)).await
    }

    async fn role(&self, community: &Slug, person: PersonId) -> Result<Option<AccessRole>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| access::role(connection, &community, person)).await
    }

    async fn has_people(&self, community: &Slug) -> Result<bool, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| access::has_people(connection, &community)).await
    }

    async fn add_link(&self, link: NewLink) -> Result<(), StoreError> {
        self.writer.write(move |connection| access::add_link(connection, &link)).await
    }

    async fn redeem_link(&self, redemption: Redemption) -> Result<Redeemed, RedeemError> {
        self.writer.write(move |connection| redemption::redeem(connection, &redemption)).await?
    }

    async fn device(&self, community: &Slug, device: DeviceId) -> Result<Option<Device>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| access::device(connection, &community, device)).await
    }

    async fn touch_device(&self, community: &Slug, device: DeviceId, now: Timestamp) -> Result<(), StoreError> {
        let community = community.clone();
        self.writer.write(move |connection| access::touch_device(connection, &community, device, now)).await
    }

    async fn add_integration(&self, integration: NewIntegration) -> Result<Result<(), NameTaken>, StoreError> {
        self.writer.write(move |connection| integration::add(connection, &integration)).await
    }

    async fn integration(&self, community: &Slug, hash: SecretHash) -> Result<Option<Integration>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| integration::find(connection, &community, hash)).await
    }

    async fn integrations(&self, community: &Slug) -> Result<Vec<Integration>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| integration::all(connection, &community)).await
    }

    async fn revoke_integration(
        &self,
        community: &Slug,
        name: &str,
        now: Timestamp,
    ) -> Result<Result<(), NoIntegration>, StoreError> {
        let (community, name) = (community.clone(), name.to_owned());
        self.writer.write(move |connection| integration::revoke(connection, &community, &name, now)).await
    }

    async fn touch_integration(&self, hash: SecretHash, now: Timestamp) -> Result<(), StoreError> {
        self.writer.write(move |connection| integration::touch(connection, hash, now)).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        // Through both, because a store that can only read would hide a writer that has died.
        self.writer.write(|_| Ok(())).await?;
        self.readers.read(|connection| community::all(connection).map(drop)).await
    }
}
