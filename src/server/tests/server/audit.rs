//! The audit over real calls.

use kaifong_domain::access::AccessRole;
use kaifong_replica::sync::frame::hex;
use serde_json::{Value, json};

use super::{call::Caller, place::Place};

fn deeds(page: &Value) -> Vec<String> {
    let entries = page["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["deed"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_finds_who_did_what_from_which_device() {
    let place = Place::new().await;
    let mut admin = place.phone(AccessRole::Admin).await;
    let mut member = place.phone(AccessRole::Coordinator).await;
    let (chief, other) = (Caller::of(&place, &mut admin).await, Caller::of(&place, &mut member).await);
    assert_eq!(other.get("audit").0, 403);
    member.add_estate("North");
    member.sync_until(1, true).await;
    let person = member.person();
    assert_eq!(chief.post(&format!("people/{person}/role"), &json!({ "role": "member" })).0, 200);

    let (status, page) = chief.get("audit?words=addestate");
    assert_eq!((status, deeds(&page)), (200, vec!["AddEstate/1".to_owned()]));
    let entry = &page["entries"][0];
    assert_eq!(entry["device"], hex(&member.device()));
    assert_eq!(entry["document"], "commons");
    assert_eq!(entry["person"], json!(person));
    let either = deeds(&chief.get("audit?words=AddEstate%7Crole-changed%7C").1);
    assert_eq!(either, ["role-changed", "AddEstate/1"]);
    let page = chief.get("audit?words=role-changed").1;
    assert_eq!(page["entries"][0]["subject"], json!(person));
    assert_eq!(page["entries"][0]["person"], json!(admin.person()));
    assert_eq!(page["entries"][0]["detail"], "member");
    let about = deeds(&chief.get(&format!("audit?person={person}")).1);
    assert_eq!(about, ["role-changed", "AddEstate/1", "signed-in", "invited"]);
    let with = deeds(&chief.get(&format!("audit?device={}", hex(&member.device()))).1);
    assert_eq!(with, ["AddEstate/1", "signed-in"]);
    assert_eq!(deeds(&chief.get("audit?from=9000000000000000").1), [""; 0]);
    for wrong in ["audit?before=1", "audit?before=a.b.c", "audit?device=xyz", "audit?person=1", "audit?what=1"] {
        assert!([400, 404].contains(&chief.get(wrong).0), "{wrong}");
    }
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_comes_page_by_page_each_entry_once() {
    let place = Place::new().await;
    let mut admin = place.phone(AccessRole::Admin).await;
    let chief = Caller::of(&place, &mut admin).await;
    let path = format!("devices/{}/name", hex(&admin.device()));
    for number in 0..130 {
        assert_eq!(chief.post(&path, &json!({ "name": format!("Name {number}") })).0, 200);
    }
    let (mut path, mut names, mut pages) = ("audit?words=device-renamed".to_owned(), vec![], 0);
    loop {
        let page = chief.get(&path).1;
        pages += 1;
        names.extend(page["entries"].as_array().unwrap().iter().map(|entry| entry["detail"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("audit?words=device-renamed&before={next}");
    }
    let expected: Vec<Value> = (0..130).rev().map(|number| json!(format!("Name {number}"))).collect();
    assert_eq!((pages, names), (2, expected));
    place.server.stop().await;
}
