//! Invitations: made, listed and taken back by those who may. A further device of one's own comes in with one too.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::HeaderMap,
};
use kaifong_domain::{
    access::AccessRole,
    call::{
        CallRefusal,
        invitation::{CODE_LENGTH, Invitation, NewInvitation, OpenInvitation, code, may_give, may_sign_in},
    },
    id::PersonId,
};

use super::{
    bearer::{SignedIn, signed_in},
    call::{Answer, Done, Refused, line, read},
    people::by,
};
use crate::{
    clock,
    secret::{self, Secret, SecretHash, new_person},
    site::Site,
    store::{Issued, NewLink},
};

/// The longest note on whom an invitation is meant for, in characters.
const LONGEST_NOTE: usize = 80;

/// For how many days a link may work.
const MOST_DAYS: u8 = 30;

/// For how long a short code works, in minutes.
const CODE_MINUTES: i64 = 60;

/// How many invitations of one person may be open: a hall full of newcomers.
const MOST_OPEN: usize = 200;

/// `POST /api/<community>/invitations`: invites somebody, or a further device of one's own.
///
/// # Errors
/// See [`Refused`].
pub async fn invite(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answer<Invitation>, Refused> {
    let who = signed_in(&site, &community, &headers).await?;
    let NewInvitation { person, role, note, days } = read(&headers, body)?;
    let note = line(&note, LONGEST_NOTE)?;
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(CallRefusal::BadRequest.into());
    }
    let role = admit(&site, &who, person, role).await?;
    let (community, by) = (who.community.clone(), by(&who));
    let open = site.store.invitations(&community, Some(who.device.person), by.at).await;
    if open.map_err(|error| Refused::store(&site, &error))?.len() >= MOST_OPEN {
        return Err(CallRefusal::TooMany.into());
    }
    let (secret, code) = (Secret::fresh(), code(secret::random::<CODE_LENGTH>()));
    let (expires_at, code_expires_at) = (by.at.plus_days(i64::from(days)), by.at.plus_minutes(CODE_MINUTES));
    let link = NewLink {
        hash: secret.hash(),
        community: community.clone(),
        person: person.unwrap_or_else(|| new_person(by.at)),
        role,
        created_at: by.at,
        expires_at,
        issued: Some(Issued { by, note, code: SecretHash::of_code(&community, &code), code_expires_at }),
    };
    site.store.add_link(link).await.map_err(|error| Refused::store(&site, &error))?;
    Ok(Answer(Invitation { key: format!("{community}.{secret}"), code, expires_at, code_expires_at }))
}

/// The role that an invitation gives, if whoever makes it may.
async fn admit(site: &Site, who: &SignedIn, person: Option<PersonId>, role: AccessRole) -> Result<AccessRole, Refused> {
    let ours = who.device.role;
    if person == Some(who.device.person) {
        return Ok(ours);
    }
    let known = match person {
        Some(_) => site.store.people(&who.community, person).await.map_err(|error| Refused::store(site, &error))?,
        None => vec![],
    };
    let theirs = known.into_iter().find(|known| known.revoked_at.is_none()).map(|known| known.role);
    let allowed = theirs.map_or_else(|| may_give(ours).contains(&role), |theirs| may_sign_in(ours, theirs));
    if allowed { Ok(theirs.unwrap_or(role)) } else { Err(CallRefusal::NotAllowed.into()) }
}

/// `GET /api/<community>/invitations`: one's own that are open; for an administrator, everybody's.
///
/// # Errors
/// See [`Refused`].
pub async fn invitations(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
) -> Result<Answer<Vec<OpenInvitation>>, Refused> {
    let who = signed_in(&site, &community, &headers).await?;
    let open = site.store.invitations(&who.community, issuer(&who), clock::now()).await;
    Ok(Answer(open.map_err(|error| Refused::store(&site, &error))?))
}

/// `POST /api/<community>/invitations/<id>/withdraw`: takes one back.
///
/// # Errors
/// See [`Refused`].
pub async fn withdraw(
    State(site): State<Arc<Site>>,
    Path((community, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Done {
    let who = signed_in(&site, &community, &headers).await?;
    let id = SecretHash::from_hex(&id).ok_or(CallRefusal::NotFound)?;
    let withdrawn = site.store.withdraw_invitation(&who.community, id, issuer(&who), by(&who)).await;
    let withdrawn = withdrawn.map_err(|error| Refused::store(&site, &error))?;
    if withdrawn { Ok(Answer(())) } else { Err(CallRefusal::NotFound.into()) }
}

/// Whose invitations are somebody's business: an administrator's, everybody's.
fn issuer(who: &SignedIn) -> Option<PersonId> {
    (who.device.role != AccessRole::Admin).then_some(who.device.person)
}
