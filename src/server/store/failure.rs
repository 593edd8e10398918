//! What can go wrong in a store.

use std::{error::Error, sync::Arc};

use crate::slug::Slug;

/// The error underneath. Shared, because one failed commit is told to everybody who waits for it.
pub type Cause = Arc<dyn Error + Send + Sync>;

/// The store could not do what was asked. Nothing was written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program holds the store's lock. Trying again later can help.
    #[error("the store is busy: another program is using it")]
    Busy(#[source] Cause),
    /// There is no room for more.
    #[error("the disk with the store on it is full")]
    Full(#[source] Cause),
    /// What is stored is not what was written.
    #[error("the store is damaged ({part})")]
    Corrupt {
        /// What is damaged.
        part: String,
        /// How the engine says it.
        #[source]
        cause: Option<Cause>,
    },
    /// The operating system refused to read or write.
    #[error("the store cannot be read or written")]
    Io(#[source] Cause),
    /// The store was written by a newer version of this program.
    #[error("the store has schema {found}, and this version of kaifong knows {known}: use a newer one")]
    Newer {
        /// The schema that the store has.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The file was made by another program.
    #[error("the file is not a store of kaifong's")]
    Foreign,
    /// There is no such community.
    #[error("no community is called {0}")]
    UnknownCommunity(Slug),
    /// The chunks that were to be replaced are not there, or were replaced before.
    #[error("the chunks to be replaced are no longer the current ones")]
    Stale,
    /// The store was closed, or its thread ended.
    #[error("the store is closed")]
    Closed,
    /// Anything else that the engine says.
    #[error("the storage engine failed")]
    Engine(#[source] Cause),
}

impl StoreError {
    /// A short word for metrics.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Busy(_) => "busy",
            Self::Full(_) => "full",
            Self::Corrupt { .. } => "corrupt",
            Self::Io(_) => "io",
            Self::Newer { .. } => "newer",
            Self::Foreign => "foreign",
            Self::UnknownCommunity(_) => "unknown-community",
            Self::Stale => "stale",
            Self::Closed => "closed",
            Self::Engine(_) => "engine",
        }
    }
}

/// Why a device could not sign in with a link.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RedeemError {
    /// Nobody made such a link, or not for this community.
    #[error("there is no such sign-in link")]
    Unknown,
    /// Another device signed in with it.
    #[error("the sign-in link was used by another device")]
    Used,
    /// It is too late.
    #[error("the sign-in link has expired")]
    Expired,
    /// The device belongs to another person here.
    #[error("the device belongs to another person")]
    DeviceTaken,
    /// The device lost its access.
    #[error("the device has lost its access")]
    DeviceRevoked,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
