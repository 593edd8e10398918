//! Access as the store sees it: who may come in, what was changed about that, and by whom.

use async_trait::async_trait;
use kaifong_domain::{access::AccessRole, call::access::PersonAccess, id::PersonId, time::Timestamp};

use super::StoreError;
use crate::{device::DeviceId, slug::Slug};

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
}
