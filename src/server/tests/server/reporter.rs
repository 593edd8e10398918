//! How a resident without an account can be reached: told to those who coordinate and to the captain in charge.

use kaifong_domain::{
    access::AccessRole,
    change::Change,
    document::DocumentKind,
    id::SuggestionId,
    record::{Collection, Record},
    suggestion::SuggestionEdit,
};
use kaifong_replica::{actor::actor, document::Document, sync::frame::Frame};
use kaifong_server::{clock, secret::random, store::Store};
use serde_json::json;

use super::{
    call::Caller,
    intake::send,
    phone::Phone,
    place::{Place, slug},
    policy::kept,
};

const CONTACT: &str = "138 0000 0000";

/// The document in which the one suggestion stands, once it does, and which that is.
async fn stored(place: &Place) -> (Document, SuggestionId) {
    loop {
        let stored = place.store.load(&slug()).await.unwrap();
        for stored in stored.into_iter().filter(|stored| stored.kind.starts_with("suggestions-")) {
            let mut document = Document::new(DocumentKind::from_name(&stored.kind).unwrap());
            stored.chunks.iter().for_each(|chunk| document.absorb(&chunk.bytes).unwrap());
            let entries = document.entries_of(&[Collection::Suggestions]).entries;
            if let Some(Record::Suggestion(suggestion)) = entries.into_iter().map(|entry| entry.record).next() {
                return (document, suggestion.id);
            }
        }
        tokio::task::yield_now().await;
    }
}

/// Somebody edits it.
async fn edit(place: &Place, phone: &mut Phone, edit: SuggestionEdit) {
    let (mut document, id) = stored(place).await;
    let before = document.heads();
    document.set_actor(actor(phone.device(), random()));
    document.commit(&[Change::SuggestionEdited(id, edit)], "EditSuggestion/1", clock::now()).unwrap();
    let parcel = document.pack(&before, 100_000).bytes;
    let document = document.kind().name();
    phone.say(&Frame::Changes { document, parcel, heads: vec![], asks: false, kept: false }).await;
    kept(phone).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_captain_in_charge_can_reach_who_sent_it() {
    let place = Place::new().await;
    let (status, _) = send(place.server.address(), 1, &json!({ "text": "A lamp", "contact": CONTACT }));
    assert_eq!(status, 200);
    let (_, id) = stored(&place).await;
    let mut office = place.phone(AccessRole::Coordinator).await;
    let [mut captain, mut other, mut member] = [
        place.phone(AccessRole::Captain).await,
        place.phone(AccessRole::Captain).await,
        place.phone(AccessRole::Member).await,
    ];
    let [captain_calls, other_calls, member_calls] = [
        Caller::of(&place, &mut captain).await,
        Caller::of(&place, &mut other).await,
        Caller::of(&place, &mut member).await,
    ];
    let path = format!("suggestions/{id}/reporter");
    office.join_and_compare().await;
    let answers = || [&captain_calls, &other_calls, &member_calls].map(|calls| calls.get(&path).0);
    assert_eq!(answers(), [403, 403, 403], "nobody is in charge");
    edit(&place, &mut office, SuggestionEdit::Owner(Some(member.person()))).await;
    assert_eq!(answers(), [403, 403, 403], "a member is, who is trusted with no numbers");
    edit(&place, &mut office, SuggestionEdit::Owner(Some(captain.person()))).await;
    assert_eq!(answers(), [200, 403, 403]);
    assert_eq!(captain_calls.get(&path).1, json!(CONTACT));
    place.server.stop().await;
}
