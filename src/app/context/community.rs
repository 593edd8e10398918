//! The community as it can be seen.

use kaifong_domain::{
    bridge::ViewSource,
    community::Community,
    record::{Entry, RecordKey},
};
use leptos::prelude::*;

use crate::signal::RwSignal;

/// The community as it can be seen, kept up to date by the worker.
#[derive(Clone, Copy)]
pub struct Neighbourhood {
    community: RwSignal<Community>,
    source: RwSignal<Option<ViewSource>>,
}

impl Neighbourhood {
    /// Reads it, and again whenever it changes.
    pub fn with<T>(self, read: impl FnOnce(&Community) -> T) -> T {
        self.community.with(read)
    }

    /// Reads it once.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Community) -> T) -> T {
        self.community.with_untracked(read)
    }

    /// Where it comes from; `None` before anything has been heard.
    pub fn source(self) -> Option<ViewSource> {
        self.source.get()
    }

    /// Takes in a whole view in the place of what was there.
    pub(super) fn replace(self, entries: Vec<Entry>, from: ViewSource) {
        let mut community = Community::default();
        entries.into_iter().for_each(|entry| community.put(entry));
        // The documents mostly say what the saved view said: nothing is drawn again then.
        if self.community.with_untracked(|before| *before != community) {
            self.community.set(community);
        }
        self.source.set(Some(from));
    }

    /// Takes in entries that are new or have changed, in one go.
    pub(super) fn patch(self, entries: Vec<Entry>) {
        self.community.update(|community| entries.into_iter().for_each(|entry| community.put(entry)));
    }

    /// Forgets records that can't be seen any more.
    pub(super) fn forget(self, keys: &[RecordKey]) {
        self.community.update(|community| keys.iter().for_each(|key| community.take(*key)));
    }
}

pub(super) fn provide() {
    provide_context(Neighbourhood { community: RwSignal::default(), source: RwSignal::new(None) });
}

/// The community as it can be seen.
pub fn use_community() -> Neighbourhood {
    expect_context()
}
