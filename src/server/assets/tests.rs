//! Encodings, caching and paths.

use axum::http::{HeaderName, Request};
use http_body_util::BodyExt;

use super::*;

fn assets() -> Assets {
    let file = |path: &str, text: &'static str| (path.to_owned(), Cow::Borrowed(text.as_bytes()));
    Assets::new([
        file("index.html", "<!doctype html>"),
        file("assets/app-1a2b.wasm", "wasm"),
        file("assets/app-1a2b.wasm.br", "w.br"),
        file("assets/app-1a2b.wasm.gz", "w.gz"),
        file("assets/app-1a2b.js", "js"),
        file("assets/app-1a2b.js.gz", "j.gz"),
        file("sw.js", "sw"),
        file("manifest.webmanifest", "{}"),
        file("icons/app.svg", "<svg/>"),
    ])
}

fn get(path: &str, headers: &[(HeaderName, &str)]) -> Response {
    let mut request = Request::get("/");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    assets().answer(path, request.body(()).unwrap().headers())
}

async fn body(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

fn header_of(response: &Response, name: HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_smallest_accepted_encoding_is_sent() {
    for (path, accepted, encoding, expected) in [
        ("/assets/app-1a2b.wasm", "gzip, deflate, br, zstd", "br", "w.br"),
        ("/assets/app-1a2b.wasm", "gzip", "gzip", "w.gz"),
        ("/assets/app-1a2b.wasm", "br;q=0, gzip;q=0.5", "gzip", "w.gz"),
        ("/assets/app-1a2b.wasm", "*", "br", "w.br"),
        ("/assets/app-1a2b.wasm", "*;q=0", "", "wasm"),
        ("/assets/app-1a2b.wasm", "identity", "", "wasm"),
        ("/assets/app-1a2b.js", "br", "", "js"),
        ("/assets/app-1a2b.js", "BR, GZIP", "gzip", "j.gz"),
        ("/sw.js", "br, gzip", "", "sw"),
    ] {
        let response = get(path, &[(header::ACCEPT_ENCODING, accepted)]);
        assert_eq!(header_of(&response, header::CONTENT_ENCODING), encoding, "{path} {accepted}");
        assert_eq!(header_of(&response, header::VARY), "accept-encoding");
        assert_eq!(body(response).await, expected, "{path} {accepted}");
    }
}

#[test]
fn what_has_its_hash_in_its_name_is_kept_forever_and_the_rest_is_asked_for() {
    for (path, caching, kind) in [
        ("/assets/app-1a2b.wasm", FOREVER, "application/wasm"),
        ("/assets/app-1a2b.js", FOREVER, "text/javascript; charset=utf-8"),
        ("/", ASK, "text/html; charset=utf-8"),
        ("/index.html", ASK, "text/html; charset=utf-8"),
        ("/sw.js", ASK, "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", ASK, "application/manifest+json"),
        ("/icons/app.svg", ASK, "image/svg+xml"),
    ] {
        let response = get(path, &[]);
        assert_eq!(header_of(&response, header::CACHE_CONTROL), caching, "{path}");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), kind, "{path}");
    }
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let br = (header::ACCEPT_ENCODING, "br");
    let first = get("/assets/app-1a2b.wasm", std::slice::from_ref(&br));
    let etag = header_of(&first, header::ETAG).to_owned();
    assert!(etag.starts_with('"') && etag.ends_with("-br\""), "{etag}");
    for (sent, status) in [
        (etag.clone(), StatusCode::NOT_MODIFIED),
        (format!("\"other\", W/{etag}"), StatusCode::NOT_MODIFIED),
        ("*".to_owned(), StatusCode::NOT_MODIFIED),
        (etag.replace("-br", ""), StatusCode::OK),
        ("\"other\"".to_owned(), StatusCode::OK),
    ] {
        let response = get("/assets/app-1a2b.wasm", &[br.clone(), (header::IF_NONE_MATCH, &sent)]);
        assert_eq!(response.status(), status, "{sent}");
        assert_eq!(header_of(&response, header::ETAG), etag);
        assert_eq!(header_of(&response, header::CACHE_CONTROL), FOREVER);
        assert_eq!(body(response).await.is_empty(), status == StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn routes_of_the_app_get_its_page_and_nothing_else_does() {
    for (path, status) in [
        ("/today", StatusCode::OK),
        ("/tasks/0190f3", StatusCode::OK),
        ("/sync", StatusCode::OK),
        ("/join", StatusCode::OK),
        ("/assets/gone-9f9f.js", StatusCode::NOT_FOUND),
        ("/assets", StatusCode::NOT_FOUND),
        ("/api/unknown", StatusCode::NOT_FOUND),
        ("/icons/gone", StatusCode::NOT_FOUND),
        ("/gone.js", StatusCode::NOT_FOUND),
        ("/../Cargo.toml", StatusCode::NOT_FOUND),
        ("/assets/../../Cargo.toml", StatusCode::NOT_FOUND),
        ("/%2e%2e/%2e%2e/etc/passwd", StatusCode::OK),
        ("//etc/passwd", StatusCode::OK),
    ] {
        let response = get(path, &[]);
        assert_eq!(response.status(), status, "{path}");
        let expected = if status == StatusCode::OK { "<!doctype html>" } else { "There is nothing here.\n" };
        assert_eq!(body(response).await, expected, "{path}");
    }
}

#[tokio::test]
async fn without_the_app_one_sentence_says_how_to_build_it() {
    let response = Assets::new([]).answer("/", &HeaderMap::new());
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body(response).await, NOT_BUILT);
}
