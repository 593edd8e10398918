//! Access over real sockets and real calls: it is worth something while it lasts, and nothing afterwards.

use kaifong_domain::{access::AccessRole, denial::Denial};
use kaifong_replica::sync::frame::{Frame, hex};
use serde_json::json;

use super::{call::Caller, phone::Phone, place::Place};

#[tokio::test(flavor = "multi_thread")]
async fn a_bearer_comes_over_the_line_and_opens_the_calls() {
    let place = Place::new().await;
    let mut phone = Phone::joined(&place).await;
    let nobody = Caller::without(&place);
    assert_eq!(nobody.get("devices").0, 401);
    assert_eq!(Caller::with(&place, "A".repeat(43)).get("devices").0, 401);
    let caller = Caller::of(&place, &mut phone).await;
    let (status, devices) = caller.get("devices");
    assert_eq!((status, devices[0]["device"].as_str()), (200, Some(hex(&phone.device()).as_str())));
    assert_eq!(devices.as_array().unwrap().len(), 1);
    // A token that a page of another site has got hold of is worth nothing there.
    assert_eq!(caller.at_site("http://evil.example").get("devices").0, 403);
    assert_eq!(caller.elsewhere("hillside").get("devices").0, 401);
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_is_sent_away_at_once_and_not_let_in_again() {
    let place = Place::new().await;
    let (mut admin, mut member) = (place.phone(AccessRole::Admin).await, place.phone(AccessRole::Member).await);
    let (chief, theirs) = (Caller::of(&place, &mut admin).await, Caller::of(&place, &mut member).await);
    let device = hex(&member.device());
    assert_eq!(theirs.get("devices").0, 200);
    assert_eq!(chief.post(&format!("devices/{device}/revoke"), &json!({})).0, 200);

    assert_eq!(farewell(&mut member).await, (Some(Denial::Revoked), 1008));
    assert_eq!(theirs.get("devices").0, 401, "its bearer is worth nothing");
    let origin = place.server.local_origin();
    member.open(Some(&origin)).await.unwrap();
    member.prove(&origin).await;
    assert_eq!(farewell(&mut member).await, (Some(Denial::Revoked), 1008));
    assert_eq!(chief.post(&format!("devices/{device}/revoke"), &json!({})).0, 404, "it has no access to lose");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_is_gone_with_all_devices_and_what_they_gave_out() {
    let place = Place::new().await;
    let (mut admin, mut member) = (place.phone(AccessRole::Admin).await, place.phone(AccessRole::Captain).await);
    let mut second = place.phone_of(member.person(), AccessRole::Captain).await;
    let (chief, theirs) = (Caller::of(&place, &mut admin).await, Caller::of(&place, &mut second).await);
    let waiting = place.secret_for(member.person(), AccessRole::Captain).await;
    let person = member.person();
    assert_eq!(theirs.post(&format!("people/{}/revoke", admin.person()), &json!({})).0, 403);
    assert_eq!(chief.post(&format!("people/{person}/revoke"), &json!({})).0, 200);
    assert_eq!(farewell(&mut member).await.0, Some(Denial::Revoked));
    assert_eq!(farewell(&mut second).await.0, Some(Denial::Revoked));
    assert_eq!(theirs.get("devices").0, 401);
    let mut third = Phone::stranger(place.server.address());
    assert_eq!(third.redeem(&waiting), 410, "a link made before lets nobody in");

    // Whoever is invited again comes with a new key, and with the role that they are given now.
    let again = place.secret_for(person, AccessRole::Member).await;
    assert_eq!(member.redeem(&again), 403, "the old device stays out");
    assert_eq!(third.redeem(&again), 200);
    third.join().await;
    assert_eq!(third.role(), Some(AccessRole::Member));
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_role_is_told_at_once() {
    let place = Place::new().await;
    let (mut admin, mut member) = (place.phone(AccessRole::Admin).await, place.phone(AccessRole::Captain).await);
    assert_eq!(member.role(), Some(AccessRole::Captain));
    let (chief, theirs) = (Caller::of(&place, &mut admin).await, Caller::of(&place, &mut member).await);
    let path = format!("people/{}/role", member.person());
    assert_eq!(theirs.post(&path, &json!({ "role": "admin" })).0, 403, "nobody promotes themselves");
    assert_eq!(chief.post(&path, &json!({ "role": "emperor" })).0, 400);
    assert_eq!(chief.post(&path, &json!({ "role": "admin" })).0, 200);
    assert_eq!(farewell(&mut member).await, (None, 1013));
    member.join().await;
    assert_eq!(member.role(), Some(AccessRole::Admin));
    assert_eq!(theirs.get("people").0, 200, "a call counts with the role of now");
    assert_eq!(chief.post(&path, &json!({ "role": "member" })).0, 200);
    assert_eq!(theirs.get("people").0, 403);
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_remains_who_can_let_others_in() {
    let place = Place::new().await;
    let mut admin = place.phone(AccessRole::Admin).await;
    let chief = Caller::of(&place, &mut admin).await;
    let (person, device) = (admin.person(), hex(&admin.device()));
    for (path, body) in [
        (format!("people/{person}/role"), json!({ "role": "member" })),
        (format!("people/{person}/revoke"), json!({})),
        (format!("devices/{device}/revoke"), json!({})),
    ] {
        assert_eq!(chief.post(&path, &body), (409, json!({ "error": "last-admin" })), "{path}");
    }
    let other = place.phone(AccessRole::Admin).await;
    assert_eq!(chief.post(&format!("people/{}/role", other.person()), &json!({ "role": "member" })).0, 200);
    assert_eq!(chief.post(&format!("people/{}/role", other.person()), &json!({ "role": "admin" })).0, 200);
    assert_eq!(chief.post(&format!("people/{person}/revoke"), &json!({})).0, 200, "whoever wants to may leave then");
    assert_eq!(farewell(&mut admin).await.0, Some(Denial::Revoked));
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_names_and_revokes_their_own_devices_and_no_others() {
    let place = Place::new().await;
    let _admin = place.phone(AccessRole::Admin).await;
    let mut one = place.phone(AccessRole::Member).await;
    let mut two = place.phone_of(one.person(), AccessRole::Member).await;
    let other = place.phone(AccessRole::Member).await;
    let caller = Caller::of(&place, &mut one).await;
    let path = |phone: &Phone, what: &str| format!("devices/{}/{what}", hex(&phone.device()));
    assert_eq!(caller.post(&path(&two, "name"), &json!({ "name": "The old tablet" })).0, 200);
    assert_eq!(caller.post(&path(&two, "name"), &json!({ "name": " " })).0, 400);
    assert_eq!(caller.post(&path(&two, "name"), &json!({ "name": "x".repeat(81) })).0, 400);
    assert_eq!(caller.post(&path(&other, "name"), &json!({ "name": "Mine" })).0, 403);
    assert_eq!(caller.post(&path(&other, "revoke"), &json!({})).0, 403);
    assert_eq!(caller.get("people").0, 403);
    let names = |devices: &serde_json::Value| -> Vec<String> {
        devices.as_array().unwrap().iter().map(|device| device["name"].as_str().unwrap().to_owned()).collect()
    };
    assert!(names(&caller.get("devices").1).contains(&"The old tablet".to_owned()));
    assert_eq!(caller.post(&path(&two, "revoke"), &json!({})).0, 200);
    assert_eq!(farewell(&mut two).await.0, Some(Denial::Revoked));
    assert_eq!(caller.get("devices").0, 200, "the other device goes on");
    place.server.stop().await;
}

/// What the server says last, and with which code it closes.
pub async fn farewell(phone: &mut Phone) -> (Option<Denial>, u16) {
    let mut last = None;
    loop {
        match phone.hear().await {
            Ok(Frame::Error { why, .. }) => last = why,
            Ok(_) => {}
            Err((code, _)) => return (last, code),
        }
    }
}
