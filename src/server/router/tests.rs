//! Every answer's headers, and the calls.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
    response::Response,
};
use http_body_util::BodyExt;
use kaifong_domain::{access::AccessRole, time::Timestamp};
use p256::ecdsa::SigningKey;
use tempfile::TempDir;
use tower::ServiceExt;

use super::*;
use crate::{
    access::sign_in_link,
    cli::Settings,
    clock,
    config::{Config, Defaults},
    secret::new_person,
    slug::Slug,
    store::{Store, sqlite::SqliteStore},
};

struct Fixture {
    _folder: TempDir,
    store: Arc<SqliteStore>,
    router: Router,
}

impl Fixture {
    async fn new(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(&folder.path().join("kaifong.sqlite")).unwrap());
        store.add_community(&slug(), "Riverside Gardens", clock::now()).await.unwrap();
        let config = Config::resolve(settings, Defaults::OWN).unwrap();
        let router = router(Arc::new(Site::new(&config, store.clone())));
        Self { _folder: folder, store, router }
    }

    async fn answer(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Response {
        let peer: SocketAddr = "192.0.2.1:4000".parse().unwrap();
        let request = request.header(header::HOST, "127.0.0.1:8080").extension(ConnectInfo(peer));
        self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap()
    }

    /// Redeems with this body: the status, and the answer as JSON.
    async fn redeem(&self, body: &str) -> (u16, serde_json::Value) {
        let request = Request::post("/api/riverside/devices").header(header::CONTENT_TYPE, "application/json");
        let response = self.answer(request, body.to_owned()).await;
        let status = response.status().as_u16();
        (status, serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap())
    }

    /// The secret of a new link that expires at this time.
    async fn secret(&self, made_at: Timestamp) -> String {
        let captain = (new_person(made_at), AccessRole::Captain);
        let link = sign_in_link::make(&*self.store, "http://here", &slug(), captain, made_at, 7).await.unwrap();
        link.to_string().rsplit_once('.').unwrap().1.to_owned()
    }
}

fn slug() -> Slug {
    "riverside".parse().unwrap()
}

fn key(number: u8) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let key = SigningKey::from_slice(&[number; 32]).unwrap();
    URL_SAFE_NO_PAD.encode(key.verifying_key().to_sec1_point(false).as_bytes())
}

fn body(secret: &str, key: &str) -> String {
    format!(r#"{{"secret":"{secret}","publicKey":"{key}","name":"Chrome on Android"}}"#)
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let fixture = Fixture::new(Settings::default()).await;
    for (method, path, status) in [
        (Method::GET, "/healthz", StatusCode::OK),
        (Method::GET, "/metrics", StatusCode::OK),
        (Method::GET, "/assets/gone.js", StatusCode::NOT_FOUND),
        (Method::POST, "/today", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/api/riverside/devices", StatusCode::UNAUTHORIZED),
        (Method::PUT, "/api/riverside/devices", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/api/riverside/people", StatusCode::UNAUTHORIZED),
        (Method::POST, "/api/riverside/devices", StatusCode::BAD_REQUEST),
        (Method::GET, "/api/riverside/nothing", StatusCode::NOT_FOUND),
        (Method::GET, "/sync/riverside", StatusCode::BAD_REQUEST),
        (Method::GET, "/sync/elsewhere", StatusCode::NOT_FOUND),
    ] {
        let response = fixture.answer(Request::builder().method(&method).uri(path), "").await;
        assert_eq!(response.status(), status, "{method} {path}");
        let header = |name: &str| response.headers().get(name).map_or("", |value| value.to_str().unwrap());
        let policy = header("content-security-policy");
        for directive in ["default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ", "frame-ancestors 'none'; "] {
            assert!(policy.contains(directive), "{method} {path}: {policy}");
        }
        assert_eq!(header("x-content-type-options"), "nosniff", "{method} {path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{method} {path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{method} {path}");
        assert!(header("permissions-policy").contains("microphone=()"), "{method} {path}");
        assert_eq!(header("strict-transport-security"), "", "without TLS");
    }
    let settings = Settings { public_origin: Some(vec!["https://a.example".parse().unwrap()]), ..Settings::default() };
    let response = Fixture::new(settings).await.answer(Request::get("/healthz"), "").await;
    assert_eq!(response.headers()["strict-transport-security"], "max-age=63072000");
}

#[tokio::test]
async fn a_link_is_redeemed() {
    let fixture = Fixture::new(Settings::default()).await;
    let secret = fixture.secret(clock::now()).await;
    let (status, answer) = fixture.redeem(&body(&secret, &key(1))).await;
    assert_eq!(status, 200);
    assert_eq!((answer["community"].as_str(), answer["role"].as_str()), (Some("riverside"), Some("captain")));
    assert_eq!(answer["communityName"], "Riverside Gardens");
    let length = |field: &str| answer[field].as_str().unwrap().len();
    assert_eq!((length("device"), length("person")), (16, 32));
    assert_eq!(fixture.redeem(&body(&secret, &key(1))).await, (200, answer));
}

#[tokio::test]
async fn a_refusal_has_a_code() {
    let fixture = Fixture::new(Settings::default()).await;
    let used = fixture.secret(clock::now()).await;
    fixture.redeem(&body(&used, &key(1))).await;
    let late = fixture.secret(clock::now().plus_days(-8)).await;
    let good = fixture.secret(clock::now()).await;
    let unknown = "A".repeat(43);
    for (request, status, code) in [
        (body(&used, &key(2)), 409, "link-used"),
        (body(&late, &key(2)), 410, "link-expired"),
        (body(&unknown, &key(2)), 404, "link-unknown"),
        (body("short", &key(2)), 404, "link-unknown"),
        (body(&good, &key(1)), 409, "device-taken"),
        (body(&good, "AAAA"), 400, "bad-request"),
        (body(&good, &key(2)).replace("name", "title"), 400, "bad-request"),
        (body(&good, &key(2)).replace('}', r#","more":1}"#), 400, "bad-request"),
        (body(&good, &key(2)).replace("Chrome", &"x".repeat(81)), 400, "bad-request"),
        (body(&good, &key(2)).replace("Chrome", r"\u0000"), 400, "bad-request"),
        (" ".repeat(5_000), 413, "too-large"),
        (String::new(), 400, "bad-request"),
    ] {
        let answer = fixture.redeem(&request).await;
        assert_eq!(answer, (status, serde_json::json!({ "error": code })), "{request}");
    }
    assert_eq!(fixture.redeem(&body(&good, &key(2))).await.0, 200, "none of that used the link up");
}

#[tokio::test]
async fn another_sites_form_redeems_nothing() {
    let fixture = Fixture::new(Settings::default()).await;
    let body = body(&fixture.secret(clock::now()).await, &key(1));
    let post = || Request::post("/api/riverside/devices");
    let form = fixture.answer(post().header(header::CONTENT_TYPE, "text/plain"), body.clone()).await;
    assert_eq!(form.status(), StatusCode::BAD_REQUEST);
    let foreign = post().header(header::CONTENT_TYPE, "application/json").header(header::ORIGIN, "http://evil.example");
    assert_eq!(fixture.answer(foreign, body).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_flood_from_one_address_is_told_when_to_come_back() {
    let settings = Settings { behind_proxy: Some(true), ..Settings::default() };
    let fixture = Fixture::new(settings).await;
    let attempt = |forwarded: &'static str| {
        fixture.answer(Request::post("/api/riverside/devices").header("x-forwarded-for", forwarded), "")
    };
    for _ in 0..60 {
        assert_eq!(attempt("203.0.113.9").await.status(), StatusCode::BAD_REQUEST);
    }
    let refused = attempt("198.51.100.1, 203.0.113.9").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
    assert_eq!(attempt("203.0.113.9, 198.51.100.1").await.status(), StatusCode::BAD_REQUEST);
}
