//! Check-in: a phone that nobody knows asks to be let in, and a community worker says. Until then what it says of its
//! person is in the server's store and nowhere else.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::HeaderMap,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kaifong_domain::call::{
    CallRefusal,
    check_in::{CONSENT, CheckIn, Confirmation, NewCheckIn, Ticket},
};
use serde::{Deserialize, Serialize};

use super::{
    bearer::{SignedIn, signed_in},
    call::{Answer, Done, Refused, addressed, line, read},
    people::{LONGEST_NAME, by},
    redeem,
};
use crate::{
    clock,
    device::PublicKey,
    secret::{self, Secret},
    site::Site,
    store::{Asked, CheckInState, NotAsked, NotSettled, Verdict},
};

/// For how many days a request waits.
const DAYS: i64 = 14;

/// `POST /api/<community>/check-ins`: asks to be let in. Anybody may, so rarely.
///
/// # Errors
/// See [`Refused`].
pub async fn ask(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answer<Ticket>, Refused> {
    site.check_in_limit.admit(site.address(peer, &headers))?;
    let community = addressed(&site, &community, &headers)?;
    let NewCheckIn { details, consent, public_key, device_name } = read(&headers, body)?;
    let point = URL_SAFE_NO_PAD.decode(&public_key).map_err(|_| CallRefusal::BadRequest)?;
    let public_key = PublicKey::parse(&point).map_err(|_| CallRefusal::BadRequest)?;
    if !details.is_sound() || !(1..=CONSENT).contains(&consent) {
        return Err(CallRefusal::BadRequest.into());
    }
    let device_name = line(&device_name, LONGEST_NAME)?;
    let known = site.store.community(&community).await.map_err(|error| Refused::store(&site, &error))?;
    let community_name = known.ok_or(CallRefusal::NotFound)?.name;
    let (ticket, at) = (Secret::fresh(), clock::now());
    let (request, expires_at) = (secret::random(), at.plus_days(DAYS));
    let ticket_hash = ticket.hash();
    let asked =
        Asked { community, request, ticket: ticket_hash, public_key, device_name, details, consent, at, expires_at };
    match site.store.ask_check_in(asked).await.map_err(|error| Refused::store(&site, &error))? {
        Ok(()) => {}
        Err(NotAsked::Full) => return Err(CallRefusal::TooMany.into()),
        Err(NotAsked::DeviceKnown) => return Err(CallRefusal::DeviceRevoked.into()),
    }
    Ok(Answer(Ticket { ticket: ticket.to_string(), community_name, expires_at }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    ticket: String,
}

/// What has become of a request.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum Outcome {
    /// Nobody has looked at it.
    Waiting,
    /// The phone is signed in, as if it had used a link.
    Confirmed(redeem::Answer),
    /// It was declined.
    Declined,
}

/// `POST /api/<community>/check-ins/answer`: a phone asks what has become of its request.
///
/// # Errors
/// See [`Refused`].
pub async fn answer(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answer<Outcome>, Refused> {
    site.sign_in_limit.admit(site.address(peer, &headers))?;
    let community = addressed(&site, &community, &headers)?;
    let Question { ticket } = read(&headers, body)?;
    let ticket: Secret = ticket.parse().map_err(|_| CallRefusal::NotFound)?;
    let state = site.store.check_in_state(&community, ticket.hash(), clock::now()).await;
    match state.map_err(|error| Refused::store(&site, &error))? {
        CheckInState::Unknown => Err(CallRefusal::NotFound.into()),
        CheckInState::Waiting => Ok(Answer(Outcome::Waiting)),
        CheckInState::Declined => Ok(Answer(Outcome::Declined)),
        CheckInState::Confirmed(redeemed) => Ok(Answer(Outcome::Confirmed(redeem::answer(&community, redeemed)))),
    }
}

/// `GET /api/<community>/check-ins`: the requests that wait, for who coordinates.
///
/// # Errors
/// See [`Refused`].
pub async fn waiting(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
) -> Result<Answer<Vec<CheckIn>>, Refused> {
    let who = coordinator(&site, &community, &headers).await?;
    let waiting = site.store.check_ins(&who.community, clock::now()).await;
    Ok(Answer(waiting.map_err(|error| Refused::store(&site, &error))?))
}

/// `POST /api/<community>/check-ins/<id>/confirm`: lets somebody in, as a person who has a card.
///
/// # Errors
/// See [`Refused`].
pub async fn confirm(
    State(site): State<Arc<Site>>,
    Path((community, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Done {
    let who = coordinator(&site, &community, &headers).await?;
    let Confirmation { person } = read(&headers, body)?;
    settle(&site, &who, &id, Verdict::Confirmed(person)).await
}

/// `POST /api/<community>/check-ins/<id>/decline`: does not let somebody in.
///
/// # Errors
/// See [`Refused`].
pub async fn decline(
    State(site): State<Arc<Site>>,
    Path((community, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Done {
    let who = coordinator(&site, &community, &headers).await?;
    settle(&site, &who, &id, Verdict::Declined).await
}

async fn settle(site: &Site, who: &SignedIn, id: &str, verdict: Verdict) -> Done {
    let id = uuid::Uuid::try_parse(id).map_err(|_| CallRefusal::NotFound)?.into_bytes();
    let settled = site.store.settle_check_in(&who.community, id, verdict, (who.device.role, by(who))).await;
    match settled.map_err(|error| Refused::store(site, &error))? {
        Ok(()) => Ok(Answer(())),
        Err(NotSettled::Gone) => Err(CallRefusal::Settled.into()),
        Err(NotSettled::NotAllowed) => Err(CallRefusal::NotAllowed.into()),
    }
}

async fn coordinator(site: &Site, community: &str, headers: &HeaderMap) -> Result<SignedIn, Refused> {
    let who = signed_in(site, community, headers).await?;
    if who.device.actor().coordinates() { Ok(who) } else { Err(CallRefusal::NotAllowed.into()) }
}
