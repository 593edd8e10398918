//! That a device is on the line, as the store knows it.

use std::{future::pending, sync::Arc};

use super::Ending;
use crate::{
    device::{Device, DeviceId},
    site::Site,
    slug::Slug,
};

/// Notes that the device was here, without making it wait for the disk.
pub(super) fn touch(site: &Arc<Site>, community: &Slug, device: DeviceId) {
    let (site, community) = (Arc::clone(site), community.clone());
    tokio::spawn(async move {
        if let Err(error) = site.store.touch_device(&community, device, crate::clock::now()).await {
            site.metrics.store_failed(&error);
        }
    });
}

/// Ends a link whose device, role or team was taken back between its proof and its coming into the room: the room was told
/// of that when it did not know of the link yet. From then on the room itself ends it.
pub(super) async fn changed(site: &Site, community: &Slug, device: &Device) -> Ending {
    match site.store.device(community, device.id).await {
        Ok(Some(now)) if now.revoked_at.is_some() => Ending::AccessLost,
        Ok(Some(now)) if now.actor() != device.actor() => Ending::RoleChanged,
        Ok(_) => pending().await,
        Err(error) => {
            site.metrics.store_failed(&error);
            pending().await
        }
    }
}
