//! What is served at which path.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutLayer};

use crate::{
    access::{
        audit, check_ins,
        documents::documents,
        erase::{self, erase},
        invitations,
        people::{self, devices, people},
        redeem::{self, redeem},
    },
    headers,
    health::healthz,
    intake::{
        follow::follow,
        picture::photo,
        review,
        send::{self, send},
    },
    link,
    site::Site,
};

/// How long a call may take, its body included.
const PATIENCE: Duration = Duration::from_secs(30);

/// All paths of a site.
pub fn router(site: Arc<Site>) -> Router {
    let suggestions = post(send).layer(DefaultBodyLimit::max(send::LARGEST)).layer(middleware::from_fn(send::bounded));
    let calls = Router::new()
        .route("/{community}/devices", get(devices).post(redeem))
        .route("/{community}/devices/{device}/name", post(people::rename))
        .route("/{community}/devices/{device}/revoke", post(people::revoke_device))
        .route("/{community}/invitations", get(invitations::invitations).post(invitations::invite))
        .route("/{community}/invitations/{id}/withdraw", post(invitations::withdraw))
        .route("/{community}/check-ins", get(check_ins::waiting).post(check_ins::ask))
        .route("/{community}/check-ins/answer", post(check_ins::answer))
        .route("/{community}/check-ins/{id}/confirm", post(check_ins::confirm))
        .route("/{community}/check-ins/{id}/decline", post(check_ins::decline))
        .route("/{community}/audit", get(audit::audit))
        .route("/{community}/people", get(people))
        .route("/{community}/people/{person}/role", post(people::set_role))
        .route("/{community}/families/{family}/erase", post(erase::erase_family))
        .route("/{community}/people/{person}/teams", post(people::set_teams))
        .route("/{community}/people/{person}/revoke", post(people::revoke_person))
        .route("/{community}/people/{person}/held", get(erase::held))
        .route("/{community}/people/{person}/erase", post(erase))
        .route("/{community}/documents", get(documents))
        .route("/{community}/suggestions", suggestions)
        .route("/{community}/suggestions/follow", post(follow))
        .route("/{community}/suggestions/{suggestion}/photo", get(photo))
        .route("/{community}/suggestions/{suggestion}/reporter", get(review::reporter))
        .route("/{community}/held", get(review::held))
        .route("/{community}/held/{suggestion}/photo", get(review::photo))
        .route("/{community}/held/{suggestion}/release", post(review::release))
        .route("/{community}/held/{suggestion}/discard", post(review::discard))
        .fallback(nothing)
        .layer(DefaultBodyLimit::max(redeem::LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE));
    Router::new()
        .nest("/api", calls)
        .route("/sync/{community}", any(link::sync))
        .route("/sync/{community}/integration", any(link::integrate))
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .fallback(get(asset))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(Arc::clone(&site), headers::secure))
        .with_state(site)
}

async fn asset(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    site.assets.answer(uri.path(), &headers)
}

async fn metrics(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], site.metrics.text())
}

async fn nothing() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "There is no such call.\n")
}

#[cfg(test)]
mod tests;
