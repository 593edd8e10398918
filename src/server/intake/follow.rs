//! `POST /api/<community>/suggestions/follow`: how far the suggestion with this code has come. The code stands in the
//! body, so that no log of addresses ever holds it. The answer names nobody, and does not say what was suggested.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::HeaderMap,
};
use kaifong_domain::{
    access::Actor,
    call::{
        CallRefusal,
        intake::{Move, Question, Stage, Standing},
    },
    id::SuggestionId,
};
use kaifong_replica::hub;
use tokio::sync::oneshot;

use super::code::Code;
use crate::{
    access::call::{Answer, Refused, addressed, read},
    room::RoomEvent,
    site::Site,
    slug::Slug,
    store::{self, Followed},
};

/// How a suggestion stands in the documents, for whoever asks; nothing if it is not there.
pub(super) async fn standing(
    site: &Site,
    community: &Slug,
    suggestion: SuggestionId,
    by: Option<Actor>,
) -> Result<Option<hub::Standing>, Refused> {
    let room = site.rooms.enter(community).ok_or(CallRefusal::Unavailable)?;
    let (answer, standing) = oneshot::channel();
    room.tell(RoomEvent::Asked { suggestion, by, answer }).await.map_err(|_| CallRefusal::Unavailable)?;
    Ok(standing.await.map_err(|_| CallRefusal::Unavailable)?)
}

/// Answers.
///
/// # Errors
/// See [`Refused`].
pub async fn follow(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answer<Standing>, Refused> {
    site.intake_limit.ask(site.address(peer, &headers))?;
    let community = addressed(&site, &community, &headers)?;
    let Question { code } = read(&headers, body)?;
    let code: Code = code.parse().map_err(|_| CallRefusal::NotFound)?;
    let followed = site.store.followed(&community, code.hash()).await;
    let followed = followed.map_err(|error| Refused::store(&site, &error))?;
    let Followed { suggestion, at, stage, is_due } = followed.ok_or(CallRefusal::NotFound)?;
    let (stage, moves) = match stage {
        store::Stage::Held => (Stage::Held, vec![]),
        store::Stage::Discarded => (Stage::Gone, vec![]),
        store::Stage::Taken => match standing(&site, &community, suggestion, None).await? {
            Some(standing) => (Stage::Taken, standing.moves),
            None if is_due => (Stage::Taken, vec![]),
            None => (Stage::Gone, vec![]),
        },
    };
    let told = |made: hub::Move| Move { to: made.to.code().into(), at: made.at, answer: made.answer };
    let moves = moves.into_iter().map(told).collect();
    Ok(Answer(Standing { at, stage: stage.code().into(), moves }))
}
