//! A community's first administrator.

use kaifong_domain::{access::AccessRole, time::Timestamp};

use crate::{
    access::sign_in_link::{self, DAYS, SignInLink},
    secret::new_person,
    slug::Slug,
    store::{Store, StoreError},
};

/// The sign-in link for the first administrator of a community in which nobody is known yet; made
/// once. Should it be lost, `kaifong link` makes another.
pub async fn first_link(
    store: &dyn Store,
    origin: &str,
    community: &Slug,
    now: Timestamp,
) -> Result<Option<SignInLink>, StoreError> {
    if store.has_people(community).await? {
        return Ok(None);
    }
    let admin = (new_person(now), AccessRole::Admin);
    let link = sign_in_link::make(store, origin, community, admin, now, DAYS).await?;
    store.add_person(community, admin.0, admin.1, now).await?;
    Ok(Some(link))
}
