//! Check-in over real calls: somebody reports, a community worker says, and the phone is in.

use std::fs;

use kaifong_domain::{access::AccessRole, id::PersonId, time::Timestamp};
use kaifong_server::{clock, expiry};
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::time::{Duration, timeout};
use uuid::Uuid;

use super::{call::Caller, phone::Phone, place::Place};

fn report(phone: &Phone, name: &str) -> Value {
    json!({
        "details": { "name": name, "unit": "Water works", "building": "Riverside 3", "skills": "First aid", "availability": "Evenings" },
        "consent": 1,
        "publicKey": phone.public_key(),
        "deviceName": "Chrome on Android",
    })
}

fn ticket(answer: (u16, Value)) -> Value {
    assert_eq!(answer.0, 200, "{answer:?}");
    assert_eq!(answer.1["communityName"], "Riverside Gardens");
    json!({ "ticket": answer.1["ticket"] })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_checks_in_waits_and_is_let_in() {
    let place = Place::new().await;
    let mut office = place.phone(AccessRole::Coordinator).await;
    let stranger = Caller::without(&place);
    let mut phone = Phone::stranger(place.server.address());
    let ticket = ticket(stranger.post("check-ins", &report(&phone, "Kong Bixia")));
    assert_eq!(stranger.post("check-ins/answer", &ticket), (200, json!({ "state": "waiting" })));
    // The request survives a restart.
    let place = place.restarted().await;
    office.move_to(place.server.address());
    office.join().await;
    let (worker, stranger) = (Caller::of(&place, &mut office).await, Caller::without(&place));
    let waiting = worker.get("check-ins").1;
    assert_eq!(waiting[0]["details"]["unit"], "Water works");
    let id = waiting[0]["id"].as_str().unwrap().to_owned();
    let person = PersonId(Uuid::from_u128(5));
    assert_eq!(worker.post(&format!("check-ins/{id}/confirm"), &json!({ "person": person })).0, 200);
    assert_eq!(worker.post(&format!("check-ins/{id}/confirm"), &json!({ "person": person })).0, 409);
    assert_eq!(worker.get("check-ins").1, json!([]));
    let (status, answer) = stranger.post("check-ins/answer", &ticket);
    assert_eq!((status, answer["state"].as_str(), answer["role"].as_str()), (200, Some("confirmed"), Some("member")));
    assert_eq!(answer["person"], person.to_string());
    phone.move_to(place.server.address());
    phone.join().await;
    assert_eq!(phone.role(), Some(AccessRole::Member));

    let store = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    let kept = "SELECT details, consent, settled_at IS NOT NULL FROM check_in";
    let kept: (String, i64, bool) =
        store.query_row(kept, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    assert_eq!(kept, ("{}".into(), 1, true), "what they wrote goes, their consent stays");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_declined_is_told_and_may_report_again() {
    let place = Place::new().await;
    let mut office = place.phone(AccessRole::Coordinator).await;
    let (worker, stranger) = (Caller::of(&place, &mut office).await, Caller::without(&place));
    let phone = Phone::stranger(place.server.address());
    let first = ticket(stranger.post("check-ins", &report(&phone, "Kong Bixia")));
    let id = |waiting: &Value| waiting[0]["id"].as_str().unwrap().to_owned();
    let path = format!("check-ins/{}/decline", id(&worker.get("check-ins").1));
    assert_eq!(worker.post(&path, &json!({})).0, 200);
    assert_eq!(stranger.post("check-ins/answer", &first), (200, json!({ "state": "declined" })));
    let second = ticket(stranger.post("check-ins", &report(&phone, "Kong Bixia, from the water works")));
    assert_eq!(stranger.post("check-ins/answer", &second), (200, json!({ "state": "waiting" })));
    assert_eq!(stranger.post("check-ins/answer", &first).0, 404, "a new request takes the place of the last");
    assert_eq!(worker.get("check-ins").1.as_array().unwrap().len(), 1);
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_coordinates_sees_and_settles_requests() {
    let place = Place::new().await;
    let stranger = Caller::without(&place);
    let phone = Phone::stranger(place.server.address());
    ticket(stranger.post("check-ins", &report(&phone, "Kong Bixia")));
    let mut admin = place.phone(AccessRole::Admin).await;
    let chief = Caller::of(&place, &mut admin).await;
    let id = chief.get("check-ins").1[0]["id"].as_str().unwrap().to_owned();
    let confirm = json!({ "person": PersonId(Uuid::from_u128(5)) });
    for role in [AccessRole::Captain, AccessRole::Member, AccessRole::Partner] {
        let mut other = place.phone(role).await;
        let caller = Caller::of(&place, &mut other).await;
        assert_eq!(caller.get("check-ins").0, 403, "{role:?}");
        assert_eq!(caller.post(&format!("check-ins/{id}/confirm"), &confirm).0, 403, "{role:?}");
        assert_eq!(caller.post(&format!("check-ins/{id}/decline"), &json!({})).0, 403, "{role:?}");
    }
    // Nobody comes in as somebody who is trusted with as much as whoever lets them in.
    let mut office = place.phone(AccessRole::Coordinator).await;
    let worker = Caller::of(&place, &mut office).await;
    let as_admin = json!({ "person": admin.person() });
    assert_eq!(worker.post(&format!("check-ins/{id}/confirm"), &as_admin).0, 403);
    assert_eq!(worker.post(&format!("check-ins/{id}/confirm"), &confirm).0, 200);
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_and_a_flood_is_held_up() {
    let place = Place::new().await;
    let stranger = Caller::without(&place);
    let phone = Phone::stranger(place.server.address());
    let change = |edit: &dyn Fn(&mut Value)| {
        let mut body = report(&phone, "Kong Bixia");
        edit(&mut body);
        body
    };
    for body in [
        change(&|body| body["details"]["name"] = " ".into()),
        change(&|body| body["details"]["skills"] = "x".repeat(201).into()),
        change(&|body| body["details"]["unit"] = "a\nb".into()),
        change(&|body| body["details"]["phone"] = "138".into()),
        change(&|body| body["consent"] = 0.into()),
        change(&|body| body["consent"] = 2.into()),
        change(&|body| body["publicKey"] = "AAAA".into()),
        json!({}),
    ] {
        assert_eq!(stranger.post("check-ins", &body).0, 400, "{body}");
    }
    let known = Phone::signed_in(&place).await;
    assert_eq!(
        stranger.post("check-ins", &report(&known, "Kong Bixia")).0,
        409,
        "a device that is known is not let in"
    );
    assert_eq!(stranger.at_site("http://evil.example").post("check-ins", &report(&phone, "Kong Bixia")).0, 403);
    assert_eq!(stranger.elsewhere("hillside").post("check-ins", &report(&phone, "Kong Bixia")).0, 404);
    let answers: Vec<u16> = (0..20).map(|_| stranger.post("check-ins", &report(&phone, "Kong Bixia")).0).collect();
    assert!(answers.contains(&200) && answers.last() == Some(&429), "{answers:?}");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_expire_and_only_so_many_wait() {
    let place = Place::new().await;
    let stranger = Caller::without(&place);
    let phone = Phone::stranger(place.server.address());
    let late = ticket(stranger.post("check-ins", &report(&phone, "Kong Bixia")));
    let store = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    store.execute("UPDATE check_in SET expires_at = 1", []).unwrap();
    assert_eq!(stranger.post("check-ins/answer", &late).0, 404);
    let other = Phone::stranger(place.server.address());
    ticket(stranger.post("check-ins", &report(&other, "Kong Bixia")));
    let count =
        |store: &Connection| -> i64 { store.query_row("SELECT count(*) FROM check_in", [], |row| row.get(0)).unwrap() };
    assert_eq!(count(&store), 1, "what nobody looked at in time is deleted");
    for number in 0..499_u32 {
        let (mut request, mut ticket, mut key) = ([0; 16], [0; 32], [4; 65]);
        for bytes in [&mut request[..], &mut ticket[..], &mut key[1..]] {
            bytes[..4].copy_from_slice(&number.to_be_bytes());
        }
        store
            .execute(
                "INSERT INTO check_in (community, request, ticket, public_key, device_name, details, consent, asked_at, expires_at)
                 VALUES (1, ?, ?, ?, '', '{}', 1, 0, 9e15)",
                rusqlite::params![request, ticket, key],
            )
            .unwrap();
    }
    let third = Phone::stranger(place.server.address());
    assert_eq!(stranger.post("check-ins", &report(&third, "Kong Bixia")).0, 429);
    place.server.stop().await;
}

/// How many requests wait, told by the file.
fn waiting(place: &Place) -> i64 {
    let store = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    store.query_row("SELECT count(*) FROM check_in WHERE settled_at IS NULL", [], |row| row.get(0)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_looks_at_is_gone_before_two_weeks_are_over() {
    const HOUR: i64 = 60 * 60 * 1_000;
    let place = Place::new().await;
    let stranger = Caller::without(&place);
    let before = clock::now();
    let phone = Phone::stranger(place.server.address());
    let waits = ticket(stranger.post("check-ins", &report(&phone, "Kong Bixia")));
    let after = clock::now();
    let two_weeks = |at: Timestamp| at.0 + 14 * 24 * HOUR;
    // As the clock will stand.
    let in_time = Timestamp(two_weeks(before) - HOUR - 1);
    assert_eq!((expiry::forget(&*place.store, in_time).await.unwrap(), waiting(&place)), (0, 1));
    let over = Timestamp(two_weeks(after) - HOUR);
    assert_eq!((expiry::forget(&*place.store, over).await.unwrap(), waiting(&place)), (1, 0));
    assert_eq!(stranger.post("check-ins/answer", &waits).0, 404);

    // It is not in the file either, where only the index points elsewhere.
    let Place { folder, store, server } = place;
    server.stop().await;
    drop(store);
    let file = fs::read(folder.path().join("kaifong.sqlite")).unwrap();
    for words in ["Kong Bixia", "Water works", "Riverside 3"] {
        assert!(!file.windows(words.len()).any(|part| part == words.as_bytes()), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_starts_deletes_what_has_expired_meanwhile() {
    let place = Place::new().await;
    let phone = Phone::stranger(place.server.address());
    ticket(Caller::without(&place).post("check-ins", &report(&phone, "Kong Bixia")));
    let raw = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    raw.execute_batch("UPDATE check_in SET expires_at = 1").unwrap();
    drop(raw);
    let place = place.restarted().await;
    let gone = async {
        while waiting(&place) > 0 {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(60), gone).await.expect("what has expired goes");
    place.server.stop().await;
}
