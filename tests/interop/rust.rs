//! Strangers that are written in Rust read a community's documents, live, and write into them.

use automerge::{
    AutomergeError, ObjType,
    transaction::{Transactable, Transaction},
};
use kaifong_domain::{
    field::Field,
    id::SuggestionId,
    record::{Collection, RecordKey},
};
use kaifong_tests::{
    real::phone::now,
    stranger::{collection, record},
};

use crate::{
    community::Meeting,
    samod::{Samod, read, until, write},
};

const TITLE: &str = "title";

fn key(id: SuggestionId) -> RecordKey {
    RecordKey { collection: Collection::Suggestions, id: id.0 }
}

/// A suggestion as a program in Rust writes it: with scalars.
fn raise(
    meeting: &Meeting,
    title: &'static str,
) -> impl FnOnce(&mut Transaction<'_>) -> Result<(), AutomergeError> + use<> {
    let by = meeting.phone.community().suggestions[&meeting.suggestion].raised_by.to_string();
    let (id, at) = (meeting.new.to_string(), now().0);
    move |tx| {
        let all = collection(tx, Collection::Suggestions.code()).expect("the collection is there");
        let new = tx.put_object(all, id, ObjType::Map)?;
        let fields = [(Field::RaisedBy, by.as_str()), (Field::Title, title)];
        for (field, value) in fields.into_iter().chain([(Field::Category, "lighting"), (Field::Source, "form")]) {
            tx.put(&new, field.code(), value)?;
        }
        tx.put(&new, Field::RaisedAt.code(), at)
    }
}

fn retitle(id: SuggestionId, title: &'static str) -> impl FnOnce(&mut Transaction<'_>) -> Result<(), AutomergeError> {
    move |tx| {
        let record = record(tx, key(id)).expect("the record is there");
        tx.put(record, TITLE, title)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_samod_peer_reads_live_and_what_it_writes_arrives_on_a_phone() {
    let mut meeting = Meeting::new().await;
    let (token, _) = meeting.kaifong.token("the form", true);
    let samod = Samod::connected(&meeting.kaifong, &token).await;
    let (old, new) = (meeting.suggestion, meeting.new);
    let document = samod.find(&meeting.kaifong.url(&token, &Meeting::suggestions())).await.unwrap();
    until(&document, key(old), TITLE, "A lamp for the stairs").await;
    meeting.retitle("Two lamps for the stairs").await;
    until(&document, key(old), TITLE, "Two lamps for the stairs").await;

    write(&document, raise(&meeting, "A lamp for the yard")).await;
    meeting.until_titled(new, "A lamp for the yard").await;
    write(&document, retitle(old, "A bench")).await;
    meeting.until_titled(old, "A bench").await;
    let arrived = &meeting.phone.community().suggestions[&new];
    assert_eq!((arrived.category.code(), arrived.source.code()), ("lighting", "form"));
    assert_eq!(arrived.raised_by, meeting.phone.community().suggestions[&old].raised_by);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_samod_peer_that_was_away_catches_up_and_so_does_everybody_else() {
    let mut meeting = Meeting::new().await;
    let (token, _) = meeting.kaifong.token("the form", true);
    let mut samod = Samod::connected(&meeting.kaifong, &token).await;
    let (old, new) = (meeting.suggestion, meeting.new);
    let document = samod.find(&meeting.kaifong.url(&token, &Meeting::suggestions())).await.unwrap();
    samod.disconnect();
    write(&document, raise(&meeting, "Written far away")).await;
    meeting.retitle("Written here meanwhile").await;
    assert_eq!(read(&document, key(old), TITLE).await.as_deref(), Some("A lamp for the stairs"), "it is away");
    samod.connect().await;
    until(&document, key(old), TITLE, "Written here meanwhile").await;
    meeting.until_titled(new, "Written far away").await;
}

/// A token that may only read: what is written with it stays where it was written.
#[tokio::test(flavor = "multi_thread")]
async fn a_samod_peer_writes_nothing_without_leave() {
    let mut meeting = Meeting::new().await;
    let (token, _) = meeting.kaifong.token("the board", false);
    let (writing, _) = meeting.kaifong.token("the form", true);
    let reader = Samod::connected(&meeting.kaifong, &token).await;
    let writer = Samod::connected(&meeting.kaifong, &writing).await;
    let url = meeting.kaifong.url(&token, &Meeting::suggestions());
    let (read_only, writable) = (reader.find(&url).await.unwrap(), writer.find(&url).await.unwrap());
    let (old, new) = (meeting.suggestion, meeting.new);
    write(&read_only, retitle(old, "Not for me to say")).await;
    write(&writable, raise(&meeting, "A lamp for the yard")).await;
    meeting.until_titled(new, "A lamp for the yard").await;
    until(&read_only, key(new), TITLE, "A lamp for the yard").await;
    assert_eq!(meeting.phone.community().suggestions[&old].title, "A lamp for the stairs");
    assert_eq!(read(&writable, key(old), TITLE).await.as_deref(), Some("A lamp for the stairs"));
}
