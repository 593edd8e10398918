//! `POST /api/<community>/suggestions/follow`: how far the suggestion with this code has come. The code stands in the
//! body, so that no log of addresses ever holds it. The answer names nobody, and does not say what was suggested.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Json,
    extract::{ConnectInfo, Path, State, rejection::JsonRejection},
    http::{HeaderMap, header},
    response::IntoResponse,
};
use kaifong_replica::hub::Standing;
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::{code::Code, refused::Refused};
use crate::{
    room::RoomEvent,
    site::Site,
    slug::Slug,
    store::{Followed, Stage},
};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    code: String,
}

/// How far it has come.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// When it came, in milliseconds.
    at: i64,
    /// `held`: somebody looks at it first; `taken`; `gone`: it was not taken, or was taken out.
    stage: &'static str,
    /// Its moves, the first one first.
    moves: Vec<Move>,
}

#[derive(Debug, Serialize)]
struct Move {
    /// To what, such as `solved`.
    to: &'static str,
    /// When, in milliseconds.
    at: i64,
    /// What was done, or why nothing will be.
    #[serde(skip_serializing_if = "String::is_empty")]
    answer: String,
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
    question: Result<Json<Question>, JsonRejection>,
) -> Result<impl IntoResponse, Refused> {
    site.intake_limit.ask(site.address(peer, &headers))?;
    site.origins.admit(&headers).map_err(|_| Refused::Foreign)?;
    let community: Slug = community.parse().map_err(|_| Refused::Unknown)?;
    let Json(Question { code }) = question.map_err(|_| Refused::BadRequest)?;
    let code: Code = code.parse().map_err(|_| Refused::Unknown)?;
    let followed = site.store.followed(&community, code.hash()).await;
    let followed = followed.map_err(|error| Refused::by_store(&site, &error))?;
    let Followed { suggestion, at, stage, is_due } = followed.ok_or(Refused::Unknown)?;
    let (stage, moves) = match stage {
        Stage::Held => ("held", vec![]),
        Stage::Discarded => ("gone", vec![]),
        Stage::Taken => {
            let room = site.rooms.enter(&community).ok_or(Refused::Unavailable)?;
            let (answer, standing) = oneshot::channel();
            room.tell(RoomEvent::Asked { suggestion, answer }).await.map_err(|_| Refused::Unavailable)?;
            match standing.await.map_err(|_| Refused::Unavailable)? {
                Some(Standing { moves }) => ("taken", moves),
                None if is_due => ("taken", vec![]),
                None => ("gone", vec![]),
            }
        }
    };
    let told = |made: kaifong_replica::hub::Move| Move { to: made.to.code(), at: made.at.0, answer: made.answer };
    let moves = moves.into_iter().map(told).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Answer { at: at.0, stage, moves })))
}
