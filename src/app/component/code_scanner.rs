//! Reading QR codes with the camera, where the browser can.

use std::{cell::Cell, rc::Rc};

use js_sys::{Array, Function, Object, Promise, Reflect};
use kaifong_domain::bridge::ToWorker;
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{
    context::{commands::use_commands, handover::use_handover},
    markup::view,
    signal::RwSignal,
};

/// The id of the camera's picture on the page.
const PICTURE: &str = "code-scanner";

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a method, and waits if it gives a promise.
async fn call(of: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let method: Function = get(of, name).and_then(|method| method.dyn_into().ok()).ok_or(JsValue::UNDEFINED)?;
    let value = Reflect::apply(&method, of, arguments)?;
    match value.dyn_into::<Promise>() {
        Ok(promise) => JsFuture::from(promise).await,
        Err(value) => Ok(value),
    }
}

fn object(fields: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A plain object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn camera() -> Option<JsValue> {
    get(&window().navigator(), "mediaDevices").filter(|devices| get(devices, "getUserMedia").is_some())
}

fn detector() -> Option<JsValue> {
    let kind: Function = get(&js_sys::global(), "BarcodeDetector")?.dyn_into().ok()?;
    let formats = object(&[("formats", &Array::of1(&"qr_code".into()))]);
    Reflect::construct(&kind, &Array::of1(&formats)).ok()
}

/// Whether this browser can read codes at all.
pub fn can_scan() -> bool {
    camera().is_some() && get(&js_sys::global(), "BarcodeDetector").is_some()
}

/// The camera's picture, and how far the codes in front of it have been read. It ends when it is taken off the page.
pub fn code_scanner() -> AnyView {
    let (commands, handover) = (use_commands(), use_handover());
    let has_failed = RwSignal::new(false);
    let is_over = Rc::new(Cell::new(false));
    let over = SendWrapper::new(is_over.clone());
    on_cleanup(move || over.set(true));
    spawn_local(async move {
        let read = |code: String| commands.tell(&ToWorker::Scanned(code));
        if scan(&is_over, read).await.is_err() && !is_over.get() {
            has_failed.set(true);
        }
    });
    let place = move || match handover.reading() {
        Some(reading) => {
            let (read, all) = (reading.read.to_string(), reading.all.to_string());
            say!(handover.read_of, read = read.as_str(), all = all.as_str())
        }
        None => say!(handover.aim).to_owned(),
    };
    let failed = move || has_failed.get().then(|| view! { <p role="alert">{say!(handover.no_camera)}</p> });
    view! {
        <div class="code-scanner">
            <video id=PICTURE class="code-scanner-picture" muted=true playsinline=true autoplay=true aria-label=say!(handover.aim)></video>
            <p role="status">{place}</p>
            {failed}
        </div>
    }
}

/// Looks at the camera's picture, again and again; each code that was not the last one is told.
async fn scan(is_over: &Cell<bool>, read: impl Fn(String)) -> Result<(), JsValue> {
    let (camera, detector) = camera().zip(detector()).ok_or(JsValue::UNDEFINED)?;
    let wanted = object(&[("video", &object(&[("facingMode", &"environment".into())]))]);
    let stream = call(&camera, "getUserMedia", &Array::of1(&wanted)).await?;
    let seen = watch(is_over, &stream, &detector, read).await;
    let tracks: Array = call(&stream, "getTracks", &Array::new()).await?.dyn_into()?;
    for track in tracks.iter() {
        call(&track, "stop", &Array::new()).await?;
    }
    seen
}

async fn watch(
    is_over: &Cell<bool>,
    stream: &JsValue,
    detector: &JsValue,
    read: impl Fn(String),
) -> Result<(), JsValue> {
    let Some(picture) = document().get_element_by_id(PICTURE) else { return Ok(()) };
    Reflect::set(&picture, &"srcObject".into(), stream)?;
    call(&picture, "play", &Array::new()).await?;
    let mut last = String::new();
    while !is_over.get() {
        let codes: Array = call(detector, "detect", &Array::of1(&picture)).await?.dyn_into()?;
        for code in codes.iter().filter_map(|code| get(&code, "rawValue")?.as_string()) {
            if code != last {
                last.clone_from(&code);
                read(code);
            }
        }
        next_picture().await?;
    }
    Ok(())
}

/// Waits for the screen's next picture: more often there is nothing new to see.
async fn next_picture() -> Result<(), JsValue> {
    let drawn = Promise::new(&mut |done, _| {
        // Where nothing is drawn, nothing is to be read.
        let _ = window().request_animation_frame(&done);
    });
    JsFuture::from(drawn).await.map(drop)
}
