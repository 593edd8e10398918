//! Sign-in links and what comes of them.

use kaifong_domain::{access::AccessRole, id::PersonId, time::Timestamp};

use super::By;
use crate::{
    device::{DeviceId, PublicKey},
    secret::SecretHash,
    slug::Slug,
};

/// A sign-in link to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The hash of the secret that it carries.
    pub hash: SecretHash,
    /// Into which community it leads.
    pub community: Slug,
    /// Whom it signs in; they become known when it is redeemed, if they are not yet.
    pub person: PersonId,
    /// What a person who becomes known is trusted with. Somebody who is known keeps their role.
    pub role: AccessRole,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it no longer works.
    pub expires_at: Timestamp,
    /// By whom it was made; nobody: the operator.
    pub issued: Option<Issued>,
}

/// What a link is that somebody has made for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// By whom, and when.
    pub by: By,
    /// Whom it is meant for, in words.
    pub note: String,
    /// The hash of the short code that can be typed instead.
    pub code: SecretHash,
    /// From when on the code no longer works.
    pub code_expires_at: Timestamp,
}

/// What a device has of a sign-in link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opener {
    /// The hash of the link's secret.
    Secret(SecretHash),
    /// The hash of its short code.
    Code(SecretHash),
}

/// A device that wants to sign in with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redemption {
    /// Into which community.
    pub community: Slug,
    /// What it has of the link.
    pub opener: Opener,
    /// The device's key.
    pub public_key: PublicKey,
    /// What the device calls itself, such as "Chrome on Android".
    pub name: String,
    /// When.
    pub now: Timestamp,
}

/// A device that has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redeemed {
    /// What people call the community.
    pub community_name: String,
    /// The device's id.
    pub device: DeviceId,
    /// Whose it is.
    pub person: PersonId,
    /// What they are trusted with.
    pub role: AccessRole,
}
