//! The bridge to the worker: typed messages, encoded with postcard, whose buffers are handed over
//! rather than copied. `boot.js` creates the worker before the page's code has even arrived.

use js_sys::{Array, Reflect, Uint8Array};
use kaifong_domain::bridge::{ToPage, ToWorker};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageEvent, Worker};

/// Where `boot.js` puts the worker.
const WORKER: &str = "kaifongWorker";

/// Why nothing can be heard from the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is none, or its script failed.
    NoWorker,
    /// It speaks another version's language.
    OtherVersion,
}

/// One's end of the bridge.
#[derive(Clone)]
pub struct Link(Option<Worker>);

impl Link {
    /// Takes hold of the worker and hands on every message it sends, for the life of the page.
    pub fn open(receive: impl Fn(Result<ToPage, Fault>) + Clone + 'static) -> Self {
        let worker = Reflect::get(&js_sys::global(), &JsValue::from_str(WORKER)).ok();
        let Some(worker) = worker.and_then(|worker| worker.dyn_into::<Worker>().ok()) else {
            receive(Err(Fault::NoWorker));
            return Self(None);
        };
        let hear = receive.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = Uint8Array::new(&event.data()).to_vec();
            hear(postcard::from_bytes(&bytes).map_err(|_| Fault::OtherVersion));
        });
        let on_error = Closure::<dyn Fn()>::new(move || receive(Err(Fault::NoWorker)));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        on_message.forget();
        on_error.forget();
        Self(Some(worker))
    }

    /// Sends a message. Without a worker nothing happens: the fault has been told when the bridge
    /// was opened.
    pub fn tell(&self, message: &ToWorker) {
        let Some(worker) = &self.0 else { return };
        let bytes = postcard::to_allocvec(message).expect("messages hold only what postcard can encode");
        let bytes = Uint8Array::from(bytes.as_slice());
        if let Err(fault) = worker.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer())) {
            web_sys::console::error_1(&fault);
        }
    }
}
