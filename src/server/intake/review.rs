//! What is held is looked at by captains and coordinators, who let it in or not: `GET /api/<community>/held`,
//! `GET /api/<community>/held/<id>/photo`, and `POST /api/<community>/held/<id>/release` or `/discard`. Whoever sent it left
//! their contact to coordinators and the captain in charge: `GET /api/<community>/suggestions/<id>/reporter`.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use kaifong_domain::{
    access::{AccessRole, Actor},
    call::{CallRefusal, intake::HeldSuggestion},
    id::SuggestionId,
};

use super::follow::standing;
use crate::{
    access::{
        bearer::{SignedIn, signed_in},
        call::{Answer, Done, Refused},
    },
    device::Device,
    room::RoomEvent,
    site::Site,
    store,
};

fn may(device: &Device, is_enough: impl Fn(Actor) -> bool) -> Result<(), Refused> {
    let actor = device.actor();
    let is_known = device.role != AccessRole::Unknown;
    if is_known && is_enough(actor) { Ok(()) } else { Err(CallRefusal::NotAllowed.into()) }
}

/// What is held, the oldest first.
///
/// # Errors
/// See [`Refused`].
pub async fn held(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
) -> Result<Answer<Vec<HeldSuggestion>>, Refused> {
    let SignedIn { community, device } = signed_in(&site, &community, &headers).await?;
    may(&device, Actor::captains)?;
    let held = site.store.held_suggestions(&community).await.map_err(|error| Refused::store(&site, &error))?;
    let told = |store::HeldSuggestion { id, at, why, words, place, has_photo }| HeldSuggestion {
        id,
        at,
        why,
        text: words,
        place,
        has_photo,
    };
    Ok(Answer(held.into_iter().map(told).collect()))
}

/// The photo of one that is held, in Base64.
///
/// # Errors
/// See [`Refused`].
pub async fn photo(
    State(site): State<Arc<Site>>,
    Path((community, suggestion)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Answer<String>, Refused> {
    let SignedIn { community, device } = signed_in(&site, &community, &headers).await?;
    may(&device, Actor::captains)?;
    let suggestion: SuggestionId = suggestion.parse().map_err(|_| CallRefusal::NotFound)?;
    let photo = site.store.photo(&community, suggestion).await.map_err(|error| Refused::store(&site, &error))?;
    let jpeg = photo.filter(|photo| photo.is_held).and_then(|photo| photo.jpeg).ok_or(CallRefusal::NotFound)?;
    Ok(Answer(STANDARD.encode(jpeg)))
}

/// Lets one in: it is written into the community's documents.
///
/// # Errors
/// See [`Refused`].
pub async fn release(site: State<Arc<Site>>, path: Path<(String, String)>, headers: HeaderMap) -> Done {
    settle(site, path, headers, true).await
}

/// Does not let one in: it is forgotten, with its photo and how to reach who sent it.
///
/// # Errors
/// See [`Refused`].
pub async fn discard(site: State<Arc<Site>>, path: Path<(String, String)>, headers: HeaderMap) -> Done {
    settle(site, path, headers, false).await
}

async fn settle(
    State(site): State<Arc<Site>>,
    Path((community, suggestion)): Path<(String, String)>,
    headers: HeaderMap,
    is_let_in: bool,
) -> Done {
    let SignedIn { community, device } = signed_in(&site, &community, &headers).await?;
    may(&device, Actor::captains)?;
    let suggestion: SuggestionId = suggestion.parse().map_err(|_| CallRefusal::NotFound)?;
    let settled = site.store.settle_held(&community, suggestion, is_let_in).await;
    if !settled.map_err(|error| Refused::store(&site, &error))? {
        return Err(CallRefusal::NotFound.into());
    }
    if is_let_in {
        let due = site.store.suggestions_due(&community).await.map_err(|error| Refused::store(&site, &error))?;
        // A room that can't be told of it finds it in the store.
        if let Some(room) = site.rooms.enter(&community) {
            for suggestion in due {
                let _ = room.tell(RoomEvent::Raised(Box::new(suggestion))).await;
            }
        }
    }
    Ok(Answer(()))
}

/// How to reach who sent a suggestion, in their own words: for those who coordinate, and the captain in charge of it.
///
/// # Errors
/// See [`Refused`].
pub async fn reporter(
    State(site): State<Arc<Site>>,
    Path((community, suggestion)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Answer<String>, Refused> {
    let SignedIn { community, device } = signed_in(&site, &community, &headers).await?;
    may(&device, Actor::captains)?;
    let suggestion: SuggestionId = suggestion.parse().map_err(|_| CallRefusal::NotFound)?;
    // What is still held stands in no document that could say who is in charge of it.
    let actor = device.actor();
    if !actor.coordinates() {
        let standing = standing(&site, &community, suggestion, Some(actor)).await?;
        standing.filter(|standing| standing.may_reach).ok_or(CallRefusal::NotAllowed)?;
    }
    let contact = site.store.reporter(&community, suggestion).await.map_err(|error| Refused::store(&site, &error))?;
    Ok(Answer(contact.ok_or(CallRefusal::NotFound)?))
}
