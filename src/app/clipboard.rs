//! What the browser can do with a text beyond this page: copy it, or hand it to another app.

use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok().and_then(|method| method.dyn_into::<Function>().ok())
}

fn object(name: &str, value: &JsValue) -> Object {
    let object = Object::new();
    // A plain object takes every property.
    let _ = Reflect::set(&object, &name.into(), value);
    object
}

/// Opens the phone's own sheet for sharing; whether there is one.
pub fn share(text: &str) -> bool {
    let navigator = JsValue::from(window().navigator());
    let shared = method(&navigator, "share").map(|share| share.call1(&navigator, &object("text", &text.into())));
    matches!(shared, Some(Ok(_)))
}

/// Copies; whether the browser lets one.
pub fn copy(text: &str) -> bool {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).unwrap_or_default();
    let write = (!clipboard.is_undefined()).then(|| method(&clipboard, "writeText")).flatten();
    write.is_some_and(|write| write.call1(&clipboard, &text.into()).is_ok())
}

/// Opens the phone's own sheet with a text file in it; whether it takes one.
pub fn share_file(name: &str, text: &str) -> bool {
    let navigator = JsValue::from(window().navigator());
    let share = || {
        let file: Function = Reflect::get(&js_sys::global(), &"File".into()).ok()?.dyn_into().ok()?;
        let parts = Array::of3(&Array::of1(&text.into()), &name.into(), &object("type", &"text/plain".into()));
        let what = object("files", &Array::of1(&Reflect::construct(&file, &parts).ok()?));
        let can = method(&navigator, "canShare")?.call1(&navigator, &what).ok()?;
        can.is_truthy().then_some(())?;
        method(&navigator, "share")?.call1(&navigator, &what).ok()
    };
    share().is_some()
}
