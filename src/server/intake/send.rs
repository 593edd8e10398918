//! `POST /api/<community>/suggestions`: a resident makes a suggestion. The header `idempotency-key` names it; whoever
//! sends it again with the same key gets the same answer, and it is there once.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::{HeaderMap, header},
    middleware,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use kaifong_domain::{
    call::{
        CallRefusal,
        intake::{CONTACT, Sent, Taken as Answered, WORDS},
    },
    decide::from_resident,
};

use super::{code::Key, photo, spam};
use crate::{
    access::call::{self, Answer, Refused, addressed},
    clock,
    room::RoomEvent,
    secret,
    site::Site,
    slug::Slug,
    store::{Held, NewSuggestion, NotTaken, Taken},
};

/// The largest body, in bytes: a photo in Base64, and words.
pub const LARGEST: usize = photo::LARGEST / 3 * 4 + 32 * 1024;

/// Turns away at once who says that they will send too much.
pub async fn bounded(request: axum::extract::Request, next: middleware::Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length > LARGEST) {
        return Refused::from(CallRefusal::TooLarge).into_response();
    }
    next.run(request).await
}

/// Takes a suggestion.
///
/// # Errors
/// See [`Refused`].
pub async fn send(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answer<Answered>, Refused> {
    let address = site.address(peer, &headers);
    site.intake_limit.send(address)?;
    let community = addressed(&site, &community, &headers)?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).and_then(|key| key.parse::<Key>().ok());
    let key = key.ok_or(CallRefusal::BadRequest)?;
    let new = read(&community, key, call::read(&headers, body)?)?;
    let is_much = site.intake_limit.is_much(address);
    let why = new.why.or(is_much.then_some(Held::Many));
    let suggestion = new.suggestion.clone();
    let taken = site.store.take_suggestion(NewSuggestion { why, ..new }).await;
    let taken = taken.map_err(|error| match error {
        NotTaken::NoRoom => CallRefusal::NoRoom.into(),
        NotTaken::Store(error) => Refused::store(&site, &error),
    })?;
    tracing::info!(%community, new = taken.is_new, held = taken.is_held, "a resident's suggestion was taken");
    let Taken { at, is_new, is_held, .. } = taken;
    if is_new && !is_held {
        // It is in the store: a room that can't be told of it finds it there.
        if let Some(room) = site.rooms.enter(&community) {
            let _ = room.tell(RoomEvent::Raised(Box::new(suggestion))).await;
        }
    }
    Ok(Answer(Answered { code: key.code().to_string(), at }))
}

fn read(community: &Slug, key: Key, sent: Sent) -> Result<NewSuggestion, Refused> {
    let Sent { text, place, contact, photo } = sent;
    let now = clock::now();
    if text.chars().count() > WORDS {
        return Err(CallRefusal::BadWords.into());
    }
    let suggestion = from_resident(secret::new_id(now), now, &text, &place).map_err(|_| CallRefusal::BadWords)?;
    let contact = contact.trim();
    if contact.chars().count() > CONTACT || contact.chars().any(char::is_control) {
        return Err(CallRefusal::BadWords.into());
    }
    let photo = match photo {
        Some(photo) => {
            let jpeg = STANDARD.decode(photo).map_err(|_| CallRefusal::BadRequest)?;
            Some(photo::clean(&jpeg)?)
        }
        None => None,
    };
    Ok(NewSuggestion {
        community: community.clone(),
        key: key.hash(),
        code: key.code().hash(),
        said: spam::said(&text, &place),
        why: (spam::has_link(&text) || spam::has_link(&place)).then_some(Held::Links),
        suggestion,
        contact: (!contact.is_empty()).then(|| contact.to_owned()),
        photo,
    })
}
