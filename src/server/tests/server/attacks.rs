//! Requests that mean harm, against the running program: too large, too slow, with odd paths; and what is secret and
//! must not come out.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    process::Stdio,
};

use kaifong_domain::access::AccessRole;
use kaifong_replica::sync::frame::{Frame, hex};
use serde_json::json;

use super::{
    call::Caller,
    command::{Serving, free, kaifong},
    phone::Phone,
    place::{Place, http, redeem, slug},
};

/// Every path that the server answers, as a stranger might ask for it.
const PATHS: [&str; 17] = [
    "/api/riverside/devices",
    "/api/riverside/devices/0011223344556677/name",
    "/api/riverside/devices/0011223344556677/revoke",
    "/api/riverside/people",
    "/api/riverside/people/00000000000000000000000000000001/role",
    "/api/riverside/people/00000000000000000000000000000001/revoke",
    "/api/riverside/invitations",
    "/api/riverside/invitations/00/withdraw",
    "/api/riverside/check-ins",
    "/api/riverside/check-ins/answer",
    "/api/riverside/check-ins/00/confirm",
    "/api/riverside/check-ins/00/decline",
    "/api/riverside/audit",
    "/api/riverside/documents",
    "/sync/riverside",
    "/sync/riverside/integration",
    "/today",
];

/// What is put behind, and into, each path.
const ODDITIES: [&str; 14] = [
    "/..",
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/%252e%252e/etc/passwd",
    "/..%5c..%5cwindows",
    "/%00",
    "/%ff%fe",
    "/%c0%ae%c0%ae/",
    "//",
    "/.",
    "/%",
    "?a=%ff&b=%00",
    ";/../kaifong.sqlite",
];

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_paths_lead_nowhere() {
    let place = Place::new().await;
    let address = place.server.address();
    let inside = |path: &str, odd: &str| path.replace("riverside", &format!("riverside{odd}"));
    let known: Vec<String> = PATHS
        .iter()
        .flat_map(|path| ODDITIES.iter().flat_map(move |odd| [format!("{path}{odd}"), inside(path, odd)]))
        .collect();
    for path in known {
        for method in ["GET", "POST", "DELETE", "PUT"] {
            let request = format!("{method} {path} HTTP/1.1\r\nContent-Type: application/json");
            let answer = http(address, &request, "{}");
            let (status, body) = (status(&answer), answer.split_once("\r\n\r\n").map_or("", |(_, body)| body));
            // A path of the app is the app's own page, whatever it is: nothing of the server's is in it. A server that
            // was built without the app (the unit stage of a fresh copy) says so.
            let is_page = match status {
                200 => body.to_ascii_lowercase().contains("<!doctype html>"),
                503 => body.starts_with("This server was built without the app"),
                _ => false,
            };
            let is_harmless = [400, 401, 403, 404, 405, 414, 426, 429].contains(&status) || is_page && method == "GET";
            assert!(is_harmless, "{method} {path}: {answer}");
            assert!(!body.contains("root:") && !body.contains("SQLite format"), "{method} {path}");
        }
    }
    // Nothing of it did anything, and the server goes on.
    let mut phone = Phone::joined(&place).await;
    phone.add_estate("North");
    phone.sync_until(1, true).await;
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_refused() {
    let place = Place::new().await;
    let address = place.server.address();
    let mut admin = place.phone(AccessRole::Admin).await;
    let chief = Caller::of(&place, &mut admin).await;
    let large = json!({ "name": "x".repeat(100_000) });
    assert_eq!(chief.post(&format!("devices/{}/name", hex(&admin.device())), &large).0, 413);
    for path in ["devices", "check-ins", "check-ins/answer", "invitations"] {
        let request = format!("POST /api/riverside/{path} HTTP/1.1\r\nContent-Type: application/json");
        let answer = http(address, &request, &format!("{{\"a\":\"{}\"}}", "x".repeat(100_000)));
        assert!([400, 401, 413].contains(&status(&answer)), "{path}: {}", &answer[..80]);
    }
    let deep = "[".repeat(3_000);
    let request = "POST /api/riverside/check-ins HTTP/1.1\r\nContent-Type: application/json";
    assert_eq!(status(&http(address, request, &deep)), 400);
    let header = format!("GET /healthz HTTP/1.1\r\nX-Long: {}", "x".repeat(1 << 20));
    let mut stream = TcpStream::connect(address).unwrap();
    // The server may close before it has heard all of it.
    let _ = write!(stream, "{header}\r\nHost: {address}\r\n\r\n");
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.is_empty() || status(&answer) == 431, "{answer}");
    assert!(http(address, "GET /healthz HTTP/1.1", "").ends_with("ok\n"));
    place.server.stop().await;
}

/// What the server says until it closes.
fn said_until_closed(mut stream: TcpStream) -> String {
    let mut said = String::new();
    // A reset is a close too.
    let _ = stream.read_to_string(&mut said);
    said
}

/// `axum::serve` gave a client for ever to send its headers.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_slow_with_headers_or_body_is_cut_and_holds_nobody_up() {
    let place = Place::new().await;
    let address = place.server.address();
    let begin = |words: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(words.as_bytes()).unwrap();
        stream
    };
    let headers: Vec<TcpStream> =
        (0..200).map(|_| begin("POST /api/riverside/devices HTTP/1.1\r\nHost: here\r\nX-Slow: ")).collect();
    let nothing = begin("");
    let body = begin(&format!(
        "POST /api/riverside/check-ins HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{{"
    ));
    // Meanwhile everybody else is served.
    let mut phone = Phone::joined(&place).await;
    phone.add_estate("North");
    phone.sync_until(1, true).await;
    let waiting = tokio::task::spawn_blocking(move || {
        headers.into_iter().for_each(|stream| drop(said_until_closed(stream)));
        drop(said_until_closed(nothing));
        said_until_closed(body)
    });
    let said = waiting.await.unwrap();
    assert_eq!(status(&said), 408, "{said}");
    place.server.stop().await;
}

/// Runs the program with everything logged, does all that has to do with secrets, and looks for them.
#[test]
fn no_secret_comes_into_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let address: SocketAddr = free();
    let listen = address.to_string();
    let log = folder.path().join("log");
    let mut command =
        kaifong(folder.path(), &["serve", "--listen", &listen, "--community", "riverside", "--log", "trace"]);
    command.stderr(Stdio::from(std::fs::File::create(&log).unwrap()));
    let (mut serving, _) = Serving::start(command);
    let first = serving.link().rsplit_once('.').unwrap().1.to_owned();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut phone = Phone::stranger(address);
    assert_eq!(phone.redeem(&first), 200);
    let mut secrets = vec![first];
    runtime.block_on(async {
        phone.join().await;
        phone.say(&Frame::AskBearer).await;
        while let Ok(frame) = phone.hear().await {
            if let Frame::Bearer { token, .. } = frame {
                secrets.push(token);
                break;
            }
        }
    });
    let bearer = secrets.last().unwrap().clone();
    let call = |path: &str, body: &str| {
        let head = format!(
            "POST /api/{}/{path} HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Bearer {bearer}",
            slug()
        );
        http(address, &head, body)
    };
    let made = call("invitations", r#"{"person":null,"role":"member","note":"","days":7}"#);
    let made: serde_json::Value = serde_json::from_str(made.split_once("\r\n\r\n").unwrap().1).unwrap();
    secrets.push(made["key"].as_str().unwrap().rsplit_once('.').unwrap().1.to_owned());
    secrets.push(made["code"].as_str().unwrap().to_owned());
    let other = Phone::stranger(address);
    redeem(address, "riverside", &secrets[2], &other.public_key());
    let asked = json!({
        "details": { "name": "Kong Bixia", "unit": "", "building": "", "skills": "", "availability": "" },
        "consent": 1, "publicKey": Phone::stranger(address).public_key(), "deviceName": "A phone",
    });
    let asked = call("check-ins", &asked.to_string());
    let asked: serde_json::Value = serde_json::from_str(asked.split_once("\r\n\r\n").unwrap().1).unwrap();
    secrets.push(asked["ticket"].as_str().unwrap().to_owned());
    call("check-ins/answer", &json!({ "ticket": secrets[4] }).to_string());
    // Wrong ones may be somebody's right ones elsewhere.
    let wrong = "Wrong-secret-of-somebody-elses-community-00".to_owned();
    redeem(address, "riverside", &wrong, &other.public_key());
    secrets.push(wrong);
    drop(phone);
    serving.ended("-TERM");
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("a device signed in"), "something is logged: {log}");
    assert_eq!(secrets.len(), 6);
    for secret in secrets.iter().map(String::as_str).chain(["Kong Bixia"]) {
        assert!(!log.contains(secret), "{secret}");
    }
}
