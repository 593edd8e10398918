//! What happens when the worker is at its end. A panic leaves memory that can't be trusted, so the
//! worker says why and closes: its lock passes to another tab, and the page hears of it as an `error`
//! event of its `Worker`.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use crate::{object, scope::scope};

/// Installs the panic hook.
pub(crate) fn install() {
    std::panic::set_hook(Box::new(|panic| {
        let line = JsValue::from_str(&format!("kaifong-worker: {panic}"));
        web_sys::console::error_1(&line);
        let report = object::get(&scope(), "reportError").and_then(|report| report.dyn_into::<Function>().ok());
        if let Some(report) = report {
            // A browser without `reportError` has said it on the console.
            let _ = report.call1(&JsValue::UNDEFINED, &line);
        }
        scope().close();
    }));
}
