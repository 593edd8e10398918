//! Whether the browser promises to keep what is stored on this phone, and how much room there is.

use js_sys::{Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

use super::settings::{Preferences, use_preferences};
use crate::signal::RwSignal;

/// What the browser says of its storage. What it does not say is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    /// Whether it keeps what is stored until a person deletes it, also when it runs short of room.
    pub is_kept: Option<bool>,
    /// How much is taken, in bytes.
    pub used: Option<f64>,
    /// How much there may be, in bytes.
    pub most: Option<f64>,
}

/// The browser's word, in context.
#[derive(Clone, Copy)]
pub struct Persistence {
    room: RwSignal<Room>,
    preferences: Preferences,
}

impl Persistence {
    /// The browser's word, as it was last given.
    pub fn room(self) -> Room {
        self.room.get()
    }

    /// Asks how things stand.
    pub fn look(self) {
        spawn_local(async move {
            let Some(manager) = manager() else { return };
            let is_kept = answer(manager.persisted()).await.and_then(|kept| kept.as_bool());
            let estimate = answer(manager.estimate()).await;
            let number = |name: &str| Reflect::get(estimate.as_ref()?, &name.into()).ok()?.as_f64();
            let room = Room { is_kept, used: number("usage"), most: number("quota") };
            if self.room.with_untracked(|before| *before != room) {
                self.room.set(room);
            }
        });
    }

    /// Asks the browser to keep what is stored. Some browsers ask the person in turn.
    pub fn ask(self) {
        self.preferences.change(|settings| settings.asked_to_keep = true);
        spawn_local(async move {
            if let Some(manager) = manager() {
                // The answer is what `persisted` says from now on.
                let _ = answer(manager.persist()).await;
            }
            self.look();
        });
    }

    /// Something of the person's own has been saved here for the first time: now there is something to
    /// keep, and a question makes sense.
    pub(super) fn has_something(self) {
        if !self.preferences.with_untracked(|settings| settings.asked_to_keep) {
            self.ask();
        }
    }
}

/// Only secure origins have one.
fn manager() -> Option<StorageManager> {
    let navigator = JsValue::from(window().navigator());
    let manager = Reflect::get(&navigator, &"storage".into()).ok().filter(|manager| manager.is_object());
    manager.map(JsCast::unchecked_into)
}

async fn answer(asked: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(asked.ok()?).await.ok()
}

pub(super) fn provide() {
    let persistence = Persistence { room: RwSignal::default(), preferences: use_preferences() };
    provide_context(persistence);
    // An installed app is there to stay, and browsers see it so, too.
    window_event_listener_untyped("appinstalled", move |_| persistence.ask());
}

/// What the browser says of its storage.
pub fn use_persistence() -> Persistence {
    expect_context()
}
