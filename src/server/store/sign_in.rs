//! Sign-in links and what comes of them.

use kaifong_domain::{access::AccessRole, id::PersonId, time::Timestamp};

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
}

/// A device that wants to sign in with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redemption {
    /// Into which community.
    pub community: Slug,
    /// The hash of the link's secret.
    pub hash: SecretHash,
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
