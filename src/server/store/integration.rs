//! Integrations: programs of others that sync with a community by a token.

use kaifong_domain::time::Timestamp;

use crate::{secret::SecretHash, slug::Slug};

/// A new integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntegration {
    /// With which community.
    pub community: Slug,
    /// What people call it: no two of a community that work have the same name.
    pub name: String,
    /// The token's hash: the token itself is kept nowhere.
    pub hash: SecretHash,
    /// Whether it may write as well as read.
    pub writes: bool,
    /// When.
    pub created_at: Timestamp,
}

/// An integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integration {
    /// What people call it.
    pub name: String,
    /// Whether it may write as well as read.
    pub writes: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last connected, if it ever did.
    pub last_seen_at: Option<Timestamp>,
    /// When its token was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
}

/// The name of an integration is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another integration has this name")]
pub struct NameTaken;

/// No integration that works has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no integration that works has this name")]
pub struct NoIntegration;
