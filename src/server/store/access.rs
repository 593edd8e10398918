//! Access as the store sees it: who may come in, what was changed about that, and by whom.

use async_trait::async_trait;
use kaifong_domain::{
    access::{AccessRole, Teams},
    call::{access::PersonAccess, audit::AuditPage, check_in::CheckIn, invitation::OpenInvitation},
    id::PersonId,
    time::Timestamp,
};

use super::{Asked, AuditQuery, CheckInState, NotAsked, NotSettled, StoreError, Verdict};
use crate::{device::DeviceId, secret::SecretHash, slug::Slug};

/// By whom something is done, and when. Nobody: the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// Who, with which device.
    pub who: Option<(PersonId, DeviceId)>,
    /// When.
    pub at: Timestamp,
}

/// Something to be changed about who may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessChange {
    /// A device is called something else.
    RenameDevice(DeviceId, String),
    /// A device loses its access.
    RevokeDevice(DeviceId),
    /// A person loses their access, with all of their devices and all links that would sign them in.
    RevokePerson(PersonId),
    /// A person is trusted with something else.
    SetRole(PersonId, AccessRole),
    /// A person belongs to these teams, and to no others.
    SetTeams(PersonId, Teams),
}

/// Why nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotChanged {
    /// There is no such device or person that has access.
    #[error("there is no such device or person with access")]
    Unknown,
    /// Nobody would remain who can let others in.
    #[error("at least one administrator with a device must remain")]
    LastAdmin,
}

/// The part of a store that knows who may come in. What it changes, it notes in the audit, in the same transaction.
#[async_trait]
pub trait AccessStore: Send + Sync + 'static {
    /// Everybody who is known, or one of them, with their devices; who has access first.
    async fn people(&self, community: &Slug, only: Option<PersonId>) -> Result<Vec<PersonAccess>, StoreError>;

    /// Changes something, or says why not.
    async fn change_access(
        &self,
        community: &Slug,
        change: AccessChange,
        by: By,
    ) -> Result<Result<(), NotChanged>, StoreError>;
    /// The invitations that work: everybody's, or only one person's; the newest first.
    async fn invitations(
        &self,
        community: &Slug,
        issuer: Option<PersonId>,
        now: Timestamp,
    ) -> Result<Vec<OpenInvitation>, StoreError>;

    /// Takes an invitation back, anybody's or only one person's; whether there was one.
    async fn withdraw_invitation(
        &self,
        community: &Slug,
        id: SecretHash,
        issuer: Option<PersonId>,
        by: By,
    ) -> Result<bool, StoreError>;

    /// Keeps a request to be let in, in the place of the same device's last one.
    async fn ask_check_in(&self, asked: Asked) -> Result<Result<(), NotAsked>, StoreError>;

    /// What has become of the request with this ticket.
    async fn check_in_state(
        &self,
        community: &Slug,
        ticket: SecretHash,
        now: Timestamp,
    ) -> Result<CheckInState, StoreError>;

    /// The requests that wait, the oldest first.
    async fn check_ins(&self, community: &Slug, now: Timestamp) -> Result<Vec<CheckIn>, StoreError>;

    /// Deletes the requests of all communities at which nobody has looked until then; how many.
    async fn forget_check_ins(&self, until: Timestamp) -> Result<usize, StoreError>;

    /// Settles a request; the role is that of whoever does.
    async fn settle_check_in(
        &self,
        community: &Slug,
        request: [u8; 16],
        verdict: Verdict,
        by: (AccessRole, By),
    ) -> Result<Result<(), NotSettled>, StoreError>;

    /// A part of what was done, the newest first.
    async fn audit(&self, community: &Slug, query: AuditQuery) -> Result<AuditPage, StoreError>;
}
