//! Promises: claims for which this phone showed a place. When the community seats such a claim on the
//! waiting list after all, the person is owed a plain word about why.

use gloo_storage::{LocalStorage, Storage};
use kaifong_domain::id::ClaimId;
use leptos::prelude::window;

const KEY: &str = "kaifong.promises";
/// Enough for the claims of a month; older ones have long been told.
const MOST: usize = 60;

/// Private mode may have no storage at all, and gloo-storage panics then.
fn has_storage() -> bool {
    matches!(window().local_storage(), Ok(Some(_)))
}

fn promises() -> Vec<String> {
    if has_storage() { LocalStorage::get(KEY).unwrap_or_default() } else { Vec::new() }
}

/// Remembers that a place was shown for a claim.
pub fn promise(claim: ClaimId) {
    let mut promises = promises();
    promises.push(claim.to_string());
    let surplus = promises.len().saturating_sub(MOST);
    promises.drain(..surplus);
    if has_storage() && LocalStorage::set(KEY, promises).is_err() {
        web_sys::console::warn_1(&"a promise could not be kept".into());
    }
}

/// Whether a place was shown for a claim.
pub fn was_promised(claim: ClaimId) -> bool {
    promises().contains(&claim.to_string())
}
