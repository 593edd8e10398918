//! A QR code.

use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;

use crate::markup::view;

/// The modules that stay empty around a code (ISO/IEC 18004 wants four).
const QUIET: usize = 4;

/// Draws a text as a QR code, for cameras; `label` is what it is, for people. Always dark on white: many readers know
/// it no other way.
pub fn qr_code(text: &str, label: String) -> AnyView {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else { return ().into_any() };
    let mut path = String::new();
    for row in 0..code.size {
        for column in (0..code.size).filter(|column| code[row][*column].value()) {
            path.push_str(&["M", &(column + QUIET).to_string(), " ", &(row + QUIET).to_string(), "h1v1h-1z"].concat());
        }
    }
    let side = (code.size + 2 * QUIET).to_string();
    let frame = ["0 0 ", &side, " ", &side].concat();
    view! {
        <svg class="qr-code" viewBox=frame role="img" aria-label=label data-testid="qr-code" data-text=text.to_owned()>
            <path d=path></path>
        </svg>
    }
}
