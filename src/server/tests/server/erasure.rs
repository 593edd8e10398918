//! How people can be reached, over real sockets: who is given it, and that it is gone for good when they are erased.

use std::time::Duration;

use kaifong_domain::{
    access::AccessRole, change::Change, contact::Contact, denial::Denial, document::DocumentKind, erasure::subjects,
    id::PersonId,
};
use kaifong_replica::{
    actor::actor,
    document::Document,
    schema::DocumentId,
    sync::frame::{Frame, Holding},
};
use kaifong_server::{
    access::documents,
    backup, clock,
    data::DataFolder,
    secret::random,
    store::{By, Erased, ErasureStore, Store},
};
use rusqlite::Connection;
use serde_json::json;
use tokio::time::timeout;

use super::{
    access::farewell,
    call::Caller,
    hostile::carry,
    phone::Phone,
    place::{Place, slug},
    policy::{card, kept, person, written},
};

/// For how long something is waited for that does not come.
const PATIENCE: Duration = Duration::from_secs(30);

const NUMBER: &str = "555 0103 0103";

/// What a device writes into a person's private document.
fn contact(of: PersonId, device: [u8; 8]) -> Frame {
    let kind = DocumentKind::Private(of);
    let mut document = Document::new(kind);
    document.set_actor(actor(device, random()));
    let contact = Contact { phone: NUMBER.into(), ..Contact::blank(of) };
    document.commit(&[Change::ContactWritten(contact)], "WriteContact/1", clock::now()).unwrap();
    let parcel = document.pack(&[], 100_000).bytes;
    Frame::Changes { document: kind.name(), parcel, heads: vec![], asks: false, kept: false }
}

/// A coordinator's phone and the member's, in a community that knows how to reach the member.
async fn told(place: &Place) -> (Phone, Phone) {
    let (chief, member) = (person(), person());
    let mut chief = place.phone_of(chief, AccessRole::Admin).await;
    chief.say(&written(DocumentKind::Roster, chief.device(), &[card(member, chief.person(), None)])).await;
    kept(&mut chief).await;
    chief.join_and_compare().await;
    chief.say(&contact(member, chief.device())).await;
    kept(&mut chief).await;
    let theirs = place.phone_of(member, AccessRole::Member).await;
    (chief, theirs)
}

/// The names of the documents that the server gives to a phone that has nothing.
pub async fn given(phone: &mut Phone) -> Vec<String> {
    phone.introduce(Some([0; 32])).await.unwrap();
    phone.say(&Frame::Want { buckets: (0..128).collect(), documents: vec![] }).await;
    let mut names = Vec::new();
    loop {
        match phone.hear().await.unwrap() {
            Frame::Changes { document, .. } => names.push(document),
            Frame::Complete => return names,
            _ => {}
        }
    }
}

async fn is_kept(place: &Place, person: PersonId) -> bool {
    let name = DocumentKind::Private(person).name();
    place.store.documents(&slug()).await.unwrap().into_iter().any(|(kind, _)| kind == name)
}

async fn until_gone(place: &Place, person: PersonId) {
    let gone = async {
        while is_kept(place, person).await
            || place.store.erasures(&slug()).await.unwrap().iter().any(|one| !one.is_done)
        {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, gone).await.expect("they are erased");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_to_reach_somebody_is_given_to_them_and_to_those_who_coordinate() {
    let place = Place::new().await;
    let (mut chief, mut member) = told(&place).await;
    let kind = DocumentKind::Private(member.person());
    for phone in [&mut chief, &mut member] {
        assert!(given(phone).await.contains(&kind.name()));
    }
    let mut stranger = place.phone(AccessRole::Member).await;
    let names = given(&mut stranger).await;
    assert!(names.contains(&"roster".to_owned()) && !names.iter().any(|name| name.starts_with("private")), "{names:?}");
    // Nor is it given to whoever asks for it by its name, or writes into it.
    let id = DocumentId::of("riverside", kind);
    let heads = Document::new(kind).heads();
    let holding = Holding { document: kind.name(), heads };
    for attack in [
        Frame::Want { buckets: vec![], documents: vec![holding] },
        contact(member.person(), stranger.device()),
        carry(id, vec![]),
        written(kind, stranger.device(), &[Change::ContactWritten(Contact::blank(member.person()))]),
    ] {
        stranger.say(&attack).await;
        let answer = stranger.hear().await.unwrap();
        assert!(matches!(answer, Frame::Unavailable { .. }), "{answer:?}");
    }
    // A program learns of no private document either.
    let listed = documents::list(&*place.store, &slug()).await.unwrap();
    assert!(is_kept(&place, member.person()).await && listed.iter().all(|one| !one.name.starts_with("private")));
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_gone_with_everything_that_was_known_of_them() {
    let place = Place::new().await;
    let (mut chief, mut member) = told(&place).await;
    let person = member.person();
    let (admin, theirs) = (Caller::of(&place, &mut chief).await, Caller::of(&place, &mut member).await);
    let mut captain = place.phone(AccessRole::Captain).await;
    let other = Caller::of(&place, &mut captain).await;
    let path = format!("people/{person}/erase");
    assert_eq!(other.post(&path, &json!({})).0, 403);
    assert_eq!(theirs.post(&format!("people/{}/erase", chief.person()), &json!({})).0, 403);
    assert_eq!(admin.post(&format!("people/{}/erase", chief.person()), &json!({})).0, 409, "the last admin stays");
    assert_eq!(other.get(&format!("people/{person}/held")).0, 403);
    let (status, held) = theirs.get(&format!("people/{person}/held"));
    assert_eq!((status, held["access"]["devices"][0]["name"].as_str()), (200, Some("A test")));

    assert_eq!(theirs.post(&path, &json!({})).0, 200, "everybody may do it themselves");
    assert_eq!(farewell(&mut member).await.0, Some(Denial::Revoked));
    until_gone(&place, person).await;
    assert_eq!(theirs.get("devices").0, 401);
    assert_eq!(admin.post(&path, &json!({})).0, 200, "twice does no harm");
    let (_, people) = admin.get("people");
    let row = people.as_array().unwrap().iter().find(|row| row["person"] == person.0.to_string()).unwrap();
    assert!(row["revokedAt"].is_number() && row["devices"][0]["name"] == "", "{row}");
    let (_, audit) = admin.get(&format!("audit?person={person}"));
    let erased = audit["entries"].as_array().unwrap().iter().filter(|entry| entry["deed"] == "person-erased");
    assert_eq!(erased.count(), 1, "it is recorded, once");
    // Nobody can bring it back, and what comes is told so.
    chief.join_and_compare().await;
    chief.say(&contact(person, chief.device())).await;
    assert!(matches!(chief.hear().await.unwrap(), Frame::Unavailable { .. }));
    let Place { folder, store, server } = place;
    server.stop().await;
    drop(store);
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        assert!(
            !bytes.windows(NUMBER.len()).any(|window| window == NUMBER.as_bytes()),
            "it is still in {}",
            path.display()
        );
    }
}

/// A card without an account is erased as well, also when the server dies before it is done.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_store_was_told_is_done_after_a_restart() {
    let place = Place::new().await;
    let (_, member) = told(&place).await;
    let by = By { who: None, at: clock::now() };
    place.store.erase(&slug(), member.person(), by).await.unwrap().unwrap();
    assert!(is_kept(&place, member.person()).await, "the room has not heard of it");
    let due = place.store.erasures(&slug()).await.unwrap();
    assert_eq!(due.len(), 2, "they, and the family that they may have");
    let is_due = |subject| due.contains(&Erased { person: subject, is_done: false });
    assert!(subjects(member.person()).into_iter().all(is_due));
    let place = place.restarted().await;
    let _somebody = place.phone(AccessRole::Member).await;
    until_gone(&place, member.person()).await;
    place.server.stop().await;
}

/// The store notes beside the documents who was erased: the document that says so may be lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_loses_what_says_so_takes_nothing_back() {
    let place = Place::new().await;
    let (mut chief, member) = told(&place).await;
    let admin = Caller::of(&place, &mut chief).await;
    assert_eq!(admin.post(&format!("people/{}/erase", member.person()), &json!({})).0, 200);
    until_gone(&place, member.person()).await;
    let Place { folder, store, server } = place;
    server.stop().await;
    drop(store);
    let raw = Connection::open(folder.path().join("kaifong.sqlite")).unwrap();
    let losing = "DELETE FROM chunk WHERE document = (SELECT id FROM document WHERE kind = 'erasures')";
    assert!(raw.execute(losing, []).unwrap() > 0, "it was written down");
    drop(raw);
    let place = Place::within(folder).await;
    chief.move_to(place.server.address());
    chief.join_and_compare().await;
    chief.say(&contact(member.person(), chief.device())).await;
    let answer = chief.hear().await.unwrap();
    assert!(matches!(answer, Frame::Unavailable { .. }), "{answer:?}");
    assert!(!is_kept(&place, member.person()).await);
    place.server.stop().await;
}

/// Backups are older than erasures.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_nothing_back() {
    let place = Place::new().await;
    let (mut chief, member) = told(&place).await;
    let (database, file) = (place.folder.path().join("kaifong.sqlite"), place.folder.path().join("monday.kaifong"));
    backup::make(&database, &file).unwrap();
    let admin = Caller::of(&place, &mut chief).await;
    assert_eq!(admin.post(&format!("people/{}/erase", member.person()), &json!({})).0, 200);
    until_gone(&place, member.person()).await;
    let Place { folder, store, server } = place;
    server.stop().await;
    drop(store);
    let data = DataFolder::open(folder.path()).unwrap();
    let hold = data.hold().unwrap();
    let restored = backup::restore(&data, &hold, &file, true, clock::now()).unwrap();
    assert_eq!(restored.erased.unwrap(), 2, "the member, and the family that they may have");
    drop(hold);

    let place = Place::within(folder).await;
    assert!(is_kept(&place, member.person()).await, "the backup has it");
    let mut twin = member.twin();
    twin.move_to(place.server.address());
    let origin = place.server.local_origin();
    twin.open(Some(&origin)).await.unwrap();
    twin.prove(&origin).await;
    assert_eq!(farewell(&mut twin).await.0, Some(Denial::Revoked), "and they have no access again");
    chief.move_to(place.server.address());
    chief.join().await;
    until_gone(&place, member.person()).await;
    place.server.stop().await;
}
