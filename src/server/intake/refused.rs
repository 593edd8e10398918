//! Why a resident's call is refused.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::photo::NotAPhoto;
use crate::{access::limit::TooMany, site::Site, store::StoreError};

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The request is not what it should be.
    #[error("the request is not what it should be")]
    BadRequest,
    /// It comes from a page of another site.
    #[error("the request comes from another site")]
    Foreign,
    /// There are no words, or too many.
    #[error("there are no words, or too many")]
    Words,
    /// It is too large.
    #[error("the request is too large")]
    TooLarge,
    /// The photo can't be kept.
    #[error(transparent)]
    Photo(#[from] NotAPhoto),
    /// There is no such community, or nothing has this code.
    #[error("there is nothing here")]
    Unknown,
    /// Too much at once.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// There is no room for more photos.
    #[error("there is no room for more photos")]
    NoRoom,
    /// The store failed, or the server stops.
    #[error("it can't be done now")]
    Unavailable,
}

#[derive(Serialize)]
struct Refusal {
    error: &'static str,
}

impl Refused {
    fn code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::BadRequest => (StatusCode::BAD_REQUEST, "bad-request"),
            Self::Foreign => (StatusCode::FORBIDDEN, "bad-request"),
            Self::Words => (StatusCode::UNPROCESSABLE_ENTITY, "bad-words"),
            Self::TooLarge | Self::Photo(NotAPhoto::TooLarge) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::Photo(NotAPhoto::Other) => (StatusCode::UNPROCESSABLE_ENTITY, "bad-photo"),
            Self::Unknown => (StatusCode::NOT_FOUND, "unknown"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many-requests"),
            Self::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, "no-room"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, error) = self.code();
        let mut response = (status, Json(Refusal { error })).into_response();
        if let Self::TooMany(TooMany(wait)) = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
        }
        response
    }
}

impl Refused {
    /// The store has failed; that there is no such community is nobody's failure.
    pub(super) fn by_store(site: &Site, error: &StoreError) -> Self {
        if matches!(error, StoreError::UnknownCommunity(_)) {
            return Self::Unknown;
        }
        site.metrics.store_failed(error);
        Self::Unavailable
    }
}
