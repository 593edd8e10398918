//! What is not taken: by the phone to which it is handed, or by the server to which that brings it.

use kaifong_domain::{
    handover::{LetterError, LetterRejection},
    refused::Cause,
    rejection::Rejection,
};
use kaifong_replica::{
    actor::actor,
    letter::{Bag, Content, Letter, pack, text},
    schema::device_id,
    sync::frame::Frame,
};
use kaifong_tests::{
    forge::{Desk, seal},
    founding,
    phone::{key, sign},
    world::World,
};

use super::{comment, cut_off, forged, give, hand_over, offered, packed, raise, reach, rename, title};

/// Whoever hands over something else than the device has signed finds no taker.
#[test]
fn a_phone_takes_nothing_that_is_not_as_it_was_signed() {
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    let words = packed(&mut world);
    let elsewhere = forged(&words, |letter| letter.community = "elsewhere".into());
    let cases = [
        (words[..words.len() / 2].to_owned(), LetterError::Damaged),
        (words[..words.len() - 1].to_owned(), LetterError::Damaged),
        ("https://kaifong.example".to_owned(), LetterError::Other),
        (words.replace("KAIFONG-1:", "KAIFONG-2:"), LetterError::Newer),
        (elsewhere, LetterError::OtherCommunity),
        (forged(&words, |letter| letter.signature[3] ^= 1), LetterError::BadSignature),
        (forged(&words, |letter| letter.person = founding::person(0)), LetterError::BadSignature),
        (forged(&words, |letter| letter.made_at.0 += 1), LetterError::BadSignature),
        // Signed by somebody else's key, under the name of this device.
        (forged(&words, |letter| letter.key = key(7)), LetterError::BadSignature),
        (text::write(&Bag(vec![]).encode().unwrap()), LetterError::Damaged),
    ];
    for (words, error) in cases {
        assert_eq!(offered(&mut world, 1, &words), Err(error), "{words}");
        world.take_along(1).unwrap();
        assert_eq!(world.phones[1].carried, [], "{error}");
    }
    assert_eq!(title(&world, 1), "Suggestion 0");
    world.check_end().unwrap();
}

/// A letter as a device that signs anything would make it.
fn letter_of(index: usize, contents: &[Content]) -> Letter {
    let mut letter = Letter {
        community: "demo".into(),
        device: device_id(&key(index)),
        person: founding::person(1),
        made_at: kaifong_domain::time::Timestamp(0),
        key: key(index),
        contents: pack(contents),
        signature: [0; 64],
    };
    letter.signature = sign(letter.device, &letter.signed_text());
    letter
}

fn words(letter: &Letter) -> String {
    text::write(&Bag(vec![letter.encode()]).encode().unwrap())
}

/// A change to the suggestions that a device has made with a program of its own.
fn forgery(device: [u8; 8], edit: impl FnOnce(&mut automerge::ExpandedChange)) -> Vec<Content> {
    let mut change = crate::gate::good(&Desk::new(), "Hall");
    change.actor_id = actor(device, [9; 8]);
    edit(&mut change);
    vec![Content { document: "suggestions-2026".into(), changes: vec![seal(change)] }]
}

/// A device signs only for its own changes, and what it has made to do harm is not merged.
#[test]
fn a_phone_merges_nothing_that_no_honest_phone_makes() {
    let mut world = cut_off(&[1, 2]);
    let (own, other) = (device_id(&key(7)), device_id(&key(0)));
    let in_anothers_name = letter_of(7, &forgery(other, |_| ()));
    assert_eq!(offered(&mut world, 1, &words(&in_anothers_name)), Err(LetterError::Damaged));
    let before = world.phones[1].community().clone();
    let poison = |change: &mut automerge::ExpandedChange| change.start_op = 4_294_967_294.try_into().unwrap();
    let poisoned = letter_of(7, &forgery(own, poison));
    assert_eq!(offered(&mut world, 1, &words(&poisoned)).unwrap()[0].changes, 1);
    world.take_along(1).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!((world.phones[1].carried[0].refused, world.phones[1].community()), (1, &before));
    give(&mut world, 1, rename("Goes on"));
    world.check_end().unwrap();
}

/// Phone 1 comes to the server with what it carries.
fn deliver(world: &mut World) {
    reach(world, 1, true);
    world.rest().unwrap();
}

/// Nobody of the community has signed it: what was merged of it goes, and what the carrier wrote on top of it
/// is given again.
fn not_of_the_community(world: &mut World, why: LetterRejection) {
    let (remark, said) = comment(world, 1, "My own");
    world.run(|_| true).unwrap();
    deliver(world);
    let carried = world.phones[1].carried.clone();
    assert_eq!(carried.iter().map(|carried| carried.why).collect::<Vec<_>>(), [Some(why)], "the carrier is told");
    assert_eq!(title(world, 1), "Suggestion 0", "it is with nobody");
    assert_eq!(world.phones[1].view.comments[&remark].text, "My own");
    assert_eq!(world.phones[1].tick(said), Some(kaifong_domain::bridge::Tick::Kept));
    world.kill(1).unwrap();
    world.rest().unwrap();
    assert_eq!(world.phones[1].carried, carried, "also after a restart");
    let id = carried[0].id;
    world.put_down(1, id).unwrap();
    world.run(|_| true).unwrap();
    assert_eq!(world.phones[1].carried, []);
}

#[test]
fn an_unknown_device_signs_in_vain() {
    let mut world = cut_off(&[1, 2]);
    let change = forgery(device_id(&key(7)), |_| ());
    let letter = letter_of(7, &change);
    assert_eq!(offered(&mut world, 1, &words(&letter)).unwrap()[0].new, 1);
    world.take_along(1).unwrap();
    not_of_the_community(&mut world, LetterRejection::UnknownDevice);
    world.check_end().unwrap();
}

#[test]
fn a_device_that_lost_its_access_signs_in_vain() {
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    world.revoked.insert(world.phones[0].identity.device);
    not_of_the_community(&mut world, LetterRejection::Revoked);
}

/// A carrier that skips its own look at the signature: the server tells it, refuses the changes as
/// somebody else's, and nothing else is disturbed.
#[test]
fn the_server_takes_nothing_without_a_signature() {
    for (forge, why) in [
        (
            Box::new(|letter: &mut Letter| letter.signature[0] ^= 1) as Box<dyn Fn(&mut Letter)>,
            LetterRejection::BadSignature,
        ),
        (Box::new(|letter: &mut Letter| letter.community = "other".into()), LetterRejection::OtherCommunity),
    ] {
        let mut world = cut_off(&[1, 2]);
        let request = give(&mut world, 0, rename("A lamp"));
        world.run(|_| true).unwrap();
        let words = packed(&mut world);
        let mut letter = Bag::decode(&text::read(&words).unwrap()).unwrap().letters().unwrap().remove(0);
        hand_over(&mut world);
        // What it carries is exchanged on its way to the server.
        forge(&mut letter);
        world.exchanged = Some(Frame::Letter { data: letter.encode() }.encode());
        deliver(&mut world);
        assert_eq!(world.answers, [Some(why)]);
        assert!(world.refused.iter().all(|refused| refused.why == Rejection::AnotherAuthor), "{:?}", world.refused);
        assert!(!world.refused.is_empty());
        let document = world.server.hub().document(kaifong_domain::document::DocumentKind::Suggestions(2026)).unwrap();
        let shown = document.clone().entries().entries;
        assert!(!format!("{shown:?}").contains("A lamp"), "it is not with the community");
        // Its author brings it, and all is well.
        world.exchanged = None;
        world.check_end().unwrap();
        assert_eq!(world.phones[0].tick(request), Some(kaifong_domain::bridge::Tick::Kept));
    }
}

#[test]
fn the_server_says_what_it_can_not_read() {
    let mut world = cut_off(&[1, 2]);
    give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    let mut newer = letter_of(0, &[]).encode();
    newer[1] = 2;
    for (data, why) in [
        (newer, LetterRejection::Newer),
        (b"nonsense".to_vec(), LetterRejection::Malformed),
        (letter_of(0, &[Content { document: "dreams-2026".into(), changes: vec![] }]).encode(), LetterRejection::Newer),
        (
            letter_of(0, &[Content { document: "commons".into(), changes: vec![vec![1, 2, 3]] }]).encode(),
            LetterRejection::Malformed,
        ),
        // In another device's name.
        (letter_of(0, &forgery(device_id(&key(1)), |_| ())).encode(), LetterRejection::Malformed),
    ] {
        world.answers.clear();
        world.exchanged = Some(Frame::Letter { data }.encode());
        world.cut(1);
        deliver(&mut world);
        assert_eq!(world.answers, [Some(why)]);
    }
    world.exchanged = None;
    world.check_end().unwrap();
}

/// The gate does not take a change of it: the carrier is told how many, its author gets the command on the list.
#[test]
fn a_refused_change_ends_with_its_author() {
    let mut world = cut_off(&[1, 2]);
    let kept = give(&mut world, 0, rename("A lamp"));
    world.run(|_| true).unwrap();
    world.phones[0].skew = 3 * 24 * 60 * 60 * 1_000;
    let (bench, raised) = raise(&mut world, 0, "A bench from the future");
    world.run(|_| true).unwrap();
    hand_over(&mut world);
    assert!(world.phones[1].view.suggestions.contains_key(&bench));
    let (_, said) = comment(&mut world, 1, "My own");
    world.run(|_| true).unwrap();
    deliver(&mut world);
    let [carried] = &world.phones[1].carried[..] else { panic!("{:?}", world.phones[1].carried) };
    assert_eq!((carried.changes, carried.refused, carried.why, carried.aside), (2, 1, None, 0));
    assert!(!world.phones[1].view.suggestions.contains_key(&bench));
    assert_eq!(title(&world, 1), "A lamp");
    assert_eq!(world.phones[1].tick(said), Some(kaifong_domain::bridge::Tick::Kept));
    assert_eq!(world.phones[1].refused, [], "it is not the carrier's");
    let id = carried.id;
    reach(&mut world, 0, true);
    world.rest().unwrap();
    let whys: Vec<_> = world.phones[0].refused.iter().map(|row| (row.request, row.why)).collect();
    assert_eq!(whys, [(raised, Cause::Rejected(Rejection::Clock))]);
    assert_eq!(world.phones[0].tick(kept), Some(kaifong_domain::bridge::Tick::Kept));
    world.put_down(1, id).unwrap();
    world.phones[0].skew = 0;
    world.check_end().unwrap();
}
