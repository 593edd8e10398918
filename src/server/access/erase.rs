//! What is kept of a person: to be taken along, and to be erased. By themselves, or by those who coordinate.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use kaifong_domain::{
    access::Team,
    call::{CallRefusal, access::HeldOfPerson, invitation::may_sign_in},
    erasure::subjects,
    id::{FamilyId, PersonId},
    time::Timestamp,
};

use super::{
    bearer::{SignedIn, signed_in},
    call::{Answer, Done, Refused},
    people::{by, person_in},
};
use crate::{
    link::Ending,
    room::{RoomEvent, Whose},
    site::Site,
    slug::Slug,
    store::AuditQuery,
};

/// How many of the audit's entries are told, the newest first.
const MOST: usize = 1_000;

/// `GET /api/<community>/people/<person>/held`: what the server keeps of a person beside the documents.
///
/// # Errors
/// See [`Refused`].
pub async fn held(
    State(site): State<Arc<Site>>,
    Path((community, person)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Answer<HeldOfPerson>, Refused> {
    let (SignedIn { community, .. }, person) = entitled(&site, &community, &person, &headers).await?;
    let failed = |error| Refused::store(&site, &error);
    let access = site.store.people(&community, Some(person)).await.map_err(failed)?;
    let query = AuditQuery {
        before: None,
        person: Some(person),
        device: None,
        words: vec![],
        from: Timestamp(0),
        until: Timestamp(i64::MAX),
        most: MOST,
    };
    let audit = site.store.audit(&community, query).await.map_err(failed)?;
    Ok(Answer(HeldOfPerson { access: access.into_iter().next(), audit: audit.entries }))
}

/// `POST /api/<community>/people/<person>/erase`: takes their access, deletes their private document and their family's,
/// and takes what shared documents say of them out of these.
///
/// # Errors
/// See [`Refused`].
pub async fn erase(
    State(site): State<Arc<Site>>,
    Path((community, person)): Path<(String, String)>,
    headers: HeaderMap,
) -> Done {
    let (who, person) = entitled(&site, &community, &person, &headers).await?;
    let erased = site.store.erase(&who.community, person, by(&who)).await;
    erased.map_err(|error| Refused::store(&site, &error))??;
    site.rooms.dismiss(&who.community, Whose::Person(person), Ending::AccessLost).await;
    tell(&site, &who.community, &subjects(person)).await;
    Ok(Answer(()))
}

/// `POST /api/<community>/families/<family>/erase`: deletes the document of a family of the book club.
///
/// # Errors
/// See [`Refused`].
pub async fn erase_family(
    State(site): State<Arc<Site>>,
    Path((community, family)): Path<(String, String)>,
    headers: HeaderMap,
) -> Done {
    let who = signed_in(&site, &community, &headers).await?;
    let (actor, family) = (who.device.actor(), FamilyId(person_in(&family)?.0));
    if !actor.is_of(Team::BookClub) && family != FamilyId::of(actor.person) {
        return Err(CallRefusal::NotAllowed.into());
    }
    let kept = site.store.erase_family(&who.community, family, by(&who)).await;
    kept.map_err(|error| Refused::store(&site, &error))?;
    tell(&site, &who.community, &[family.subject()]).await;
    Ok(Answer(()))
}

async fn tell(site: &Site, community: &Slug, subjects: &[PersonId]) {
    let Some(room) = site.rooms.enter(community) else { return };
    for subject in subjects {
        // A room that has ended hears of it when it is loaded again: the store knows.
        let _ = room.tell(RoomEvent::Erased(*subject)).await;
    }
}

/// Whoever may have this done: the person, or somebody who coordinates and could act in their name anyway.
async fn entitled(
    site: &Site,
    community: &str,
    person: &str,
    headers: &HeaderMap,
) -> Result<(SignedIn, PersonId), Refused> {
    let who = signed_in(site, community, headers).await?;
    let person = person_in(person)?;
    if person == who.device.person {
        return Ok((who, person));
    }
    if !who.device.actor().coordinates() {
        return Err(CallRefusal::NotAllowed.into());
    }
    let theirs = site.store.role(&who.community, person).await.map_err(|error| Refused::store(site, &error))?;
    // Of somebody who has a card and no access there is no role.
    if theirs.is_some_and(|role| !may_sign_in(who.device.role, role)) {
        return Err(CallRefusal::NotAllowed.into());
    }
    Ok((who, person))
}
