//! Checking in: this device asks to be let in, and asks again what has become of that, until somebody has said. What it
//! asks with is stored, so it goes on after a restart.

use js_sys::JSON;
use kaifong_domain::{
    bridge::{CheckInProgress, JoinError},
    call::{Method, check_in::Details},
};
use wasm_bindgen::JsValue;

use crate::{
    fetch::fetch,
    input::Inputs,
    join::{base64url, identity, is_slug, key_of, refusal, renew_key},
    object::{object, text},
    storage::Storage,
};

/// What came of it.
#[derive(Debug)]
pub(crate) enum Reported {
    /// To be told.
    Progress(CheckInProgress),
    /// This device is signed in with this community.
    LetIn(String),
}

impl From<Result<Self, JoinError>> for Reported {
    fn from(reported: Result<Self, JoinError>) -> Self {
        reported.unwrap_or_else(|error| Self::Progress(CheckInProgress::Failed(error)))
    }
}

/// Asks to be let in.
pub(crate) async fn report(
    community: String,
    details: Details,
    consent: u16,
    device: String,
    inputs: Inputs,
) -> Result<Reported, JoinError> {
    let storage = open(&community, inputs).await?;
    let [name, unit, building, skills, availability] = details.all().map(|text| JsValue::from_str(text));
    let details = object(&[
        ("name", &name),
        ("unit", &unit),
        ("building", &building),
        ("skills", &skills),
        ("availability", &availability),
    ]);
    let path = ["/api/", &community, "/check-ins"].concat();
    let with = |public: String| {
        object(&[
            ("details", &details),
            ("consent", &consent.into()),
            ("publicKey", &public.into()),
            ("deviceName", &device.as_str().into()),
        ])
    };
    let key = key_of(&storage).await?;
    let answer = match post(&path, &with(base64url(&key.public().await?))).await {
        // The key that lost its access opens nothing again.
        Err(JoinError::DeviceRevoked) => {
            post(&path, &with(base64url(&renew_key(&storage).await?.public().await?))).await?
        }
        answer => answer?,
    };
    storage.keep_ticket(Some(&answer)).await.map_err(|_| JoinError::Storage)?;
    Ok(waiting(&answer))
}

/// Asks what has become of it.
pub(crate) async fn ask(community: String, inputs: Inputs) -> Result<Reported, JoinError> {
    let storage = open(&community, inputs).await?;
    let stored = storage.ticket().await.map_err(|_| JoinError::Storage)?;
    let Some((stored, ticket)) = stored.and_then(|stored| text(&stored, "ticket").map(|ticket| (stored, ticket)))
    else {
        return Ok(Reported::Progress(CheckInProgress::Nothing));
    };
    let body = object(&[("ticket", &ticket.into())]);
    let answer = match post(&["/api/", &community, "/check-ins/answer"].concat(), &body).await {
        Ok(answer) => answer,
        // Nobody looked at it in time: it can be said anew.
        Err(JoinError::LinkUnknown) => return settled(&storage, CheckInProgress::Nothing).await,
        // It is asked again, and nothing is lost meanwhile.
        Err(JoinError::Offline | JoinError::TooMany) => return Ok(waiting(&stored)),
        Err(error) => return Err(error),
    };
    match text(&answer, "state").as_deref() {
        Some("confirmed") if identity(&answer).is_some_and(|identity| identity.community == community) => {
            storage.keep_member(&answer).await.map_err(|_| JoinError::Storage)?;
            storage.keep_ticket(None).await.map_err(|_| JoinError::Storage)?;
            Ok(Reported::LetIn(community))
        }
        Some("declined") => settled(&storage, CheckInProgress::Declined).await,
        Some("waiting") => Ok(waiting(&stored)),
        _ => Err(JoinError::Server),
    }
}

async fn settled(storage: &Storage, progress: CheckInProgress) -> Result<Reported, JoinError> {
    storage.keep_ticket(None).await.map_err(|_| JoinError::Storage)?;
    Ok(Reported::Progress(progress))
}

fn waiting(ticket: &JsValue) -> Reported {
    let community_name = text(ticket, "communityName").unwrap_or_default();
    Reported::Progress(CheckInProgress::Waiting { community_name })
}

async fn open(community: &str, inputs: Inputs) -> Result<Storage, JoinError> {
    if !is_slug(community) {
        return Err(JoinError::LinkUnknown);
    }
    Storage::open(community, inputs).await.map_err(|_| JoinError::Storage)
}

async fn post(path: &str, body: &JsValue) -> Result<JsValue, JoinError> {
    let body = JSON::stringify(body).ok().and_then(|body| body.as_string()).ok_or(JoinError::Server)?;
    let answer = fetch(Method::Post, path, &body, None).await.map_err(|_| JoinError::Offline)?;
    if answer.is_good { answer.json().ok_or(JoinError::Server) } else { Err(refusal(answer.status, answer.refusal())) }
}
