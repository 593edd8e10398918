//! Links: who is let in, what is kept, and how they end.

use kaifong_domain::denial::Denial;
use kaifong_replica::sync::frame::{Frame, MAX_FRAME};
use kaifong_server::store::Store;
use rusqlite::Connection;
use tokio_tungstenite::tungstenite::{self, Message};

use super::{
    phone::Phone,
    place::{Place, http, slug},
};

/// The status with which the server refuses to open a socket.
fn status(refused: Result<(), tungstenite::Error>) -> u16 {
    match refused {
        Err(tungstenite::Error::Http(response)) => response.status().as_u16(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_opens_no_socket() {
    let place = Place::new().await;
    let mut phone = Phone::signed_in(&place).await;
    for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
        assert_eq!(status(phone.open(Some(origin)).await), 403, "{origin}");
    }
    phone.open(None).await.unwrap();
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_device_that_signed_in_gets_past_the_challenge() {
    let place = Place::new().await;
    let origin = place.server.local_origin();
    let mut stranger = Phone::stranger(place.server.address());
    stranger.open(Some(&origin)).await.unwrap();
    stranger.prove(&origin).await;
    let told = stranger.hear().await;
    assert_eq!(
        told,
        Ok(Frame::Error { message: "this device is not known here".into(), why: Some(Denial::UnknownDevice) })
    );
    assert_eq!(stranger.closed().await.0, 1008);

    let mut lured = Phone::signed_in(&place).await;
    lured.open(Some(&origin)).await.unwrap();
    lured.prove("http://evil.example").await;
    assert_eq!(lured.closed().await, (1008, "the signature does not fit".into()));

    let mut eager = Phone::signed_in(&place).await;
    eager.open(None).await.unwrap();
    eager.say(&Frame::Ping).await;
    assert_eq!(eager.closed().await, (1002, "malformed frame: the first frame must be a proof".into()));
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_good_for_one_socket() {
    let place = Place::new().await;
    let origin = place.server.local_origin();
    let mut phone = Phone::signed_in(&place).await;
    phone.open(Some(&origin)).await.unwrap();
    let Ok(Frame::Challenge { .. }) = phone.hear().await else { panic!("the server challenges first") };
    // What the phone signs for the challenge of one socket is sent on another.
    let mut again = phone.twin();
    again.open(Some(&origin)).await.unwrap();
    let proof = again.proof(&origin).await;
    phone.say(&proof).await;
    assert_eq!(phone.closed().await, (1008, "the signature does not fit".into()));
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_a_receipt_is_stored_and_reaches_the_other_phone() {
    let place = Place::new().await;
    let mut one = Phone::joined(&place).await;
    let mut two = Phone::joined(&place).await;
    one.add_estate("North");
    one.sync_until(1, true).await;
    two.sync_until(1, false).await;
    two.add_estate("South");
    two.sync_until(2, true).await;
    one.sync_until(2, false).await;
    assert_eq!(one.document.heads(), two.document.heads());

    let metrics = http(place.server.address(), "GET /metrics HTTP/1.1", "");
    assert!(metrics.contains("kaifong_links_open 2\n"), "{metrics}");
    assert!(metrics.contains("kaifong_changes_accepted_total 4\n"), "{metrics}");
    let raw = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    let written =
        "SELECT device FROM audit JOIN document d ON d.id = audit.document WHERE kind = 'commons' ORDER BY audit.id";
    let mut audit = raw.prepare(written).unwrap();
    let devices: Vec<[u8; 8]> = audit.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(devices, [one.device(), two.device()]);

    let place = place.restarted().await;
    let mut three = Phone::joined(&place).await;
    three.sync_until(2, false).await;
    assert_eq!(three.document.heads(), one.document.heads());
    place.server.stop().await;
}

/// How many chunks are in use.
async fn chunks(place: &Place) -> usize {
    place.store.load(&slug()).await.unwrap()[0].chunks.len()
}

/// A room may run for months: with compaction only at its start, its log grew without end.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_log_is_compacted_while_the_room_is_used() {
    const AT_ONCE: usize = 40;
    let place = Place::new().await;
    let mut phone = Phone::joined(&place).await;
    let (mut estates, mut before) = (0, 0);
    loop {
        for _ in 0..AT_ONCE {
            phone.add_estate(&format!("Estate {estates}"));
            estates += 1;
        }
        phone.sync_until(estates, true).await;
        let now = chunks(&place).await;
        if now <= before {
            break;
        }
        before = now;
        assert!(estates < 100 * AT_ONCE, "it is never compacted");
    }
    phone.add_estate("One more");
    phone.sync_until(estates + 1, true).await;

    let place = place.restarted().await;
    assert!(chunks(&place).await <= before);
    let mut other = Phone::joined(&place).await;
    other.sync_until(estates + 1, false).await;
    assert_eq!(other.document.heads(), phone.document.heads());
    let path = place.folder.path().join("kaifong.sqlite");
    assert!(kaifong_server::doctor::examine(&path).unwrap().is_sound());
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_frame_closes_its_link_and_nobody_else_notices() {
    let place = Place::new().await;
    let mut good = Phone::joined(&place).await;
    let malformed = [
        (Message::binary(vec![0xff; 10]), 1002, "malformed frame"),
        (Message::text("hello"), 1002, "malformed frame"),
        (Message::binary(Frame::Receipt { document: commons(), heads: vec![] }.encode()), 1002, "out of turn"),
        (Message::binary(vec![0; MAX_FRAME + 1]), 1009, "a frame is larger"),
    ];
    for (message, code, reason) in malformed {
        let mut bad = Phone::joined(&place).await;
        bad.throw(message).await;
        let closed = bad.closed().await;
        assert!(closed.0 == code && closed.1.starts_with(reason), "{closed:?}");
    }
    good.add_estate("North");
    good.sync_until(1, true).await;
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_server_says_so() {
    let place = Place::new().await;
    let mut phone = Phone::joined(&place).await;
    let stopping = tokio::spawn(place.server.stop());
    assert_eq!(phone.closed().await, (1001, "the server is stopping".into()));
    stopping.await.unwrap();
}

fn commons() -> kaifong_replica::schema::DocumentId {
    kaifong_replica::schema::DocumentId::of("riverside", kaifong_domain::document::DocumentKind::Commons)
}
