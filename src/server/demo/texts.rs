//! What the demo's people say and write. The demo's language is Chinese, as its people's is.

pub(super) mod activities;
pub(super) mod charging;
pub(super) mod comments;
pub(super) mod duties;
pub(super) mod families;
pub(super) mod moves;
pub(super) mod names;
pub(super) mod neighbourhood;
pub(super) mod people;
pub(super) mod posts;
pub(super) mod sessions;
pub(super) mod suggestions;
