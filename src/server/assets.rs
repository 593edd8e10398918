//! The built app, inside the binary: served in the best encoding, cached by what it is.

use std::{borrow::Cow, collections::BTreeMap};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kaifong_replica::sync::frame::hex;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use self::encoding::Encoding;

mod encoding;
#[cfg(test)]
mod tests;

/// What the build leaves in `dist`.
#[derive(RustEmbed)]
#[folder = "../../dist"]
struct Dist;

/// The page from which every route of the app starts.
const INDEX: &str = "index.html";

/// What to say when the binary was built without the app.
const NOT_BUILT: &str =
    "This server was built without the app: run `cargo xtask build`, then build the server again.\n";

/// For files whose name holds their hash, so that they never change.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// For files that change with the next version: the browser asks each time whether they did.
const ASK: &str = "no-cache";

/// A file of the app.
struct Asset {
    content_type: &'static str,
    caching: &'static str,
    /// The SHA-256 of the file, in hexadecimal digits.
    hash: String,
    /// The file in each encoding that the build made of it; [`Encoding::Identity`] is among them.
    bodies: BTreeMap<Encoding, Bytes>,
}

/// All files of the app, by path without the leading slash. A path is looked up, never joined to a
/// folder, so it reaches nothing else.
pub struct Assets(BTreeMap<String, Asset>);

impl Assets {
    /// The files inside the binary.
    pub fn embedded() -> Self {
        Self::new(Dist::iter().filter_map(|path| Some((path.to_string(), Dist::get(&path)?.data))))
    }

    /// Files by path; `x.br` and `x.gz` are encodings of `x`.
    fn new(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Self {
        let files: BTreeMap<_, _> = files.into_iter().map(|(path, bytes)| (path, into_bytes(bytes))).collect();
        let encoded = |path: &str| {
            let body =
                |encoding: Encoding| Some((encoding, files.get(&format!("{path}{}", encoding.suffix()))?.clone()));
            Encoding::ALL.into_iter().filter_map(body).collect()
        };
        let plain = files.iter().filter(|(path, _)| !Encoding::ALL.iter().any(|encoding| encoding.is_of(path)));
        let asset = |(path, bytes): (&String, &Bytes)| {
            let asset = Asset {
                content_type: content_type(path),
                caching: if path.starts_with("assets/") { FOREVER } else { ASK },
                hash: hex(&Sha256::digest(bytes)),
                bodies: encoded(path),
            };
            (path.clone(), asset)
        };
        Self(plain.map(asset).collect())
    }

    /// Answers a request for a path that begins with a slash.
    pub fn answer(&self, path: &str, request: &HeaderMap) -> Response {
        let path = path.trim_start_matches('/');
        match self.0.get(path) {
            Some(asset) => asset.answer(request),
            None if !is_route(path) => (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response(),
            None => match self.0.get(INDEX) {
                Some(index) => index.answer(request),
                None => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response(),
            },
        }
    }
}

impl Asset {
    fn answer(&self, request: &HeaderMap) -> Response {
        let encoding = encoding::best(request, self.bodies.keys().copied());
        let body = &self.bodies[&encoding];
        let etag = format!("\"{}{}\"", self.hash, encoding.suffix().replace('.', "-"));
        let known = request.get_all(header::IF_NONE_MATCH).iter().any(|sent| matches(sent, &etag));
        let mut response =
            if known { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(body.clone())) };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.caching));
        headers.insert(header::ETAG, HeaderValue::try_from(etag).expect("hexadecimal digits are a header value"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if !known {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            if let Some(name) = encoding.name() {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
            }
        }
        response
    }
}

fn into_bytes(bytes: Cow<'static, [u8]>) -> Bytes {
    match bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

/// Whether a path that is no file belongs to the app: its routes have no dot, and are neither the
/// server's calls nor files that an older build had.
fn is_route(path: &str) -> bool {
    // `/sync` is a screen of the app, `/sync/<community>` the socket.
    let called = ["assets", "api", "icons"].contains(&path.split('/').next().unwrap_or_default());
    !path.contains('.') && !called && !path.starts_with("sync/")
}

/// Whether an If-None-Match names this tag (RFC 9110, section 13.1.2: the comparison is weak).
fn matches(sent: &HeaderValue, etag: &str) -> bool {
    let Ok(sent) = sent.to_str() else { return false };
    sent.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
