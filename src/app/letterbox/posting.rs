//! What a resident's page says to the server: plain calls, without a worker and without an account.

use std::time::Duration;

use js_sys::{Object, Reflect};
use kaifong_domain::call::{
    CallRefusal,
    intake::{Question, Sent, Standing, Taken},
};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle, window};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

use super::Slip;

/// How long a call may take: a photo over a slow line takes its time.
const PATIENCE: Duration = Duration::from_secs(120);

/// Posts a slip; the code with which it can be followed.
pub(super) async fn post(community: &str, slip: Slip) -> Result<String, CallRefusal> {
    let Slip { key, text, place, contact, photo, .. } = slip;
    let sent = Sent { text, place, contact, photo };
    let Taken { code, .. } = call(&["/api/", community, "/suggestions"].concat(), &sent, Some(&key)).await?;
    Ok(code)
}

/// Asks how far the suggestion with this code has come.
///
/// # Errors
/// Why there is no answer.
pub async fn follow(community: &str, code: String) -> Result<Standing, CallRefusal> {
    call(&["/api/", community, "/suggestions/follow"].concat(), &Question { code }, None).await
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

/// Whatever is no answer of a server of ours, such as the page of a network that wants one to sign in, is as good as
/// none.
async fn call<T: DeserializeOwned>(path: &str, body: &impl Serialize, key: Option<&str>) -> Result<T, CallRefusal> {
    let body = serde_json::to_string(body).expect("calls hold only what JSON can say");
    let (is_good, answer) = fetch(path, &body, key).await.map_err(|_| CallRefusal::Offline)?;
    if is_good {
        return serde_json::from_str(&answer).map_err(|_| CallRefusal::Unavailable);
    }
    let refusal: Option<Refusal> = serde_json::from_str(&answer).ok();
    Err(refusal.map_or(CallRefusal::Unavailable, |Refusal { error }| CallRefusal::from_code(&error)))
}

async fn fetch(path: &str, body: &str, key: Option<&str>) -> Result<(bool, String), JsValue> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&body.into());
    let headers = Object::new();
    Reflect::set(&headers, &"content-type".into(), &"application/json".into())?;
    if let Some(key) = key {
        Reflect::set(&headers, &"idempotency-key".into(), &key.into())?;
    }
    request.set_headers(&headers);
    let patience = limit(&request)?;
    let answered = async {
        let response: Response = JsFuture::from(window().fetch_with_str_and_init(path, &request)).await?.dyn_into()?;
        let body = JsFuture::from(response.text()?).await?;
        Ok((response.ok(), body.as_string().unwrap_or_default()))
    };
    let answer = answered.await;
    patience.clear();
    answer
}

/// Ends a request that takes too long.
fn limit(request: &RequestInit) -> Result<TimeoutHandle, JsValue> {
    let controller = AbortController::new()?;
    request.set_signal(Some(&controller.signal()));
    set_timeout_with_handle(move || controller.abort(), PATIENCE)
}
