//! Making sign-in links.

use std::fmt;

use kaifong_domain::{access::AccessRole, id::PersonId, time::Timestamp};

use crate::{
    secret::Secret,
    slug::Slug,
    store::{NewLink, Store, StoreError},
};

/// How many days a link works unless told otherwise.
pub const DAYS: i64 = 7;

/// A link that signs one device in. Showing it as text gives the secret away, which is its purpose.
#[derive(Clone, Debug)]
pub struct SignInLink {
    origin: String,
    community: Slug,
    secret: Secret,
}

impl fmt::Display for SignInLink {
    /// The secret stands behind `#`, which browsers send to nobody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/join#{}.{}", self.origin, self.community, self.secret)
    }
}

/// Makes a link for a person and keeps its hash.
pub async fn make(
    store: &dyn Store,
    origin: &str,
    community: &Slug,
    (person, role): (PersonId, AccessRole),
    now: Timestamp,
    days: i64,
) -> Result<SignInLink, StoreError> {
    let secret = Secret::fresh();
    let link = NewLink {
        hash: secret.hash(),
        community: community.clone(),
        person,
        role,
        created_at: now,
        expires_at: now.plus_days(days),
        issued: None,
    };
    store.add_link(link).await?;
    Ok(SignInLink { origin: origin.into(), community: community.clone(), secret })
}
