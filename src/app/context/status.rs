//! How syncing goes.

use kaifong_domain::{
    bridge::{Line, Status},
    record::RecordKey,
};
use leptos::prelude::*;

use crate::{memo::Memo, signal::RwSignal};

#[derive(Clone, Copy)]
struct Syncing(RwSignal<Status>);

pub(super) fn provide() {
    // Until the worker has spoken, nobody knows that there is no line.
    let opening = Status { line: Line::Connecting, ..Status::default() };
    provide_context(Syncing(RwSignal::new(opening)));
}

/// Takes in the worker's word.
pub(super) fn setter() -> impl Fn(Status) + Copy {
    let Syncing(status) = expect_context();
    move |news| {
        if status.with_untracked(|before| *before != news) {
            status.set(news);
        }
    }
}

/// How syncing goes.
pub fn use_status() -> Signal<Status> {
    let Syncing(status) = expect_context();
    status.into()
}

/// Whether there is a line to the community's server; nothing while one is being made.
pub fn use_line() -> Memo<Option<bool>> {
    let Syncing(status) = expect_context();
    Memo::new(move || match status.with(|status| status.line) {
        Line::Syncing | Line::Synced => Some(true),
        Line::Connecting => None,
        Line::Offline | Line::Refused | Line::Revoked => Some(false),
    })
}

/// Whether a record has a change that the community does not keep yet.
pub fn is_waiting(key: RecordKey) -> Signal<bool> {
    let Syncing(status) = expect_context();
    Memo::new(move || status.with(|status| status.waiting_records.contains(&key))).into()
}
