//! Bearers: what a page shows with an HTTP call. A device asks for one on the line on which it has proven itself; it is
//! random, kept here as a hash, in memory only, and works for minutes. Each call looks its device up again, so it is
//! worth nothing from the moment at which the device or its person loses access, and no more than the person's role at
//! that moment.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use axum::http::{HeaderMap, header};
use tokio::time::{Duration, Instant};

use crate::{
    device::{Device, DeviceId},
    secret::{Secret, SecretHash},
    site::Site,
    slug::Slug,
};

/// For how long one works.
pub const LIFE: Duration = Duration::from_secs(10 * 60);

/// How many a device may have at once: a tab that took another one's place may ask before the other's has expired.
const PER_DEVICE: usize = 2;

/// The bearers that work.
#[derive(Debug, Default)]
pub struct Bearers(Mutex<BTreeMap<SecretHash, Issued>>);

#[derive(Debug)]
struct Issued {
    community: Slug,
    device: DeviceId,
    until: Instant,
}

impl Issued {
    fn is_of(&self, community: &Slug, device: DeviceId) -> bool {
        self.device == device && self.community == *community
    }
}

impl Bearers {
    /// A new one for a device, in the place of its oldest if it has several.
    pub fn issue(&self, community: &Slug, device: DeviceId) -> Secret {
        let (secret, now) = (Secret::fresh(), Instant::now());
        let mut bearers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bearers.retain(|_, issued| issued.until > now);
        let theirs = bearers.iter().filter(|(_, issued)| issued.is_of(community, device));
        let mut theirs: Vec<(Instant, SecretHash)> = theirs.map(|(hash, issued)| (issued.until, *hash)).collect();
        theirs.sort_by_key(|(until, _)| std::cmp::Reverse(*until));
        theirs.iter().skip(PER_DEVICE - 1).for_each(|(_, hash)| drop(bearers.remove(hash)));
        bearers.insert(secret.hash(), Issued { community: community.clone(), device, until: now + LIFE });
        secret
    }

    /// The device for which one was issued, if it works in this community.
    fn device(&self, community: &Slug, hash: SecretHash) -> Option<DeviceId> {
        let bearers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let issued = bearers.get(&hash).filter(|issued| issued.until > Instant::now())?;
        (issued.community == *community).then_some(issued.device)
    }
}

/// Why a call is not answered for whoever makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBearer {
    /// It is a page of another site.
    #[error("the request comes from another site")]
    Foreign,
    /// It shows no bearer, or none that works.
    #[error("no bearer that works")]
    Missing,
    /// The store fails.
    #[error("the store fails")]
    StoreFailed,
}

/// A device that shows a bearer which works.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// In which community.
    pub community: Slug,
    /// Which device, with its person and their role as they are now.
    pub device: Device,
}

/// Who makes a call.
///
/// # Errors
/// See [`NoBearer`].
pub async fn signed_in(site: &Site, community: &str, headers: &HeaderMap) -> Result<SignedIn, NoBearer> {
    site.origins.admit(headers).map_err(|_| NoBearer::Foreign)?;
    let community: Slug = community.parse().map_err(|_| NoBearer::Missing)?;
    let hash = shown(headers).ok_or(NoBearer::Missing)?.hash();
    let id = site.bearers.device(&community, hash).ok_or(NoBearer::Missing)?;
    let found = site.store.device(&community, id).await.map_err(|error| {
        site.metrics.store_failed(&error);
        NoBearer::StoreFailed
    })?;
    let device = found.filter(|device| device.revoked_at.is_none()).ok_or(NoBearer::Missing)?;
    Ok(SignedIn { community, device })
}

fn shown(headers: &HeaderMap) -> Option<Secret> {
    let (scheme, shown) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| shown.trim().parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(name: &str) -> Slug {
        name.parse().unwrap()
    }

    #[test]
    fn a_bearer_is_of_one_device_in_one_community() {
        let (bearers, device) = (Bearers::default(), DeviceId([1; 8]));
        let secret = bearers.issue(&slug("riverside"), device);
        assert_eq!(bearers.device(&slug("riverside"), secret.hash()), Some(device));
        assert_eq!(bearers.device(&slug("hillside"), secret.hash()), None);
        assert_eq!(bearers.device(&slug("riverside"), Secret::fresh().hash()), None);
    }

    #[test]
    fn a_device_has_a_few_at_most() {
        let (bearers, device) = (Bearers::default(), DeviceId([1; 8]));
        let riverside = slug("riverside");
        let other = bearers.issue(&riverside, DeviceId([2; 8]));
        let all: Vec<Secret> = (0..4).map(|_| bearers.issue(&riverside, device)).collect();
        let works: Vec<bool> = all.iter().map(|one| bearers.device(&riverside, one.hash()).is_some()).collect();
        assert_eq!(works, [false, false, true, true]);
        assert!(bearers.device(&riverside, other.hash()).is_some());
    }

    #[test]
    fn an_expired_one_is_worth_nothing() {
        let (bearers, device) = (Bearers::default(), DeviceId([1; 8]));
        let secret = bearers.issue(&slug("riverside"), device);
        bearers.0.lock().unwrap().values_mut().for_each(|issued| issued.until = Instant::now());
        assert_eq!(bearers.device(&slug("riverside"), secret.hash()), None);
    }
}
