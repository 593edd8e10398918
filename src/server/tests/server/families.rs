//! Teams and families of the book club, over real sockets: who is given them, and that they are gone when they are
//! erased.

use std::time::Duration;

use kaifong_domain::{
    access::{AccessRole, Team, Teams},
    change::Change,
    child::{AgeBand, Child},
    document::DocumentKind,
    family::Family,
    id::{ChildId, FamilyId, PersonId},
};
use kaifong_replica::{
    actor::actor,
    document::Document,
    schema::DocumentId,
    sync::frame::{Frame, Holding},
};
use kaifong_server::{
    backup, clock,
    data::DataFolder,
    secret::random,
    store::{ErasureStore, Store},
};
use serde_json::json;
use tokio::time::timeout;
use uuid::Uuid;

use super::{
    access::farewell,
    call::Caller,
    erasure::given,
    hostile::carry,
    phone::Phone,
    place::{Place, slug},
    policy::kept,
};

/// For how long something is waited for that does not come.
const PATIENCE: Duration = Duration::from_secs(30);

const GUARDIAN: &str = "Kong Bixia's mother";

fn some_family() -> FamilyId {
    FamilyId(Uuid::from_bytes(random()))
}

/// What a device writes down about a family.
fn family(id: FamilyId, by: PersonId, device: [u8; 8]) -> Frame {
    let kind = DocumentKind::Family(id);
    let mut document = Document::new(kind);
    document.set_actor(actor(device, random()));
    let family = Family {
        id,
        created_by: by,
        created_at: clock::now(),
        guardian: GUARDIAN.into(),
        phone: "555 0107".into(),
        building: None,
        note: String::new(),
    };
    let child = Child { id: ChildId(Uuid::from_bytes(random())), family: id, name: "Wing".into(), age: AgeBand::From4 };
    let changes = [Change::FamilyAdded(family), Change::ChildAdded(child)];
    document.commit(&changes, "AddFamily/1", clock::now()).unwrap();
    let parcel = document.pack(&[], 100_000).bytes;
    Frame::Changes { document: kind.name(), parcel, heads: vec![], asks: false, kept: false }
}

/// An administrator, and a member whom they have made one of the book club's team.
async fn club(place: &Place) -> (Phone, Caller, Phone, Caller) {
    let (mut chief, mut member) = (place.phone(AccessRole::Admin).await, place.phone(AccessRole::Member).await);
    let admin = Caller::of(place, &mut chief).await;
    let path = format!("people/{}/teams", member.person());
    assert_eq!(admin.post(&path, &json!({ "teams": ["book-club"] })).0, 200);
    assert_eq!(farewell(&mut member).await, (None, 1013));
    member.join().await;
    let theirs = Caller::of(place, &mut member).await;
    (chief, admin, member, theirs)
}

async fn is_kept(place: &Place, family: FamilyId) -> bool {
    let name = DocumentKind::Family(family).name();
    place.store.documents(&slug()).await.unwrap().into_iter().any(|(kind, _)| kind == name)
}

async fn until_gone(place: &Place, family: FamilyId) {
    let gone = async {
        while is_kept(place, family).await
            || place.store.erasures(&slug()).await.unwrap().iter().any(|one| !one.is_done)
        {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, gone).await.expect("it is erased");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_is_given_by_those_who_coordinate_and_told_at_once() {
    let place = Place::new().await;
    let (_, admin, mut member, theirs) = club(&place).await;
    let club = Teams::of_one(Team::BookClub);
    assert_eq!((member.role(), member.teams()), (Some(AccessRole::Member), Some(club)));
    let path = format!("people/{}/teams", member.person());
    assert_eq!(theirs.post(&path, &json!({ "teams": [] })).0, 403, "nobody for themselves");
    assert_eq!(admin.post(&path, &json!({ "teams": ["emperors"] })).0, 400);
    let (_, people) = admin.get("people");
    let row = |people: &serde_json::Value, person: PersonId| {
        let rows = people.as_array().unwrap();
        rows.iter().find(|row| row["person"] == person.0.to_string()).unwrap()["teams"].clone()
    };
    assert_eq!(row(&people, member.person()), json!(["book-club"]));
    let mut office = place.phone(AccessRole::Coordinator).await;
    let coordinator = Caller::of(&place, &mut office).await;
    assert_eq!(coordinator.post(&path, &json!({ "teams": [] })).0, 200);
    assert_eq!(farewell(&mut member).await, (None, 1013));
    member.join().await;
    assert_eq!(member.teams(), Some(Teams::NONE));
    let (_, audit) = admin.get(&format!("audit?person={}", member.person()));
    let told: Vec<_> =
        audit["entries"].as_array().unwrap().iter().filter(|one| one["deed"] == "teams-changed").collect();
    assert_eq!(told.iter().map(|one| one["detail"].as_str().unwrap()).collect::<Vec<_>>(), ["", "book-club"]);
    // Whoever loses their access and is invited again begins anew.
    assert_eq!(coordinator.post(&path, &json!({ "teams": ["book-club"] })).0, 200);
    assert_eq!(admin.post(&format!("people/{}/revoke", member.person()), &json!({})).0, 200);
    let again = place.phone_of(member.person(), AccessRole::Member).await;
    assert_eq!(again.teams(), Some(Teams::NONE));
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_is_given_to_the_team_and_to_those_who_coordinate() {
    let place = Place::new().await;
    let (mut chief, _, mut member, _) = club(&place).await;
    let id = some_family();
    let kind = DocumentKind::Family(id);
    member.join_and_compare().await;
    member.say(&family(id, member.person(), member.device())).await;
    kept(&mut member).await;
    assert!(given(&mut chief).await.contains(&kind.name()));
    for role in [AccessRole::Member, AccessRole::Captain, AccessRole::Partner] {
        let mut stranger = place.phone(role).await;
        let names = given(&mut stranger).await;
        assert!(!names.is_empty() && !names.iter().any(|name| name.starts_with("family")), "{names:?}");
        // Nor is it given to whoever asks for it by its name, or writes into it.
        let holding = Holding { document: kind.name(), heads: Document::new(kind).heads() };
        for attack in [
            Frame::Want { buckets: vec![], documents: vec![holding] },
            family(id, stranger.person(), stranger.device()),
            family(some_family(), stranger.person(), stranger.device()),
            carry(DocumentId::of("riverside", kind), vec![]),
        ] {
            stranger.say(&attack).await;
            let answer = stranger.hear().await.unwrap();
            assert!(matches!(answer, Frame::Unavailable { .. }), "{answer:?}");
        }
    }
    // One's own is one's own.
    let mut other = place.phone(AccessRole::Member).await;
    let own = FamilyId::of(other.person());
    other.join_and_compare().await;
    other.say(&family(own, other.person(), other.device())).await;
    kept(&mut other).await;
    assert!(given(&mut other).await.contains(&DocumentKind::Family(own).name()));
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_that_is_erased_is_gone_and_nobody_else_is() {
    let place = Place::new().await;
    let (mut chief, admin, mut member, theirs) = club(&place).await;
    let (id, mut outsider) = (some_family(), place.phone(AccessRole::Captain).await);
    let others = Caller::of(&place, &mut outsider).await;
    member.join_and_compare().await;
    member.say(&family(id, member.person(), member.device())).await;
    kept(&mut member).await;
    let (database, file) = (place.folder.path().join("kaifong.sqlite"), place.folder.path().join("monday.kaifong"));
    backup::make(&database, &file).unwrap();
    let path = format!("families/{id}/erase");
    assert_eq!(others.post(&path, &json!({})).0, 403);
    // A family's id that is a person's erases no person.
    assert_eq!(theirs.post(&format!("families/{}/erase", outsider.person()), &json!({})).0, 200);
    assert_eq!(theirs.post(&path, &json!({})).0, 200);
    until_gone(&place, id).await;
    assert_eq!((others.get("devices").0, theirs.get("devices").0), (200, 200));
    member.join_and_compare().await;
    member.say(&family(id, member.person(), member.device())).await;
    let answer = member.hear().await.unwrap();
    assert!(matches!(answer, Frame::Unavailable { .. }), "{answer:?}");
    let (_, audit) = admin.get("audit");
    let erased = audit["entries"].as_array().unwrap().iter().filter(|one| one["deed"] == "family-erased");
    assert_eq!(erased.filter(|one| one["detail"] == id.to_string()).count(), 1, "it is recorded, once");
    let Place { folder, store, server } = place;
    server.stop().await;
    drop(store);
    for name in ["kaifong.sqlite", "kaifong.sqlite-wal"] {
        let Ok(bytes) = std::fs::read(folder.path().join(name)) else { continue };
        assert!(!bytes.windows(GUARDIAN.len()).any(|window| window == GUARDIAN.as_bytes()), "it is still in {name}");
    }

    // Nor does a backup bring it back that knows nothing of it.
    let data = DataFolder::open(folder.path()).unwrap();
    let hold = data.hold().unwrap();
    backup::restore(&data, &hold, &file, true, clock::now()).unwrap();
    drop(hold);
    let place = Place::within(folder).await;
    assert!(is_kept(&place, id).await, "the backup has it");
    chief.move_to(place.server.address());
    chief.join().await;
    until_gone(&place, id).await;
    place.server.stop().await;
}
