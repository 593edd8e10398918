//! The part of the store that knows who may come in, on SQLite.

use async_trait::async_trait;
use kaifong_domain::{
    access::AccessRole,
    call::{access::PersonAccess, audit::AuditPage, check_in::CheckIn, invitation::OpenInvitation},
    id::PersonId,
    time::Timestamp,
};

use super::{SqliteStore, audit, check_in, invitation, standing};
use crate::{
    secret::SecretHash,
    slug::Slug,
    store::{
        AccessChange, AccessStore, Asked, AuditQuery, By, CheckInState, NotAsked, NotChanged, NotSettled, StoreError,
        Verdict,
    },
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

    async fn invitations(
        &self,
        community: &Slug,
        issuer: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Vec<OpenInvitation>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| invitation::open(connection, &community, issuer, now)).await
    }

    async fn withdraw_invitation(
        &self,
        community: &Slug,
        id: SecretHash,
        issuer: Option<PersonId>,
        by: By,
    ) -> Result<bool, StoreError> {
        let community = community.clone();
        self.writer.write(move |connection| invitation::withdraw(connection, &community, id, issuer, by)).await
    }

    async fn ask_check_in(&self, asked: Asked) -> Result<Result<(), NotAsked>, StoreError> {
        self.writer.write(move |connection| check_in::ask(connection, &asked)).await
    }

    async fn check_in_state(
        &self,
        community: &Slug,
        ticket: SecretHash,
        now: Timestamp,
    ) -> Result<CheckInState, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| check_in::state(connection, &community, ticket, now)).await
    }

    async fn check_ins(&self, community: &Slug, now: Timestamp) -> Result<Vec<CheckIn>, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| check_in::waiting(connection, &community, now)).await
    }

    async fn forget_check_ins(&self, until: Timestamp) -> Result<usize, StoreError> {
        self.writer.wipe(move |connection| check_in::forget_expired(connection, until)).await
    }

    async fn settle_check_in(
        &self,
        community: &Slug,
        request: [u8; 16],
        verdict: Verdict,
        by: (AccessRole, By),
    ) -> Result<Result<(), NotSettled>, StoreError> {
        let community = community.clone();
        self.writer.write(move |connection| check_in::settle(connection, &community, request, verdict, by)).await
    }

    async fn audit(&self, community: &Slug, query: AuditQuery) -> Result<AuditPage, StoreError> {
        let community = community.clone();
        self.readers.read(move |connection| audit::page(connection, &community, &query)).await
    }
}
