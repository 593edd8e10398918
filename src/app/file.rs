//! Files: handing one to the person, and reading the one they chose.

use js_sys::{Array, Uint8Array};
use kaifong_domain::archive::{ArchiveError, MOST};
use leptos::{prelude::document, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

/// Hands a file to the person, as a download. Whether the browser took it.
pub fn hand_over(bytes: &[u8], name: &str) -> bool {
    let handed = || -> Result<(), JsValue> {
        let kind = BlobPropertyBag::new();
        kind.set_type("application/octet-stream");
        let parts = Array::of1(&Uint8Array::from(bytes));
        let address = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        // A download that has begun keeps its file; the address would keep it for the life of the page.
        leptos::prelude::set_timeout(
            move || drop(Url::revoke_object_url(&address)),
            std::time::Duration::from_secs(60),
        );
        Ok(())
    };
    handed().is_ok()
}

/// Reads the file that was chosen in an input; whether there is one.
pub fn read_chosen(event: &leptos::ev::Event, then: impl FnOnce(Result<Vec<u8>, ArchiveError>) + 'static) -> bool {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return false };
    spawn_local(async move {
        then(if file.size() > f64::from(MOST) {
            Err(ArchiveError::TooLarge)
        } else {
            let read = JsFuture::from(file.array_buffer()).await;
            read.map(|buffer| Uint8Array::new(&buffer).to_vec()).map_err(|_| ArchiveError::Truncated)
        });
    });
    true
}
