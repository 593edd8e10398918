//! `POST /api/<community>/suggestions`: a resident makes a suggestion. The header `idempotency-key` names it; whoever
//! sends it again with the same key gets the same answer, and it is there once.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use kaifong_domain::{decide::from_resident, id::SuggestionId, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{code::Key, photo, refused::Refused, spam};
use crate::{
    clock,
    room::RoomEvent,
    secret,
    site::Site,
    slug::Slug,
    store::{Held, NewSuggestion, NotTaken, Taken},
};

/// The largest body, in bytes: a photo in Base64, and words.
pub const LARGEST: usize = photo::LARGEST / 3 * 4 + 32 * 1024;

/// The most that a resident may write, in characters.
const WORDS: usize = 2_000;
/// The longest way to reach somebody, in characters.
const CONTACT: usize = 100;

/// What is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Request {
    text: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    contact: String,
    /// A JPEG file in Base64.
    photo: Option<String>,
}

/// The answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// With which it can be followed.
    code: String,
    /// When it came, in milliseconds.
    at: i64,
}

/// Turns away at once who says that they will send too much.
pub async fn bounded(request: axum::extract::Request, next: middleware::Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if length.is_some_and(|length: usize| length > LARGEST) {
        return Refused::TooLarge.into_response();
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
) -> Result<impl IntoResponse, Refused> {
    let address = site.address(peer, &headers);
    site.intake_limit.send(address)?;
    site.origins.admit(&headers).map_err(|_| Refused::Foreign)?;
    let community: Slug = community.parse().map_err(|_| Refused::Unknown)?;
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).and_then(|key| key.parse::<Key>().ok());
    let key = key.ok_or(Refused::BadRequest)?;
    // A form of another site can send anything but this type without asking first.
    let json = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::TooLarge,
        _ => Refused::BadRequest,
    })?;
    let request: Request = serde_json::from_slice(&body).ok().filter(|_| json).ok_or(Refused::BadRequest)?;
    let new = read(&community, key, request)?;
    let is_much = site.intake_limit.is_much(address);
    let why = new.why.or(is_much.then_some(Held::Many));
    let suggestion = new.suggestion.clone();
    let taken = site.store.take_suggestion(NewSuggestion { why, ..new }).await;
    let taken = taken.map_err(|error| match error {
        NotTaken::NoRoom => Refused::NoRoom,
        NotTaken::Store(error) => Refused::by_store(&site, &error),
    })?;
    tracing::info!(%community, new = taken.is_new, held = taken.is_held, "a resident's suggestion was taken");
    let Taken { at, is_new, is_held, .. } = taken;
    if is_new && !is_held {
        // It is in the store: a room that can't be told of it finds it there.
        if let Some(room) = site.rooms.enter(&community) {
            let _ = room.tell(RoomEvent::Raised(Box::new(suggestion))).await;
        }
    }
    let fresh = [(header::CACHE_CONTROL, "no-store")];
    Ok((fresh, Json(Answer { code: key.code().to_string(), at: at.0 })))
}

fn read(community: &Slug, key: Key, request: Request) -> Result<NewSuggestion, Refused> {
    let Request { text, place, contact, photo } = request;
    let now = clock::now();
    if text.chars().count() > WORDS {
        return Err(Refused::Words);
    }
    let suggestion = from_resident(new_suggestion(now), now, &text, &place).map_err(|_| Refused::Words)?;
    let contact = contact.trim();
    if contact.chars().count() > CONTACT || contact.chars().any(char::is_control) {
        return Err(Refused::Words);
    }
    let photo = match photo {
        Some(photo) => {
            let jpeg = STANDARD.decode(photo).map_err(|_| Refused::BadRequest)?;
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

fn new_suggestion(now: Timestamp) -> SuggestionId {
    let millis = u64::try_from(now.0).unwrap_or(0);
    SuggestionId(uuid::Builder::from_unix_timestamp_millis(millis, &secret::random()).into_uuid())
}
