//! Sign-in links.

use super::*;

const EXPIRES: Timestamp = Timestamp(NOW.0 + 60_000);

async fn link(fixture: &Fixture, secret: u8, person_number: u8) {
    let link = NewLink {
        hash: SecretHash([secret; 32]),
        community: slug(),
        person: person(person_number),
        role: AccessRole::Captain,
        created_at: NOW,
        expires_at: EXPIRES,
        issued: None,
    };
    fixture.store.add_link(link).await.unwrap();
}

fn redemption(secret: u8, key_number: u8, now: Timestamp) -> Redemption {
    Redemption {
        community: slug(),
        opener: Opener::Secret(SecretHash([secret; 32])),
        public_key: key(key_number),
        name: "Chrome on Android".into(),
        now,
    }
}

/// How redeeming ends, in one word.
async fn redeem(fixture: &Fixture, redemption: Redemption) -> &'static str {
    match fixture.store.redeem_link(redemption).await {
        Ok(_) => "redeemed",
        Err(RedeemError::Unknown) => "unknown",
        Err(RedeemError::Used) => "used",
        Err(RedeemError::Expired) => "expired",
        Err(RedeemError::DeviceTaken) => "taken",
        Err(RedeemError::DeviceRevoked) => "revoked",
        Err(RedeemError::Store(error)) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_link_signs_one_device_in() {
    let fixture = Fixture::new().await;
    link(&fixture, 1, 1).await;
    let first = fixture.store.redeem_link(redemption(1, 1, NOW)).await.unwrap();
    assert_eq!(first.community_name, "Riverside");
    assert_eq!((first.person, first.role, first.device), (person(1), AccessRole::Captain, key(1).device()));
    let device = fixture.store.device(&slug(), first.device).await.unwrap().unwrap();
    assert_eq!((device.person, device.role, device.public_key), (person(1), AccessRole::Captain, key(1)));

    let again = fixture.store.redeem_link(redemption(1, 1, Timestamp(EXPIRES.0 + 1))).await.unwrap();
    assert_eq!(again, first, "the same key gets the same answer, even late");
    assert_eq!(redeem(&fixture, redemption(1, 2, NOW)).await, "used");
    assert_eq!(fixture.count("device"), 1);
}

#[tokio::test]
async fn a_refused_link_says_why_and_changes_nothing() {
    let fixture = Fixture::new().await;
    link(&fixture, 1, 1).await;
    assert_eq!(redeem(&fixture, redemption(2, 1, NOW)).await, "unknown");
    assert_eq!(redeem(&fixture, redemption(1, 1, EXPIRES)).await, "expired");
    let elsewhere = Redemption { community: "elsewhere".parse().unwrap(), ..redemption(1, 1, NOW) };
    assert_eq!(redeem(&fixture, elsewhere).await, "unknown");
    assert_eq!((fixture.count("device"), fixture.count("person")), (0, 0));
}

#[tokio::test]
async fn a_device_belongs_to_one_person_and_can_lose_its_access() {
    let fixture = Fixture::new().await;
    for (secret, person) in [(1, 1), (2, 1), (3, 2)] {
        link(&fixture, secret, person).await;
    }
    assert_eq!(redeem(&fixture, redemption(1, 1, NOW)).await, "redeemed");
    assert_eq!(redeem(&fixture, redemption(2, 1, NOW)).await, "redeemed", "a second link for the same person");
    assert_eq!(redeem(&fixture, redemption(3, 1, NOW)).await, "taken");
    fixture.raw().execute("UPDATE device SET revoked_at = 1", []).unwrap();
    assert_eq!(redeem(&fixture, redemption(1, 1, NOW)).await, "revoked");
    assert_eq!(redeem(&fixture, redemption(3, 2, NOW)).await, "redeemed", "the link was not used up");
}

#[tokio::test]
async fn a_known_person_keeps_their_role() {
    let fixture = Fixture::new().await;
    fixture.store.add_person(&slug(), person(1), AccessRole::Member, NOW).await.unwrap();
    link(&fixture, 1, 1).await;
    assert_eq!(fixture.store.redeem_link(redemption(1, 1, NOW)).await.unwrap().role, AccessRole::Member);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_at_once_one_signs_in() {
    let fixture = Fixture::new().await;
    link(&fixture, 1, 1).await;
    let attempts: Vec<_> = (1..=100_u8)
        .map(|number| {
            let store = Arc::clone(&fixture.store);
            tokio::spawn(async move { store.redeem_link(redemption(1, number, NOW)).await })
        })
        .collect();
    let mut redeemed = Vec::new();
    for attempt in attempts {
        match attempt.await.unwrap() {
            Ok(answer) => redeemed.push(answer.device),
            Err(RedeemError::Used) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(redeemed.len(), 1);
    assert_eq!(fixture.count("device"), 1);

    link(&fixture, 2, 2).await;
    let same: Vec<_> = (0..100)
        .map(|_| {
            let store = Arc::clone(&fixture.store);
            tokio::spawn(async move { store.redeem_link(redemption(2, 200, NOW)).await.unwrap() })
        })
        .collect();
    for attempt in same {
        assert_eq!(attempt.await.unwrap().device, key(200).device());
    }
    assert_eq!(fixture.count("device"), 2);
}

#[tokio::test]
async fn a_device_is_seen() {
    let fixture = Fixture::new().await;
    link(&fixture, 1, 1).await;
    assert_eq!(redeem(&fixture, redemption(1, 1, NOW)).await, "redeemed");
    fixture.store.touch_device(&slug(), key(1).device(), Timestamp(NOW.0 + 5)).await.unwrap();
    let seen: i64 = fixture.raw().query_row("SELECT last_seen_at FROM device", [], |row| row.get(0)).unwrap();
    assert_eq!(seen, NOW.0 + 5);
}
