//! The commands whose change could not stay.

use kaifong_domain::refused::Refused;
use leptos::prelude::*;

use crate::signal::RwSignal;

#[derive(Clone, Copy)]
struct RefusedCommands(RwSignal<Vec<Refused>>);

pub(super) fn provide() {
    provide_context(RefusedCommands(RwSignal::default()));
}

/// Takes in the worker's word.
pub(super) fn setter() -> impl Fn(Vec<Refused>) + Copy {
    let RefusedCommands(refused) = expect_context();
    move |news| refused.set(news)
}

/// The commands whose change could not stay, the newest first.
pub fn use_refused() -> Signal<Vec<Refused>> {
    let RefusedCommands(refused) = expect_context();
    refused.into()
}
