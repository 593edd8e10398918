//! Toasts: what has just happened, how safe it is, and the way back.

use std::time::Duration;

use kaifong_domain::{bridge::Tick, command::Command};
use leptos::prelude::*;

use super::settings::{Preferences, use_preferences};

use crate::signal::RwSignal;

/// How long a toast stays if nobody looks after it; it waits while it is pointed at or focused.
const STAY: Duration = Duration::from_secs(9);
/// Elder mode leaves more time.
const STAY_LONG: Duration = Duration::from_secs(24);

/// One toast.
#[derive(Clone)]
pub struct Toast {
    /// Tells it from those before it.
    pub number: u32,
    /// What it says.
    pub text: String,
    /// Whether it tells of something that did not work.
    pub refused: bool,
    /// How safe the change is.
    pub tick: ArcRwSignal<Option<Tick>>,
    /// What undoes it.
    pub undo: Option<Command>,
}

/// The toast that is shown: a new one takes the place of the one before.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Option<Toast>>,
    count: StoredValue<u32>,
    held: RwSignal<bool>,
    preferences: Preferences,
}

impl Toasts {
    /// The toast that is shown.
    pub fn shown(self) -> Option<Toast> {
        self.shown.get()
    }

    /// Shows a toast.
    pub fn show(self, text: String, refused: bool, tick: ArcRwSignal<Option<Tick>>, undo: Option<Command>) {
        self.count.update_value(|count| *count += 1);
        let number = self.count.get_value();
        self.held.set(false);
        self.shown.set(Some(Toast { number, text, refused, tick, undo }));
        let patient = self.preferences.with_untracked(|settings| settings.elder);
        self.close_later(number, if patient { STAY_LONG } else { STAY });
    }

    /// Takes the toast away.
    pub fn close(self) {
        self.shown.set(None);
    }

    /// Somebody points at the toast, or has gone away from it.
    pub fn hold(self, held: bool) {
        self.held.set(held);
    }

    fn close_later(self, number: u32, stay: Duration) {
        set_timeout(
            move || match self.shown.with_untracked(|shown| shown.as_ref().map(|toast| toast.number)) {
                Some(shown) if shown != number => {}
                _ if self.held.get_untracked() => self.close_later(number, stay),
                _ => self.close(),
            },
            stay,
        );
    }
}

pub(super) fn provide() {
    provide_context(Toasts {
        shown: RwSignal::new(None),
        count: StoredValue::new(0),
        held: RwSignal::new(false),
        preferences: use_preferences(),
    });
}

/// The toasts.
pub fn use_toasts() -> Toasts {
    expect_context()
}
