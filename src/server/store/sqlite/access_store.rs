//! The part of the store that knows who may come in, on SQLite.

use async_trait::async_trait;
use kaifong_domain::{call::access::PersonAccess, id::PersonId};

use super::{SqliteStore, standing};
use crate::{
    slug::Slug,
    store::{AccessChange, AccessStore, By, NotChanged, StoreError},
};

#[async_trait]
impl AccessStore for SqliteStore {
    async fn people(&self, community: &Slug, only: Option<PersonId>) -> Result<Vec<PersonAccess>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| standing::people(connection, &community, only)).await
    }

    async fn change_access(
        &self,
        community: &Slug,
        change: AccessChange,
        by: By,
    ) -> Result<Result<(), NotChanged>, StoreError> {
        let community = community.clone();
        self.writer.write(move |connection| standing::change(connection, &community, &change, by)).await
    }
}
