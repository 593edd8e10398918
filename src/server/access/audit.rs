//! `GET /api/<community>/audit`: who did what, when, from which device; for administrators.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State, rejection::QueryRejection},
    http::HeaderMap,
};
use kaifong_domain::{
    call::{CallRefusal, audit::AuditPage},
    time::Timestamp,
};
use serde::Deserialize;

use super::{
    bearer::signed_in,
    call::{Answer, Refused},
    people::{administers, person_in},
};
use crate::{
    site::Site,
    store::{AuditCursor, AuditQuery},
};

/// How many entries are told at once.
const PAGE: usize = 100;

/// The longest text that is searched for, in characters: a page looks for all commands whose word has what was typed.
const LONGEST: usize = 800;

/// What to look for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wanted {
    before: Option<String>,
    person: Option<String>,
    device: Option<String>,
    /// With a bar between, any of them.
    words: String,
    from: Option<i64>,
    until: Option<i64>,
}

/// Answers the call.
///
/// # Errors
/// See [`Refused`].
pub async fn audit(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Answer<AuditPage>, Refused> {
    let who = signed_in(&site, &community, &headers).await?;
    administers(who.device.role)?;
    let query = read(wanted.map_err(|_| CallRefusal::BadRequest)?.0)?;
    let page = site.store.audit(&who.community, query).await.map_err(|error| Refused::store(&site, &error))?;
    Ok(Answer(page))
}

fn read(wanted: Wanted) -> Result<AuditQuery, Refused> {
    if wanted.words.chars().count() > LONGEST {
        return Err(CallRefusal::BadRequest.into());
    }
    let before = wanted.before.map(|text| text.parse::<AuditCursor>()).transpose();
    let device = wanted.device.map(|text| text.parse()).transpose();
    Ok(AuditQuery {
        before: before.map_err(|_| CallRefusal::BadRequest)?,
        person: wanted.person.map(|text| person_in(&text)).transpose()?,
        device: device.map_err(|_| CallRefusal::BadRequest)?,
        words: wanted.words.split('|').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        from: Timestamp(wanted.from.unwrap_or(0)),
        until: Timestamp(wanted.until.unwrap_or(i64::MAX)),
        most: PAGE,
    })
}
