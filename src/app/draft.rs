//! Drafts: what somebody has begun to write in a form, kept while the browser's tab lives, so that a
//! wrong tap or a new version loses nothing.

use std::collections::BTreeMap;

use gloo_storage::{SessionStorage, Storage};
use leptos::prelude::*;
use uuid::Uuid;

use crate::signal::RwSignal;

/// A form's draft: each field registers its signal under a name.
#[derive(Clone, Copy)]
pub struct Draft {
    key: StoredValue<String>,
    kept: StoredValue<BTreeMap<String, String>>,
    closed: StoredValue<bool>,
    restored: bool,
    again: Trigger,
}

/// Private mode may have no storage at all, and gloo-storage panics then.
fn has_storage() -> bool {
    matches!(window().session_storage(), Ok(Some(_)))
}

impl Draft {
    /// Opens the draft of the form called `form`, such as `tasks/new`. `again` builds the form anew.
    pub fn open(form: &str, again: Trigger) -> Self {
        let key = ["kaifong.draft.", form].concat();
        let kept: BTreeMap<String, String> =
            if has_storage() { SessionStorage::get(&key).unwrap_or_default() } else { BTreeMap::new() };
        Self {
            restored: !kept.is_empty(),
            key: StoredValue::new(key),
            kept: StoredValue::new(kept),
            closed: StoredValue::new(false),
            again,
        }
    }

    /// Whether something that was begun before has been brought back.
    pub fn restored(self) -> bool {
        self.restored
    }

    /// A text field's signal: what was kept, or else `initial`.
    pub fn text(self, name: &'static str, initial: String) -> RwSignal<String> {
        self.field(name, initial, Clone::clone, |kept| Some(kept.to_owned()))
    }

    /// The signal of a field that holds an id or nothing.
    pub fn id<T>(self, name: &'static str, initial: Option<T>) -> RwSignal<Option<T>>
    where
        T: Copy + PartialEq + From<Uuid> + std::fmt::Display + Send + Sync + 'static,
    {
        let written = |id: &Option<T>| id.map(|id| id.to_string()).unwrap_or_default();
        self.field(name, initial, written, |kept| Some(Uuid::try_parse(kept).ok().map(T::from)))
    }

    /// The signal of any other field, with how it is written down and read.
    pub fn field<T>(
        self,
        name: &'static str,
        initial: T,
        written: fn(&T) -> String,
        read: fn(&str) -> Option<T>,
    ) -> RwSignal<T>
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        let kept = self.kept.with_value(|kept| kept.get(name).and_then(|kept| read(kept)));
        let signal = RwSignal::new(kept.unwrap_or_else(|| initial.clone()));
        Effect::new(move |first: Option<()>| {
            let now = signal.with(|value| (*value != initial).then(|| written(value)));
            if first.is_some() {
                self.keep(name, now);
            }
        });
        signal
    }

    fn keep(self, name: &'static str, value: Option<String>) {
        if self.closed.get_value() {
            return;
        }
        self.kept.update_value(|kept| match value {
            Some(value) => {
                kept.insert(name.to_owned(), value);
            }
            None => {
                kept.remove(name);
            }
        });
        self.save();
    }

    /// Full or forbidden storage only means that the draft lives as long as the form.
    fn save(self) {
        if !has_storage() {
            return;
        }
        self.key.with_value(|key| {
            self.kept.with_value(|kept| {
                if kept.is_empty() {
                    SessionStorage::delete(key);
                } else if SessionStorage::set(key, kept).is_err() {
                    web_sys::console::warn_1(&"the draft could not be kept".into());
                }
            });
        });
    }

    /// Forgets what was kept, and builds the form anew.
    pub fn start_afresh(self) {
        self.close();
        self.again.notify();
    }

    /// The form has been sent: nothing more is kept.
    pub fn close(self) {
        self.closed.set_value(true);
        self.kept.set_value(BTreeMap::new());
        self.save();
    }
}
