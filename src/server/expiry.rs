//! What is promised to be deleted in time is, also where nobody asks for anything.

use std::sync::Arc;

use kaifong_domain::time::Timestamp;
use tokio::time::{Duration, MissedTickBehavior, interval};

use crate::{
    clock,
    site::Site,
    store::{Store, StoreError},
};

/// How often the server looks, in milliseconds: an hour.
const PERIOD: i64 = 60 * 60 * 1_000;

/// Looks when the server starts, and every hour until it stops.
pub async fn watch(site: Arc<Site>) {
    let mut look = interval(Duration::from_millis(PERIOD.unsigned_abs()));
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = site.stop.cancelled() => return,
            _ = look.tick() => {}
        }
        match forget(&*site.store, clock::now()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "check-ins that nobody has looked at in time were deleted"),
            Err(error) => site.metrics.store_failed(&error),
        }
    }
}

/// Deletes what will have expired when the server looks next after `now`: nothing is there a moment longer than was
/// promised. How much it was.
///
/// # Errors
/// The store failed.
pub async fn forget(store: &dyn Store, now: Timestamp) -> Result<usize, StoreError> {
    store.forget_check_ins(Timestamp(now.0.saturating_add(PERIOD))).await
}
