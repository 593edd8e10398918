//! A photo is made small, and written anew from its pixels: where and with what it was taken stays behind.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

/// The longest side, in pixels: enough to read a notice on it.
const SIDE: f64 = 1_600.0;
/// As much Base64 as fits into a browser's small storage a few times, in characters.
const LARGEST: usize = 900_000;
/// What stands before the Base64.
const BEGIN: &str = "data:image/jpeg;base64,";

/// A photo as a JPEG file in Base64; nothing if it is no picture that this browser can read.
pub async fn shrink(file: &File) -> Option<String> {
    let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(file).ok()?).await.ok()?;
    let bitmap: ImageBitmap = bitmap.dyn_into().ok()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // What is transparent would become black.
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, width, height);
    pen.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height).ok()?;
    [0.8, 0.6, 0.4, 0.2].into_iter().find_map(|quality| {
        let written = canvas.to_data_url_with_type_and_encoder_options("image/jpeg", &JsValue::from(quality)).ok()?;
        written.strip_prefix(BEGIN).filter(|photo| photo.len() <= LARGEST).map(str::to_owned)
    })
}

/// The address under which the page itself shows it.
pub fn address(photo: &str) -> String {
    [BEGIN, photo].concat()
}
