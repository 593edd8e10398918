//! The security headers, on every answer.

use std::sync::{Arc, LazyLock};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::site::Site;

/// What a page may load and run: only what this server serves, and WebAssembly.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    style-src 'self'; img-src 'self' data: blob:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
    frame-ancestors 'none'; form-action 'self'";

/// Trusted Types: text becomes markup or a script's address only through the app's own policy (see
/// public/boot.js), which admits this app's scripts and markup that can't hold one.
const TRUSTED_TYPES: Option<&str> = Some("require-trusted-types-for 'script'; trusted-types default");

/// Both together.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let policy = [Some(CONTENT_SECURITY_POLICY), TRUSTED_TYPES].into_iter().flatten().collect::<Vec<_>>().join("; ");
    HeaderValue::try_from(policy).expect("the policy is plain ASCII")
});

/// The other headers of every answer.
static ALWAYS: [(HeaderName, HeaderValue); 4] = [
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        HeaderName::from_static("permissions-policy"),
        // Scanning a QR code needs the camera, "which building am I at" the location.
        HeaderValue::from_static("camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"),
    ),
];

/// Two years of TLS only; sent when people reach the app through TLS.
static STRICT_TRANSPORT_SECURITY: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Adds the headers to an answer.
pub async fn secure(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // What residents send is answered with a stricter one.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| POLICY.clone());
    for (name, value) in &ALWAYS {
        headers.insert(name, value.clone());
    }
    if site.origins.any_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT_SECURITY.clone());
    }
    response
}
