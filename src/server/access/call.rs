//! What all HTTP calls of phones have in common: how a body is read, and how a refusal is said.

use axum::{
    Json,
    body::Bytes,
    extract::rejection::BytesRejection,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kaifong_domain::call::CallRefusal;
use serde::{Serialize, de::DeserializeOwned};

use super::{bearer::NoBearer, limit::TooMany};
use crate::{
    site::Site,
    slug::Slug,
    store::{NotChanged, StoreError},
};

/// Why a call is refused, and when to come back, if that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    status: StatusCode,
    code: &'static str,
    wait: Option<u64>,
}

impl Refused {
    /// For a reason of its own, with its code.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, wait: None }
    }

    /// The store failed, which is counted.
    pub fn store(site: &Site, error: &StoreError) -> Self {
        // That there is no such community is nobody's failure.
        if matches!(error, StoreError::UnknownCommunity(_)) {
            return CallRefusal::NotFound.into();
        }
        site.metrics.store_failed(error);
        CallRefusal::Unavailable.into()
    }
}

impl From<CallRefusal> for Refused {
    fn from(why: CallRefusal) -> Self {
        let status = match why {
            CallRefusal::NoBearer => StatusCode::UNAUTHORIZED,
            CallRefusal::NotAllowed => StatusCode::FORBIDDEN,
            CallRefusal::NotFound => StatusCode::NOT_FOUND,
            CallRefusal::LastAdmin | CallRefusal::Settled | CallRefusal::DeviceRevoked => StatusCode::CONFLICT,
            CallRefusal::TooMany => StatusCode::TOO_MANY_REQUESTS,
            CallRefusal::BadRequest => StatusCode::BAD_REQUEST,
            CallRefusal::BadWords | CallRefusal::BadPhoto => StatusCode::UNPROCESSABLE_ENTITY,
            CallRefusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            CallRefusal::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
            CallRefusal::Unavailable | CallRefusal::Offline | CallRefusal::Unknown => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, why.code())
    }
}

impl From<TooMany> for Refused {
    fn from(TooMany(wait): TooMany) -> Self {
        Self { wait: Some(wait.as_secs() + 1), ..CallRefusal::TooMany.into() }
    }
}

impl From<NoBearer> for Refused {
    fn from(why: NoBearer) -> Self {
        match why {
            NoBearer::Foreign => CallRefusal::NotAllowed.into(),
            NoBearer::Missing => CallRefusal::NoBearer.into(),
            NoBearer::StoreFailed => CallRefusal::Unavailable.into(),
        }
    }
}

impl From<NotChanged> for Refused {
    fn from(why: NotChanged) -> Self {
        match why {
            NotChanged::Unknown => CallRefusal::NotFound.into(),
            NotChanged::LastAdmin => CallRefusal::LastAdmin.into(),
        }
    }
}

#[derive(Serialize)]
struct Body {
    error: &'static str,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = (self.status, NO_STORE, Json(Body { error: self.code })).into_response();
        if let Some(wait) = self.wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// What is said here is for this moment, and for whoever asked.
const NO_STORE: [(HeaderName, HeaderValue); 1] = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];

/// An answer with a body.
#[derive(Debug)]
pub struct Answer<T>(pub T);

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        (NO_STORE, Json(self.0)).into_response()
    }
}

/// An answer that says only that it is done.
pub type Done = Result<Answer<()>, Refused>;

/// To which community somebody calls who has no bearer.
///
/// # Errors
/// It comes from a page of another site, or can't be the name of a community.
pub fn addressed(site: &Site, community: &str, headers: &HeaderMap) -> Result<Slug, Refused> {
    site.origins.admit(headers).map_err(|_| CallRefusal::NotAllowed)?;
    community.parse().map_err(|_| CallRefusal::NotFound.into())
}

/// Reads a body.
///
/// # Errors
/// [`CallRefusal::BadRequest`]: it is not JSON, or says something else than it should; [`CallRefusal::TooLarge`]. A form
/// of another site can send anything but JSON's type without asking first.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<T, Refused> {
    let json = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => CallRefusal::TooLarge,
        _ => CallRefusal::BadRequest,
    })?;
    if !json {
        return Err(CallRefusal::BadRequest.into());
    }
    serde_json::from_slice(&body).map_err(|_| CallRefusal::BadRequest.into())
}

/// A short text that people see, as it is kept.
///
/// # Errors
/// [`CallRefusal::BadRequest`]: it is longer than `longest` characters, or has others than people type.
pub fn line(text: &str, longest: usize) -> Result<String, Refused> {
    let text = text.trim();
    let fits = text.chars().count() <= longest && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(CallRefusal::BadRequest.into()) }
}
