//! A new version of the page: it waits until somebody lets it in.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

/// The new version that waits, in context.
#[derive(Clone, Copy)]
pub struct Update(RwSignal<Option<ServiceWorker>, LocalStorage>);

impl Update {
    /// Whether a new version waits.
    pub fn waits(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Lets the new version in: it takes over, and the page is loaded anew.
    pub fn let_in(self) {
        let Some(waiting) = self.0.get_untracked() else { return };
        let Some(container) = container() else { return };
        let reload = Closure::<dyn Fn()>::new(|| {
            // A page that can't be loaded again now is loaded by its reader later.
            let _ = window().location().reload();
        });
        container.set_oncontrollerchange(Some(reload.as_ref().unchecked_ref()));
        reload.forget();
        let message = js_sys::Object::new();
        let told = js_sys::Reflect::set(&message, &"type".into(), &"activate".into())
            .and_then(|_| waiting.post_message(&message));
        if let Err(fault) = told {
            web_sys::console::error_1(&fault);
        }
    }
}

/// Browsers have no service workers in private mode or without TLS.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let there = js_sys::Reflect::has(&navigator, &JsValue::from_str("serviceWorker")).unwrap_or(false);
    there.then(|| navigator.service_worker())
}

pub(super) fn provide() {
    let update = Update(RwSignal::new_local(None));
    provide_context(update);
    let Some(container) = container() else { return };
    let Ok(ready) = container.ready() else { return };
    let watch = Closure::once(move |registration: JsValue| {
        if let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>() {
            watch(registration, update);
        }
    });
    // The registration is ready when this page's first version is installed, or never.
    let _ = ready.then(&watch);
    watch.forget();
}

fn watch(registration: ServiceWorkerRegistration, update: Update) {
    update.0.set(registration.waiting());
    let found = {
        let registration = registration.clone();
        Closure::<dyn Fn()>::new(move || {
            if let Some(arriving) = registration.installing() {
                wait_for(&arriving, registration.clone(), update);
            }
        })
    };
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
}

fn wait_for(arriving: &ServiceWorker, registration: ServiceWorkerRegistration, update: Update) {
    let changed = Closure::<dyn Fn()>::new(move || update.0.set(registration.waiting()));
    arriving.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

/// The new version that waits.
pub fn use_update() -> Update {
    expect_context()
}
