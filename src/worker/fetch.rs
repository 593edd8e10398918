//! One HTTP call to the community's server.

use js_sys::JSON;
use kaifong_domain::call::Method;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

use crate::{
    object::{object, text},
    scope::scope,
    timer::Timer,
};

/// How long the server may take to answer, in milliseconds.
const PATIENCE: i32 = 20_000;

/// What the server says.
pub(crate) struct Answer {
    /// Whether it is what was asked for.
    pub(crate) is_good: bool,
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: String,
}

impl Answer {
    /// The body, read as JSON.
    pub(crate) fn json(&self) -> Option<JsValue> {
        JSON::parse(&self.body).ok()
    }

    /// The code of a refusal.
    pub(crate) fn refusal(&self) -> Option<String> {
        text(&self.json()?, "error")
    }
}

/// The server can't be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server can't be reached")]
pub(crate) struct Unreachable;

impl From<JsValue> for Unreachable {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Makes a call, with a bearer if there is one.
pub(crate) async fn fetch(method: Method, path: &str, body: &str, bearer: Option<&str>) -> Result<Answer, Unreachable> {
    let request = RequestInit::new();
    let mut headers = vec![];
    let bearer = bearer.map(|bearer| JsValue::from(["Bearer ", bearer].concat()));
    headers.extend(bearer.as_ref().map(|bearer| ("authorization", bearer)));
    let json = JsValue::from("application/json");
    if method == Method::Post {
        request.set_method("POST");
        request.set_body(&body.into());
        headers.push(("content-type", &json));
    }
    request.set_headers(&object(&headers));
    let _patience = limit(&request);
    let response = JsFuture::from(scope().fetch_with_str_and_init(path, &request)).await?;
    let response: Response = response.dyn_into()?;
    let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Answer { is_good: response.ok(), status: response.status(), body })
}

/// Ends a request that takes too long.
fn limit(request: &RequestInit) -> Option<Timer> {
    let controller = AbortController::new().ok()?;
    request.set_signal(Some(&controller.signal()));
    Some(Timer::after(PATIENCE, move || controller.abort()))
}
