//! Proofs, origins and limits.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue, header};
use kaifong_domain::{
    access::{AccessRole, Actor, Teams},
    handover::LetterRejection,
    id::PersonId,
    time::Timestamp,
};
use kaifong_replica::{
    hub::{Claim, Verdict},
    sync::frame::proof_text,
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use uuid::Uuid;

use super::{
    challenge::{self, LONGEST, Nonce, Proof, ProofError},
    letter,
    limit::Limit,
    origin::{Origin, Origins},
};
use crate::{
    device::{Device, PublicKey},
    secret::Secret,
    slug::Slug,
};

const NOW: Timestamp = Timestamp(1_790_000_000_000);
const ORIGIN: &str = "https://kaifong.example";
const NONCE: Nonce = Nonce([5; 32]);

fn slug() -> Slug {
    "riverside".parse().unwrap()
}

fn signing_key() -> SigningKey {
    SigningKey::from_slice(&[1; 32]).unwrap()
}

fn device() -> Device {
    let public_key = PublicKey::parse(signing_key().verifying_key().to_sec1_point(false).as_bytes()).unwrap();
    let person = PersonId(Uuid::nil());
    Device {
        id: public_key.device(),
        person,
        role: AccessRole::Member,
        teams: Teams::NONE,
        public_key,
        revoked_at: None,
    }
}

/// What the tests change of a good proof.
struct Signed {
    origin: &'static str,
    community: &'static str,
    nonce: Nonce,
    expiry: Timestamp,
}

const GOOD: Signed = Signed { origin: ORIGIN, community: "riverside", nonce: NONCE, expiry: Timestamp(NOW.0 + 60_000) };

fn proof(signed: &Signed) -> Proof {
    let device = device().id;
    let text = proof_text(signed.origin, signed.community, &signed.nonce.0, &device.0, signed.expiry.0);
    let signature: Signature = signing_key().sign(text.as_bytes());
    Proof { device, expiry: signed.expiry, signature: signature.to_bytes().into() }
}

fn verify(proof: &Proof, device: Option<Device>) -> Result<(), ProofError> {
    challenge::verify(proof, device, &[ORIGIN.to_owned()], &slug(), NONCE, NOW).map(drop)
}

#[test]
fn a_good_proof_is_accepted_for_any_of_our_origins() {
    assert_eq!(verify(&proof(&GOOD), Some(device())), Ok(()));
    let origins = ["https://elsewhere.example".to_owned(), ORIGIN.to_owned()];
    assert_eq!(challenge::verify(&proof(&GOOD), Some(device()), &origins, &slug(), NONCE, NOW), Ok(device()));
}

/// The device's own role counts, whoever brings what it has signed.
#[test]
fn a_letter_is_judged_by_its_device() {
    let text = "kaifong-letter-1\nriverside";
    let sign = |text: &str| -> [u8; 64] {
        let signature: Signature = signing_key().sign(text.as_bytes());
        signature.to_bytes().into()
    };
    let claim = Claim { device: device().id.0, text: text.into(), signature: sign(text) };
    let actor = Actor::new(device().person, AccessRole::Member);
    let another = Device { id: crate::device::DeviceId([7; 8]), ..device() };
    for (claim, device, expected) in [
        (claim.clone(), Some(device()), Verdict::Holds(actor)),
        (claim.clone(), None, Verdict::Refused(LetterRejection::UnknownDevice)),
        (claim.clone(), Some(another), Verdict::Refused(LetterRejection::UnknownDevice)),
        (claim.clone(), Some(Device { revoked_at: Some(NOW), ..device() }), Verdict::Refused(LetterRejection::Revoked)),
        (
            Claim { signature: sign("something else"), ..claim.clone() },
            Some(device()),
            Verdict::Refused(LetterRejection::BadSignature),
        ),
        (Claim { signature: [0; 64], ..claim }, Some(device()), Verdict::Refused(LetterRejection::BadSignature)),
    ] {
        assert_eq!(letter::judge(&claim, device), expected);
    }
}

#[test]
fn a_proof_for_another_place_nonce_or_time_is_refused() {
    let at = |milliseconds| Signed { expiry: Timestamp(NOW.0 + milliseconds), ..GOOD };
    for (signed, expected) in [
        (Signed { origin: "https://evil.example", ..GOOD }, Err(ProofError::BadSignature)),
        (Signed { community: "hillside", ..GOOD }, Err(ProofError::BadSignature)),
        (Signed { nonce: Nonce([6; 32]), ..GOOD }, Err(ProofError::BadSignature)),
        (at(-1), Err(ProofError::Expired)),
        (at(0), Ok(())),
        (at(LONGEST), Ok(())),
        (at(LONGEST + 1), Err(ProofError::TooLong)),
        (Signed { expiry: Timestamp(i64::MAX), ..GOOD }, Err(ProofError::TooLong)),
    ] {
        assert_eq!(verify(&proof(&signed), Some(device())), expected);
    }
}

#[test]
fn only_a_known_device_with_access_is_accepted() {
    assert_eq!(verify(&proof(&GOOD), None), Err(ProofError::UnknownDevice));
    let revoked = Device { revoked_at: Some(NOW), ..device() };
    assert_eq!(verify(&proof(&GOOD), Some(revoked)), Err(ProofError::Revoked));
    let moved = Proof { expiry: Timestamp(NOW.0 + 60_001), ..proof(&GOOD) };
    assert_eq!(verify(&moved, Some(device())), Err(ProofError::BadSignature));
    let nothing = Proof { signature: [0; 64], ..proof(&GOOD) };
    assert_eq!(verify(&nothing, Some(device())), Err(ProofError::BadSignature));
}

fn headers(host: &'static str, origin: Option<&'static str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::HOST, HeaderValue::from_static(host));
    if let Some(origin) = origin {
        headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
    }
    headers
}

#[test]
fn without_configuration_only_loopback_pages_of_the_same_host_come_in() {
    for (host, origin, admitted) in [
        ("127.0.0.1:8080", Some("http://127.0.0.1:8080"), true),
        ("localhost:8080", Some("http://localhost:8080"), true),
        ("[::1]:8080", Some("http://[::1]:8080"), true),
        ("127.0.0.1:8080", None, true),
        ("127.0.0.1:8080", Some("http://localhost:8080"), false),
        ("127.0.0.1:8080", Some("http://127.0.0.1:8081"), false),
        ("127.0.0.1:8080", Some("https://127.0.0.1:8080"), false),
        ("127.0.0.1:8080", Some("null"), false),
        ("rebound.example:8080", Some("http://rebound.example:8080"), false),
        ("kaifong.example", None, false),
        ("localhost.evil.example", Some("http://localhost.evil.example"), false),
    ] {
        let answer = Origins::default().admit(&headers(host, origin));
        assert_eq!(answer.is_ok(), admitted, "{host} {origin:?}");
    }
}

#[test]
fn with_configuration_only_those_origins_come_in_whatever_the_host() {
    let origins = Origins::new(vec!["https://a.example".parse().unwrap(), "https://b.example".parse().unwrap()]);
    let admit = |origin| origins.admit(&headers("inside:8080", origin)).ok();
    assert_eq!(admit(Some("https://b.example")), Some(vec!["https://b.example".into()]));
    assert_eq!(admit(Some("http://b.example")), None);
    assert_eq!(admit(Some("https://b.example.evil.example")), None);
    assert_eq!(admit(None).map(|origins| origins.len()), Some(2));
    let mut twice = headers("inside:8080", Some("https://a.example"));
    twice.append(header::ORIGIN, HeaderValue::from_static("https://b.example"));
    assert!(origins.admit(&twice).is_err());
}

#[test]
fn an_origin_is_written_as_a_browser_writes_it() {
    for (text, expected) in [
        ("https://Kaifong.Example", Some("https://kaifong.example")),
        ("https://kaifong.example:443", Some("https://kaifong.example")),
        ("http://kaifong.example:443", Some("http://kaifong.example:443")),
        ("https://kaifong.example/", None),
        ("https://kaifong.example/app", None),
        ("https://user@kaifong.example", None),
        ("ftp://kaifong.example", None),
        ("kaifong.example", None),
        ("https://", None),
        ("*", None),
    ] {
        assert_eq!(text.parse::<Origin>().ok().as_ref().map(Origin::as_str), expected, "{text}");
    }
}

#[test]
fn a_hall_full_of_phones_gets_in_and_a_flood_does_not() {
    let limit = Limit::of_secrets();
    let address = |number: u8| IpAddr::from([10, 0, 0, number]);
    assert!((0..60).all(|_| limit.admit(address(1)).is_ok()));
    let refused = limit.admit(address(1)).unwrap_err();
    assert!(refused.0.as_secs() <= 1);
    assert!(limit.admit(address(2)).is_ok(), "others still get in");
    let admitted = (3..=255).filter(|number| limit.admit(address(*number)).is_ok()).count();
    assert!((130..=160).contains(&admitted), "in total: {admitted}");
}

#[test]
fn a_subscriber_cannot_take_new_ipv6_addresses_for_new_attempts() {
    let limit = Limit::of_secrets();
    let address = |last: u16| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, last]);
    let admitted = (0..100).filter(|last| limit.admit(address(*last)).is_ok()).count();
    assert!((60..=62).contains(&admitted), "{admitted}");
}

#[test]
fn a_secret_reads_back_and_says_nothing_in_a_log() {
    let secret = Secret::fresh();
    assert_eq!(secret.to_string().len(), 43);
    assert_eq!(secret.to_string().parse::<Secret>().unwrap().hash(), secret.hash());
    assert_eq!(format!("{secret:?}"), "Secret(…)");
    assert!("short".parse::<Secret>().is_err());
}
