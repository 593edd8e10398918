//! Plain JavaScript objects, for what has no binding of its own or must outlive every version.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// An object with these fields.
pub(crate) fn object(fields: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), value).expect("a fresh object takes any field");
    }
    object
}

/// Sets a field of an object that was read from storage, which is a copy of nobody else's.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &JsValue::from_str(name), value).expect("a copy from storage is not frozen");
}

/// A field that is there.
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A field that is a string.
pub(crate) fn text(object: &JsValue, name: &str) -> Option<String> {
    get(object, name)?.as_string()
}

/// A field that is bytes.
pub(crate) fn bytes(object: &JsValue, name: &str) -> Option<Vec<u8>> {
    Some(get(object, name)?.dyn_into::<Uint8Array>().ok()?.to_vec())
}
