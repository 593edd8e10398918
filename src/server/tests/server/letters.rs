//! Letters over real sockets, with real keys: what one device has signed, another one delivers.

use kaifong_domain::handover::LetterRejection;
use kaifong_replica::letter::Letter;
use rusqlite::Connection;

use super::{
    phone::Phone,
    place::{Place, http},
};

/// The devices that wrote in the shared document.
const WRITTEN: &str =
    "SELECT device FROM audit JOIN document ON document.id = audit.document WHERE kind = 'commons' ORDER BY 1";

/// Who wrote the changes that the audit knows.
fn authors(place: &Place) -> Vec<[u8; 8]> {
    let store = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    let mut rows = store.prepare(WRITTEN).unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_neighbour_delivers_what_a_device_has_signed() {
    let place = Place::new().await;
    let mut author = Phone::signed_in(&place).await;
    author.add_estate("Far away");
    let letter = author.packed();
    let mut carrier = Phone::joined(&place).await;
    assert_eq!(carrier.bring(&letter).await, None);
    assert_eq!(carrier.bring(&letter).await, None, "twice does no harm");
    carrier.sync_until(1, false).await;
    assert_eq!(authors(&place), [author.device()], "durable before the answer, and the author's");
    // The author finds it done.
    let durable = author.join_and_compare().await;
    assert_eq!(durable, author.document.heads());
    author.join().await;
    author.sync().await;
    assert_eq!(author.bring(&letter).await, None);
    assert_eq!((carrier.estates(), authors(&place).len()), (1, 1), "it is there once");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_device_of_the_community_has_signed_is_refused() {
    let place = Place::new().await;
    let mut carrier = Phone::joined(&place).await;
    let mut author = Phone::signed_in(&place).await;
    author.add_estate("Mine");
    let good = author.packed();
    let mut stranger = Phone::stranger(place.server.address());
    stranger.add_estate("Nobody's");

    let mut signature = good.signature;
    signature[9] ^= 1;
    for (letter, why) in [
        (stranger.packed(), LetterRejection::UnknownDevice),
        (Letter { signature, ..good.clone() }, LetterRejection::BadSignature),
        (Letter { made_at: kaifong_domain::time::Timestamp(1), ..good.clone() }, LetterRejection::BadSignature),
        // Another device's name, and its own signature.
        (Letter { device: stranger.device(), ..good.clone() }, LetterRejection::Malformed),
        (Letter { community: "elsewhere".into(), ..good.clone() }, LetterRejection::OtherCommunity),
    ] {
        assert_eq!(carrier.bring(&letter).await, Some(why));
    }
    assert!(authors(&place).is_empty());
    let metrics = http(place.server.address(), "GET /metrics HTTP/1.1", "");
    assert!(metrics.contains("kaifong_letters_refused_total{reason=\"unknown-device\"} 1"), "{metrics}");

    // The link goes on, and what is signed is taken.
    assert_eq!(carrier.bring(&good).await, None);
    let store = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    store.execute("UPDATE device SET revoked_at = 1 WHERE device = ?", [author.device()]).unwrap();
    author.add_estate("Too late");
    assert_eq!(carrier.bring(&author.packed()).await, Some(LetterRejection::Revoked));
    assert_eq!(authors(&place), [author.device()]);
    place.server.stop().await;
}
