//! Modified clients that skip their own check: the gate stops them, they are told, and nobody else notices.

use automerge::ChangeHash;
use kaifong_domain::{
    access::AccessRole,
    change::Change,
    comment::Comment,
    device::Device,
    document::DocumentKind,
    id::{CommentId, DeviceId, PersonId, SuggestionId},
    person::Person,
    rejection::Rejection,
    suggestion::{Category, Source, Suggestion},
    time::Timestamp,
    value::LongText,
};
use kaifong_replica::{
    actor::{USHER, actor},
    document::Document,
    schema::DocumentId,
    sync::frame::{Frame, Holding},
};
use kaifong_server::{clock, secret::random};
use uuid::Uuid;

use super::{
    hostile::{carry, refusal},
    phone::Phone,
    place::Place,
};

const SUGGESTIONS: DocumentKind = DocumentKind::Suggestions(2026);

pub fn person() -> PersonId {
    PersonId(Uuid::from_bytes(random()))
}

/// What a device would write, though no check of its own allows it.
pub fn written(kind: DocumentKind, device: [u8; 8], changes: &[Change]) -> Frame {
    let mut document = Document::new(kind);
    let genesis = document.heads();
    document.set_actor(actor(device, random()));
    document.commit(changes, "Forged/1", clock::now()).unwrap();
    carry(DocumentId::of("riverside", kind), document.changes_after(&genesis))
}

pub fn card(id: PersonId, created_by: PersonId, checked_in_at: Option<Timestamp>) -> Change {
    let (created_at, name) = (clock::now(), "Somebody".to_owned());
    let (unit, availability, about) = (String::new(), String::new(), String::new());
    let (groups, skills) = (Default::default(), Default::default());
    let building = None;
    Change::PersonAdded(Person {
        id,
        created_by,
        created_at,
        name,
        unit,
        building,
        groups,
        skills,
        availability,
        about,
        checked_in_at,
    })
}

fn suggestion(raised_by: PersonId) -> Change {
    let (id, raised_at) = (SuggestionId(Uuid::from_bytes(random())), clock::now());
    let (title, text, place) = ("A lamp".to_owned(), LongText(String::new()), String::new());
    let (building, category, source, owner) = (None, Category::Other, Source::Talk, None);
    Change::SuggestionRaised(Suggestion {
        id,
        raised_by,
        raised_at,
        title,
        text,
        building,
        place,
        category,
        source,
        owner,
    })
}

/// Waits until the server keeps what a phone has brought.
pub async fn kept(phone: &mut Phone) -> Vec<ChangeHash> {
    loop {
        match phone.hear().await.unwrap() {
            Frame::Receipt { heads, .. } => return heads,
            Frame::Refused { changes, .. } => panic!("{changes:?}"),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_modified_client_writes_nothing_that_its_person_may_not() {
    let place = Place::new().await;
    let (member, admin) = (person(), person());
    let mut bad = place.phone_of(member, AccessRole::Member).await;
    let mut chief = place.phone_of(admin, AccessRole::Admin).await;
    let mut good = place.phone(AccessRole::Coordinator).await;
    let (own, theirs) = (bad.device(), chief.device());
    let comment = |by| {
        let (id, suggestion) = (CommentId(Uuid::from_bytes(random())), SuggestionId(Uuid::from_bytes(random())));
        Change::Commented(Comment { id, suggestion, by, at: clock::now(), text: "I agree".into() })
    };
    let attacks = [
        // Another's card, one's own check-in, and words in somebody else's name.
        written(DocumentKind::Roster, own, &[card(person(), member, None)]),
        written(DocumentKind::Roster, own, &[card(member, member, Some(clock::now()))]),
        written(SUGGESTIONS, own, &[suggestion(admin)]),
        written(SUGGESTIONS, own, &[comment(admin)]),
    ];
    for (number, attack) in (1..).zip(attacks) {
        bad.say(&attack).await;
        assert_eq!(refusal(&mut bad).await, [Rejection::NotAllowed], "attack {number}");
        good.add_estate("North");
        good.sync_until(number, true).await;
    }
    // What only the server writes, not even an admin does, under whatever name.
    let (since, id) = (clock::now(), DeviceId::of(own));
    let device = Change::DeviceLetIn(Device { id, since, person: admin });
    chief.say(&written(DocumentKind::Access, theirs, std::slice::from_ref(&device))).await;
    assert_eq!(refusal(&mut chief).await, [Rejection::NotAllowed]);
    chief.say(&written(DocumentKind::Access, USHER, &[device])).await;
    assert_eq!(refusal(&mut chief).await, [Rejection::AnotherAuthor]);
    // What is theirs is taken all the same, on the same line.
    bad.say(&written(SUGGESTIONS, own, &[suggestion(member)])).await;
    kept(&mut bad).await;
    place.server.stop().await;
}

/// Not a byte of a document, nor whether it is there, for somebody whose role does not open it.
#[tokio::test(flavor = "multi_thread")]
async fn a_partner_is_told_nothing_of_the_roster() {
    let place = Place::new().await;
    let (captain, partner) = (person(), person());
    let mut good = place.phone_of(captain, AccessRole::Captain).await;
    good.say(&written(DocumentKind::Roster, good.device(), &[card(person(), captain, None)])).await;
    kept(&mut good).await;
    let mut outside = Phone::stranger(place.server.address());
    assert_eq!(outside.redeem(&place.secret_for(partner, AccessRole::Partner).await), 200);
    let heads = outside.join_and_compare().await;
    assert_eq!(heads, []);
    let documents = vec![Holding { document: "roster".into(), heads: vec![] }];
    let ask = [
        written(DocumentKind::Roster, outside.device(), &[card(partner, partner, None)]),
        carry(DocumentId::of("riverside", DocumentKind::Roster), vec![]),
    ];
    for frame in ask {
        outside.say(&frame).await;
        let answer = outside.hear().await.unwrap();
        assert!(matches!(answer, Frame::Unavailable { .. }), "{answer:?}");
    }
    outside.say(&Frame::Want { buckets: vec![], documents }).await;
    let answer = outside.hear().await.unwrap();
    assert!(matches!(answer, Frame::Unavailable { .. }), "{answer:?}");
    place.server.stop().await;
}
