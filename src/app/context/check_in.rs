//! How far one's check-in is, as the worker tells it.

use kaifong_domain::bridge::CheckInProgress;
use leptos::prelude::*;

use crate::signal::RwSignal;

#[derive(Clone, Copy)]
struct CheckIn(RwSignal<Option<CheckInProgress>>);

pub(super) fn provide() {
    provide_context(CheckIn(RwSignal::new(None)));
}

/// Takes in the worker's word.
pub(super) fn setter() -> impl Fn(CheckInProgress) + Copy {
    let CheckIn(progress) = expect_context();
    move |news| {
        if progress.with_untracked(|before| before.as_ref() != Some(&news)) {
            progress.set(Some(news));
        }
    }
}

/// How far it is; nothing until the worker has said.
pub fn use_check_in() -> Signal<Option<CheckInProgress>> {
    let CheckIn(progress) = expect_context();
    progress.into()
}
