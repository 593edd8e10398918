//! Residents without an account, over real sockets.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use kaifong_domain::{access::AccessRole, document::DocumentKind, record::Record};
use kaifong_replica::document::Document;
use kaifong_server::store::Store;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{
    call::Caller,
    place::{Place, http, slug},
};

/// A JPEG file as a canvas writes it, as far as its segments go, with another one of this kind among them.
fn jpeg(extra: Option<(u8, &[u8])>) -> Vec<u8> {
    let segment = |(marker, body): (u8, &[u8])| [&[0xff, marker, 0, body.len() as u8 + 2], body].concat();
    let segments = [
        Some((0xe0, &b"JFIF\0"[..])),
        extra,
        Some((0xc0, &[8, 0, 16, 0, 16, 1, 1, 0x11, 0])),
        Some((0xda, &[1, 1, 0, 0, 63, 0])),
    ];
    let middle: Vec<u8> = segments.into_iter().flatten().flat_map(segment).collect();
    [&[0xff, 0xd8], middle.as_slice(), &[1, 2, 3, 0xff, 0xd9]].concat()
}

/// A call's status and what it says.
fn call(address: SocketAddr, path: &str, headers: &str, body: &Value) -> (u16, Value) {
    let request = format!("POST /api/riverside/{path} HTTP/1.1\r\nContent-Type: application/json{headers}");
    let answer = http(address, &request, &body.to_string());
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{head}"));
    (status, serde_json::from_str(body).unwrap_or_default())
}

pub fn send(address: SocketAddr, key: u128, body: &Value) -> (u16, Value) {
    call(address, "suggestions", &format!("\r\nIdempotency-Key: {key:032x}"), body)
}

fn follow(address: SocketAddr, code: &str) -> (u16, Value) {
    call(address, "suggestions/follow", "", &json!({ "code": code }))
}

/// What stands in the community's suggestions, and how many there are.
async fn titles(place: &Place) -> Vec<String> {
    let stored = place.store.load(&slug()).await.unwrap();
    let mut titles = vec![];
    for stored in stored.into_iter().filter(|stored| stored.kind.starts_with("suggestions-")) {
        let mut document = Document::new(DocumentKind::from_name(&stored.kind).unwrap());
        stored.chunks.iter().for_each(|chunk| document.absorb(&chunk.bytes).unwrap());
        let entries = document.entries().entries.into_iter().map(|entry| entry.record);
        titles.extend(entries.filter_map(|record| match record {
            Record::Suggestion(suggestion) => Some(suggestion.title),
            _ => None,
        }));
    }
    titles.sort();
    titles
}

/// Waits until a followed suggestion stands somewhere.
async fn stands(address: SocketAddr, code: &str) -> Value {
    loop {
        let (status, told) = follow(address, code);
        assert_eq!(status, 200, "{told}");
        if told["stage"] != "gone" {
            return told;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_a_hundred_times_at_once_is_there_once() {
    let place = Place::new().await;
    let address = place.server.address();
    let body = json!({ "text": "The lamp in hall 3 is broken", "place": "Hall 3", "contact": "138 0000 0000" });
    let senders: Vec<_> = (0..100)
        .map(|_| {
            let body = body.clone();
            thread::spawn(move || send(address, 7, &body))
        })
        .collect();
    let answers: Vec<_> = senders.into_iter().map(|sender| sender.join().unwrap()).collect();
    let taken: Vec<_> = answers.iter().filter(|(status, _)| *status == 200).collect();
    assert!(taken.len() >= 20, "{} were let in", taken.len());
    assert!(answers.iter().all(|(status, _)| matches!(status, 200 | 429)), "{answers:?}");
    assert!(taken.iter().all(|(_, answer)| *answer == taken[0].1), "each has the same answer");
    let code = taken[0].1["code"].as_str().unwrap().to_owned();
    assert_eq!(code.len(), 31, "128 bits: {code}");
    let told = stands(address, &code).await;
    assert_eq!((&told["stage"], &told["moves"]), (&json!("taken"), &json!([])));
    assert!(!told.to_string().contains("lamp") && !told.to_string().contains("138"), "{told}");
    let place = place.restarted().await;
    assert_eq!(titles(&place).await, ["The lamp in hall 3 is broken"]);
    assert_eq!(follow(place.server.address(), &code.to_lowercase()).0, 200, "also after a restart");

    // Neither the words nor how to reach somebody, nor key or code, stand anywhere else.
    let raw = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    let (words, state): (String, String) =
        raw.query_row("SELECT words || place, state FROM intake", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!((words.as_str(), state.as_str()), ("", "entered"));
    let contact: String = raw.query_row("SELECT contact FROM reporter", [], |row| row.get(0)).unwrap();
    assert_eq!(contact, "138 0000 0000");
    let chunks: Vec<Vec<u8>> = raw
        .prepare("SELECT bytes FROM chunk")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(chunks.iter().all(|chunk| !chunk.windows(8).any(|part| part == b"138 0000")), "no document holds it");
    place.server.stop().await;
}

/// The server dies between its answer and the document: what was answered stands there when it runs again.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_comes_into_the_document_after_a_restart() {
    let place = Place::new().await;
    let (status, answer) = send(place.server.address(), 1, &json!({ "text": "A bench, please" }));
    assert_eq!(status, 200, "{answer}");
    stands(place.server.address(), answer["code"].as_str().unwrap()).await;
    let raw = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    let Place { folder, store, server } = place;
    server.stop().await;
    drop(store);
    // As if the room had not come to it.
    raw.execute_batch("DELETE FROM audit; DELETE FROM chunk; DELETE FROM document; UPDATE intake SET state = 'due', words = 'A bench, please'").unwrap();
    drop(raw);
    let place = Place::within(folder).await;
    stands(place.server.address(), answer["code"].as_str().unwrap()).await;
    let place = place.restarted().await;
    assert_eq!(titles(&place).await, ["A bench, please"]);
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_as_it_should_be_is_refused_with_a_reason() {
    let place = Place::new().await;
    let address = place.server.address();
    let photo = |file: &[u8]| json!({ "text": "A lamp", "photo": STANDARD.encode(file) });
    for (body, expected) in [
        (json!({ "text": " " }), (422, "bad-words")),
        (json!({ "text": "灯".repeat(2_001) }), (422, "bad-words")),
        (json!({ "text": "A lamp", "place": "x".repeat(81) }), (422, "bad-words")),
        (json!({ "text": "A lamp", "contact": "x".repeat(101) }), (422, "bad-words")),
        (json!({ "text": "A lamp", "role": "admin" }), (400, "bad-request")),
        (json!({ "text": "A lamp", "photo": "!" }), (400, "bad-request")),
        (photo(b"<svg onload='alert(1)'/>"), (422, "bad-photo")),
        (photo(&vec![0; 2 * 1024 * 1024 + 1]), (413, "too-large")),
    ] {
        let (status, answer) = send(address, 3, &body);
        assert_eq!(
            (status, answer["error"].as_str()),
            (expected.0, Some(expected.1)),
            "{}",
            &body.to_string()[..60.min(body.to_string().len())]
        );
    }
    let lamp = json!({ "text": "A lamp" });
    assert_eq!(call(address, "suggestions", "", &lamp).0, 400, "without a key");
    assert_eq!(call(address, "suggestions", "\r\nIdempotency-Key: 12", &lamp).0, 400);
    let elsewhere = call(
        address,
        "suggestions",
        &format!("\r\nOrigin: https://evil.example\r\nIdempotency-Key: {:032x}", 4),
        &lamp,
    );
    assert_eq!(elsewhere.0, 403);
    let nowhere = http(
        address,
        &format!(
            "POST /api/nowhere/suggestions HTTP/1.1\r\nContent-Type: application/json\r\nIdempotency-Key: {:032x}",
            5
        ),
        &lamp.to_string(),
    );
    assert!(nowhere.starts_with("HTTP/1.1 404"), "{nowhere}");
    // More than it says, and more than anybody may send: the server does not wait for it.
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "POST /api/riverside/suggestions HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nIdempotency-Key: {:032x}\r\nConnection: close\r\nContent-Length: 90000000\r\n\r\n", 6).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    assert_eq!(titles(&place).await, Vec::<String>::new());
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_a_picture_and_nothing_else() {
    let place = Place::new().await;
    let address = place.server.address();
    let file = jpeg(None);
    // What a telling browser puts beside the picture is not kept.
    let sent = jpeg(Some((0xe1, b"Exif\0\0 at home")));
    let (status, answer) = send(address, 1, &json!({ "text": "See for yourselves", "photo": STANDARD.encode(sent) }));
    assert_eq!(status, 200, "{answer}");
    let raw = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    let id: Vec<u8> = raw.query_row("SELECT suggestion FROM intake", [], |row| row.get(0)).unwrap();
    let id = kaifong_replica::sync::frame::hex(&id);
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /api/riverside/suggestions/{id}/photo HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = vec![];
    stream.read_to_end(&mut answer).unwrap();
    let head = answer.len() - file.len();
    assert_eq!(&answer[head..], file);
    let head = String::from_utf8_lossy(&answer[..head]).to_lowercase();
    for header in [
        "content-type: image/jpeg",
        "x-content-type-options: nosniff",
        "content-security-policy: default-src 'none'; sandbox",
    ] {
        assert!(head.contains(header), "{head}");
    }
    // What is held is shown to nobody.
    raw.execute_batch("UPDATE intake SET state = 'held'").unwrap();
    let answer = http(address, &format!("GET /api/riverside/suggestions/{id}/photo HTTP/1.1"), "");
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_looks_like_spam_is_held_and_seen_by_nobody() {
    let place = Place::new().await;
    let address = place.server.address();
    for (key, text, stage) in [
        (1, "Win at https://shop.example", "held"),
        (2, "The gate squeaks", "taken"),
        (3, "the gate SQUEAKS!", "held"),
        (4, "A bench", "taken"),
        (5, "A tree", "taken"),
        // The sixth new one from one address in a short time.
        (6, "A swing", "held"),
    ] {
        let (status, answer) = send(address, key, &json!({ "text": text }));
        assert_eq!(status, 200, "{answer}");
        let told = stands(address, answer["code"].as_str().unwrap()).await;
        assert_eq!(told["stage"], stage, "{text}");
    }
    let place = place.restarted().await;
    assert_eq!(titles(&place).await, ["A bench", "A tree", "The gate squeaks"]);
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_captain_lets_in_what_is_held_and_a_coordinator_can_reach_who_sent_it() {
    let place = Place::new().await;
    let address = place.server.address();
    let body = |text: &str| json!({ "text": text, "contact": "138 0000 0000" });
    let (_, good) = send(address, 1, &body("The map is at www.example"));
    let (_, bad) = send(address, 2, &body("Win at www.example"));
    let [mut member, mut captain, mut coordinator] = [
        place.phone(AccessRole::Member).await,
        place.phone(AccessRole::Captain).await,
        place.phone(AccessRole::Coordinator).await,
    ];
    let member = Caller::of(&place, &mut member).await;
    let captain = Caller::of(&place, &mut captain).await;
    let coordinator = Caller::of(&place, &mut coordinator).await;
    assert_eq!((Caller::without(&place).get("held").0, member.get("held").0), (401, 403));
    let (status, held) = captain.get("held");
    assert_eq!((status, held.as_array().unwrap().len()), (200, 2), "{held}");
    assert_eq!((&held[0]["text"], &held[0]["why"]), (&json!("The map is at www.example"), &json!("links")));
    assert!(!held.to_string().contains("138"), "{held}");
    let ids = [0, 1].map(|number: usize| held[number]["id"].as_str().unwrap().to_owned());
    assert_eq!(member.post(&format!("held/{}/release", ids[0]), &json!({})).0, 403);
    assert_eq!(captain.post(&format!("held/{}/release", ids[0]), &json!({})).0, 200);
    assert_eq!(captain.post(&format!("held/{}/discard", ids[1]), &json!({})).0, 200);
    assert_eq!(captain.post(&format!("held/{}/release", ids[1]), &json!({})).0, 404, "it is settled");
    assert_eq!(stands(address, good["code"].as_str().unwrap()).await["stage"], "taken");
    assert_eq!(follow(address, bad["code"].as_str().unwrap()).1["stage"], "gone");
    let reporter = |caller: &Caller, id: &str| caller.get(&format!("suggestions/{id}/reporter"));
    assert_eq!(reporter(&captain, &ids[0]).0, 403);
    assert_eq!(reporter(&coordinator, &ids[0]).1, json!("138 0000 0000"));
    assert_eq!(reporter(&coordinator, &ids[1]).0, 404, "it went with what was discarded");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_can_not_be_guessed_for_long() {
    let place = Place::new().await;
    let address = place.server.address();
    let guesses: Vec<u16> = (0..60).map(|number| follow(address, &format!("{number:026}")).0).collect();
    assert_eq!(guesses[0], 404);
    assert!(guesses.iter().all(|status| matches!(status, 404 | 429)), "{guesses:?}");
    assert!(guesses.iter().filter(|status| **status == 429).count() >= 20, "{guesses:?}");
    place.server.stop().await;
}
