//! `GET /api/<community>/suggestions/<id>/photo`: the photo that came with a suggestion. Whoever may read the
//! suggestions knows their ids, which nobody can guess; what is held for review is shown to nobody.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kaifong_domain::{call::CallRefusal, id::SuggestionId};

use crate::{access::call::Refused, site::Site, slug::Slug};

/// It is a picture and nothing else, whatever a browser makes of it.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"photo.jpg\"")),
    (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Shows the photo.
///
/// # Errors
/// See [`Refused`].
pub async fn photo(
    State(site): State<Arc<Site>>,
    Path((community, suggestion)): Path<(String, String)>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    site.intake_limit.look(site.address(peer, &headers))?;
    let community: Slug = community.parse().map_err(|_| CallRefusal::NotFound)?;
    let suggestion: SuggestionId = suggestion.parse().map_err(|_| CallRefusal::NotFound)?;
    let photo = site.store.photo(&community, suggestion).await;
    let photo = photo.map_err(|error| Refused::store(&site, &error))?;
    let photo = photo.filter(|photo| !photo.is_held).ok_or(CallRefusal::NotFound)?;
    Ok(match photo.jpeg {
        Some(jpeg) => (HEADERS, jpeg).into_response(),
        // That many come without is nothing for a browser to complain about.
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
