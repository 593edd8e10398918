//! What is asked of the worker about files that hold everything of a phone, and what comes back.

use std::collections::BTreeMap;

use kaifong_domain::{
    archive::{ArchiveError, Outcome, Wish},
    bridge::ToWorker,
    id::RequestId,
};
use leptos::prelude::*;

use super::commands::Commands;

type Then = Box<dyn FnOnce(Result<Outcome, ArchiveError>)>;

/// The questions that are not answered.
#[derive(Clone, Copy)]
pub struct Archives(StoredValue<BTreeMap<RequestId, Then>, LocalStorage>);

impl Archives {
    /// Asks for something.
    pub fn ask(self, commands: Commands, wish: Wish, then: impl FnOnce(Result<Outcome, ArchiveError>) + 'static) {
        let request = commands.new_id();
        self.0.update_value(|waiting| {
            waiting.insert(request, Box::new(then));
        });
        commands.tell(&ToWorker::Archive { request, wish });
    }

    /// The worker says what came of it.
    pub(super) fn answered(self, request: RequestId, outcome: Result<Outcome, ArchiveError>) {
        // Another tab may have asked.
        if let Some(then) = self.0.try_update_value(|waiting| waiting.remove(&request)).flatten() {
            then(outcome);
        }
    }

    /// The worker has died: nobody will answer.
    pub(super) fn interrupted(self) {
        let waiting = self.0.try_update_value(std::mem::take).unwrap_or_default();
        waiting.into_values().for_each(|then| then(Err(ArchiveError::Interrupted)));
    }
}

pub(super) fn provide() {
    provide_context(Archives(StoredValue::new_local(BTreeMap::new())));
}

/// The way to ask.
pub fn use_archives() -> Archives {
    expect_context()
}
