//! Invitations over real calls: who may make them, what they open, how often, and for how long.

use std::{
    collections::BTreeMap,
    sync::{Arc, Barrier},
    thread,
};

use kaifong_domain::{access::AccessRole, id::PersonId};
use rusqlite::Connection;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    call::Caller,
    phone::Phone,
    place::{Place, http},
};

fn wanted(person: Option<PersonId>, role: AccessRole) -> Value {
    json!({ "person": person, "role": role.code(), "note": "Somebody", "days": 7 })
}

/// The secret of an invitation, and its short code.
fn made(answer: (u16, Value)) -> (String, String) {
    assert_eq!(answer.0, 200, "{answer:?}");
    let key = answer.1["key"].as_str().unwrap();
    let secret = key.strip_prefix("riverside.").unwrap().to_owned();
    (secret, answer.1["code"].as_str().unwrap().to_owned())
}

/// Redeems a short code: the status, and the code of the refusal.
fn redeem_code(place: &Place, code: &str, phone: &Phone) -> (u16, Option<String>) {
    let body = json!({ "code": code, "publicKey": phone.public_key(), "name": "A test" }).to_string();
    let request = "POST /api/riverside/devices HTTP/1.1\r\nContent-Type: application/json";
    let answer = http(place.server.address(), request, &body);
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    (status, body["error"].as_str().map(str::to_owned))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_gives_no_more_than_its_issuer_has() {
    use AccessRole::{Admin, Captain, Coordinator, Member, Partner};
    let place = Place::new().await;
    let allowed: BTreeMap<AccessRole, Vec<AccessRole>> = BTreeMap::from([
        (Admin, vec![Admin, Coordinator, Captain, Member, Partner]),
        (Coordinator, vec![Coordinator, Captain, Member, Partner]),
        (Captain, vec![Member]),
        (Member, vec![]),
        (Partner, vec![]),
    ]);
    for (issuer, given) in allowed {
        let mut phone = place.phone(issuer).await;
        let caller = Caller::of(&place, &mut phone).await;
        for role in AccessRole::ALL {
            let expected = if given.contains(role) { 200 } else { 403 };
            assert_eq!(caller.post("invitations", &wanted(None, *role)).0, expected, "{issuer:?} invites {role:?}");
        }
        assert_eq!(caller.post("invitations", &json!({ "role": "emperor", "note": "", "days": 7 })).0, 403);
        assert_eq!(caller.post("invitations", &json!({ "role": "member", "note": "", "days": 31 })).0, { 400 });
    }
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_in_as_somebody_who_is_trusted_with_as_much() {
    use AccessRole::{Admin, Captain, Coordinator, Member};
    let place = Place::new().await;
    let (admin, member) = (place.phone(Admin).await, place.phone(Member).await);
    let other = place.phone(Coordinator).await;
    for (issuer, person, expected) in [
        (Coordinator, admin.person(), 403),
        (Coordinator, other.person(), 403),
        (Coordinator, member.person(), 200),
        (Captain, member.person(), 403),
        (Admin, other.person(), 200),
        // Somebody who has a card, and no access yet.
        (Captain, PersonId(Uuid::from_u128(7)), 200),
    ] {
        let mut phone = place.phone(issuer).await;
        let caller = Caller::of(&place, &mut phone).await;
        assert_eq!(caller.post("invitations", &wanted(Some(person), Member)).0, expected, "{issuer:?}");
    }
    // A further device of one's own has one's own role, whatever is asked for.
    let mut captain = place.phone(Captain).await;
    let caller = Caller::of(&place, &mut captain).await;
    let (secret, _) = made(caller.post("invitations", &wanted(Some(captain.person()), Admin)));
    let mut second = Phone::stranger(place.server.address());
    assert_eq!(second.redeem(&secret), 200);
    second.join().await;
    assert_eq!((second.person(), second.role()), (captain.person(), Some(Captain)));
    place.server.stop().await;
}

/// Whoever lost what they gave gives it no more, also in what they gave before.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_worth_what_its_issuer_may_give_when_it_is_used() {
    let place = Place::new().await;
    let (mut admin, mut issuer) = (place.phone(AccessRole::Admin).await, place.phone(AccessRole::Admin).await);
    let (chief, caller) = (Caller::of(&place, &mut admin).await, Caller::of(&place, &mut issuer).await);
    let (high, _) = made(caller.post("invitations", &wanted(None, AccessRole::Admin)));
    let (low, _) = made(caller.post("invitations", &wanted(None, AccessRole::Member)));
    // A newcomer who has been made an administrator by somebody else meanwhile.
    let rising = PersonId(Uuid::from_u128(9));
    let (early, _) = made(caller.post("invitations", &wanted(Some(rising), AccessRole::Member)));
    let role = json!({ "role": "captain" });
    assert_eq!(chief.post(&format!("people/{}/role", issuer.person()), &role).0, 200);
    let _risen = place.phone_of(rising, AccessRole::Admin).await;
    assert_eq!(Phone::stranger(place.server.address()).redeem(&high), 410);
    assert_eq!(Phone::stranger(place.server.address()).redeem(&early), 410);
    assert_eq!(Phone::stranger(place.server.address()).redeem(&low), 200);
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_phones_at_once_redeem_an_invitation_once() {
    let place = Place::new().await;
    let mut admin = place.phone(AccessRole::Admin).await;
    let caller = Caller::of(&place, &mut admin).await;
    let (secret, _) = made(caller.post("invitations", &wanted(None, AccessRole::Member)));
    let (address, ready) = (place.server.address(), Arc::new(Barrier::new(100)));
    let phones: Vec<_> = (0..100)
        .map(|_| {
            let (secret, ready) = (secret.clone(), Arc::clone(&ready));
            thread::spawn(move || {
                let mut phone = Phone::stranger(address);
                ready.wait();
                phone.redeem(&secret)
            })
        })
        .collect();
    let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
    phones.into_iter().for_each(|phone| *answers.entry(phone.join().unwrap()).or_default() += 1);
    assert_eq!(answers.get(&200), Some(&1), "{answers:?}");
    // Beyond the limit for one address they are not even looked at.
    assert!(answers.keys().all(|status| [200, 409, 429].contains(status)), "{answers:?}");
    assert!(answers.get(&409).is_some_and(|used| *used >= 50), "{answers:?}");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_code_works_once_for_an_hour_and_is_typed_as_people_type() {
    let place = Place::new().await;
    let mut admin = place.phone(AccessRole::Admin).await;
    let caller = Caller::of(&place, &mut admin).await;
    let (secret, code) = made(caller.post("invitations", &wanted(None, AccessRole::Member)));
    let (one, other) = code.split_at(5);
    let typed = format!(" {}-{} ", one.to_lowercase().replace('0', "o").replace('1', "l"), other);
    let phone = Phone::stranger(place.server.address());
    assert_eq!(redeem_code(&place, &typed, &phone).0, 200);
    let late = Phone::stranger(place.server.address());
    assert_eq!(redeem_code(&place, &code, &late), (409, Some("link-used".into())));
    assert_eq!(Phone::stranger(place.server.address()).redeem(&secret), 409, "code and link are one invitation");

    let (_, code) = made(caller.post("invitations", &wanted(None, AccessRole::Member)));
    let store = Connection::open(place.folder.path().join("kaifong.sqlite")).unwrap();
    store.execute("UPDATE sign_in_link SET code_expires_at = 1 WHERE used_at IS NULL", []).unwrap();
    assert_eq!(redeem_code(&place, &code, &late), (410, Some("link-expired".into())));
    let kept: i64 = store
        .query_row("SELECT count(*) FROM sign_in_link WHERE instr(code_hash, ?) > 0", [code.as_bytes()], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(kept, 0, "it is kept as a hash");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_not_to_be_guessed() {
    let place = Place::new().await;
    let mut admin = place.phone(AccessRole::Admin).await;
    let caller = Caller::of(&place, &mut admin).await;
    let (_, code) = made(caller.post("invitations", &wanted(None, AccessRole::Member)));
    let phone = Phone::stranger(place.server.address());
    let guess = |number: u32| redeem_code(&place, &format!("{number:010}"), &phone);
    let answers: Vec<u16> = (0..20).map(|number| guess(number).0).collect();
    assert_eq!(answers[..10], [404; 10]);
    assert!(answers[10..].contains(&429), "{answers:?}");
    assert_eq!(redeem_code(&place, &code, &phone).0, 429, "whoever has guessed too often has to wait, also when right");
    assert_eq!(redeem_code(&place, "short", &phone).0, 404, "what is no code needs no looking up");
    place.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_invitations_are_listed_for_their_issuer_and_taken_back() {
    let place = Place::new().await;
    let (mut admin, mut captain) = (place.phone(AccessRole::Admin).await, place.phone(AccessRole::Captain).await);
    let (chief, caller) = (Caller::of(&place, &mut admin).await, Caller::of(&place, &mut captain).await);
    let (used, _) = made(caller.post("invitations", &wanted(None, AccessRole::Member)));
    let (open, _) = made(caller.post("invitations", &wanted(None, AccessRole::Member)));
    made(chief.post("invitations", &wanted(None, AccessRole::Admin)));
    assert_eq!(Phone::stranger(place.server.address()).redeem(&used), 200);
    let listed = |caller: &Caller| caller.get("invitations").1.as_array().unwrap().clone();
    assert_eq!((listed(&caller).len(), listed(&chief).len()), (1, 2));
    assert!(!listed(&chief).iter().any(|one| one.to_string().contains(&open)), "a list opens nothing");
    let foreign = listed(&chief).into_iter().find(|one| one["role"] == "admin").unwrap();
    let path = |one: &Value| format!("invitations/{}/withdraw", one["id"].as_str().unwrap());
    assert_eq!(caller.post(&path(&foreign), &json!({})).0, 404, "others' are nobody's business");
    let own = listed(&caller)[0].clone();
    assert_eq!(caller.post(&path(&own), &json!({})).0, 200);
    assert_eq!(caller.post(&path(&own), &json!({})).0, 404);
    assert_eq!(listed(&caller).len(), 0);
    assert_eq!(Phone::stranger(place.server.address()).redeem(&open), 410);
    place.server.stop().await;
}
