//! The worker's global scope.

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

/// `self`.
pub(crate) fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// The origin under which the page runs, such as `https://example.org`.
pub(crate) fn origin() -> String {
    scope().location().origin()
}
