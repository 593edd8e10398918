//! Saving the view, for the first paint of the next time.

use std::{cell::Cell, rc::Rc};

use kaifong_domain::time::Timestamp;
use wasm_bindgen_futures::spawn_local;

use super::{Leader, Run};
use crate::clock::now;

/// The view is saved when there was quiet for so long, in milliseconds: soon, as people open the app,
/// tap once and go.
const VIEW_QUIET: i64 = 1_000;
/// The view is not saved more often than this, in milliseconds.
const VIEW_PAUSE: i64 = 3_000;
/// And, when there is always something going on, at least this often.
const VIEW_PATIENCE: i64 = 15_000;

/// The view, as it is saved.
pub(super) struct SavedView {
    /// It is not what is saved.
    pub(super) has_changed: bool,
    saved_at: Timestamp,
    is_saving: Rc<Cell<bool>>,
}

impl SavedView {
    /// None yet.
    pub(super) fn none() -> Self {
        Self { has_changed: true, saved_at: Timestamp(0), is_saving: Rc::default() }
    }
}

impl Leader {
    /// Saves what can be seen, if it is time; nothing has happened for so many milliseconds.
    pub(super) fn save_view(&mut self, quiet: i64) {
        let is_quiet = quiet >= VIEW_QUIET;
        let Some(Run { replica, view, .. }) = &mut self.run else { return };
        // Half of what the community has is not worth showing: the next start would look as if the rest were gone.
        if replica.status().synced_at.is_none() {
            return;
        }
        let since = now().0.saturating_sub(view.saved_at.0);
        let is_due = since >= if is_quiet { VIEW_PAUSE } else { VIEW_PATIENCE };
        if !view.has_changed || !is_due || view.is_saving.replace(true) {
            return;
        }
        view.has_changed = false;
        view.saved_at = now();
        let (storage, entries, is_saving) = (self.seat.storage.clone(), replica.entries(), view.is_saving.clone());
        spawn_local(async move {
            // A view that was not saved is only missing: the next start paints later.
            let _ = storage.save_view(&entries).await;
            is_saving.set(false);
        });
    }
}
