//! The port to the page: postcard in a `Uint8Array` whose buffer is handed over, not copied.

use js_sys::{Array, Function, Uint8Array};
use kaifong_domain::bridge::{ToPage, ToWorker};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::MessageEvent;

use crate::{
    input::{Input, Inputs},
    object,
    scope::scope,
};

/// Ends the boot script's own listening, and returns the events that came before this program was
/// there (see `public/worker.js`).
const DRAIN: &str = "kaifongDrain";

/// The page.
pub(crate) struct Page {
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Page {
    /// Listens to the page, first to what it has already said.
    pub(crate) fn open(inputs: &Inputs) -> Self {
        let later = inputs.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            take(&event.data(), &later);
        });
        scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let drain = object::get(&scope(), DRAIN).and_then(|drain| drain.dyn_into::<Function>().ok());
        if let Some(early) = drain.and_then(|drain| drain.call0(&JsValue::UNDEFINED).ok()) {
            for event in Array::from(&early).iter() {
                take(&event.unchecked_into::<MessageEvent>().data(), inputs);
            }
        }
        Self { _on_message: on_message }
    }

    /// Says something to the page.
    pub(crate) fn send(&self, message: &ToPage) {
        let bytes = postcard::to_allocvec(message).expect("plain data can always be encoded");
        let array = Uint8Array::from(bytes.as_slice());
        let buffers = Array::of1(&array.buffer());
        // It only fails for what can't be cloned; bytes can.
        let _ = scope().post_message_with_transfer(&array, &buffers);
    }
}

fn take(data: &JsValue, inputs: &Inputs) {
    let bytes = data.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
    match bytes.and_then(|bytes| postcard::from_bytes::<ToWorker>(&bytes).ok()) {
        Some(message) => inputs.send(Input::Page(message)),
        None => web_sys::console::warn_1(&"kaifong-worker: a message of the page makes no sense".into()),
    }
}
