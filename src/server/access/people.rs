//! Who has access: a person's own devices, and, for those who coordinate, everybody.

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
        access::{DeviceAccess, NewName, NewRole, NewTeams, PersonAccess},
    },
    id::PersonId,
};

use super::{
    bearer::{SignedIn, signed_in},
    call::{Answer, Done, Refused, line, read},
};
use crate::{
    clock,
    device::{Device, DeviceId},
    link::Ending,
    room::Whose,
    site::Site,
    store::{AccessChange, By},
};

/// The longest name of a device, in characters.
pub(super) const LONGEST_NAME: usize = 80;

/// `GET /api/<community>/devices`: one's own devices.
///
/// # Errors
/// See [`Refused`].
pub async fn devices(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
) -> Result<Answer<Vec<DeviceAccess>>, Refused> {
    let SignedIn { community, device } = signed_in(&site, &community, &headers).await?;
    let people = site.store.people(&community, Some(device.person)).await;
    let people = people.map_err(|error| Refused::store(&site, &error))?;
    Ok(Answer(people.into_iter().flat_map(|person| person.devices).collect()))
}

/// `GET /api/<community>/people`: everybody who has access, for those who coordinate.
///
/// # Errors
/// See [`Refused`].
pub async fn people(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
) -> Result<Answer<Vec<PersonAccess>>, Refused> {
    let SignedIn { community, device } = signed_in(&site, &community, &headers).await?;
    coordinates(&device)?;
    let people = site.store.people(&community, None).await.map_err(|error| Refused::store(&site, &error))?;
    Ok(Answer(people))
}

/// `POST /api/<community>/devices/<device>/name`: calls a device something else.
///
/// # Errors
/// See [`Refused`].
pub async fn rename(
    State(site): State<Arc<Site>>,
    Path((community, device)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Done {
    let who = signed_in(&site, &community, &headers).await?;
    let device = theirs(&site, &who, &device).await?;
    let NewName { name } = read(&headers, body)?;
    let name = line(&name, LONGEST_NAME)?;
    if name.is_empty() {
        return Err(CallRefusal::BadRequest.into());
    }
    change(&site, &who, AccessChange::RenameDevice(device, name)).await
}

/// `POST /api/<community>/devices/<device>/revoke`: takes a device's access back.
///
/// # Errors
/// See [`Refused`].
pub async fn revoke_device(
    State(site): State<Arc<Site>>,
    Path((community, device)): Path<(String, String)>,
    headers: HeaderMap,
) -> Done {
    let who = signed_in(&site, &community, &headers).await?;
    let device = theirs(&site, &who, &device).await?;
    change(&site, &who, AccessChange::RevokeDevice(device)).await
}

/// `POST /api/<community>/people/<person>/role`: trusts a person with something else.
///
/// # Errors
/// See [`Refused`].
pub async fn set_role(
    State(site): State<Arc<Site>>,
    Path((community, person)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Done {
    let who = signed_in(&site, &community, &headers).await?;
    administers(who.device.role)?;
    let NewRole { role } = read(&headers, body)?;
    if role == AccessRole::Unknown {
        return Err(CallRefusal::BadRequest.into());
    }
    change(&site, &who, AccessChange::SetRole(person_in(&person)?, role)).await
}

/// `POST /api/<community>/people/<person>/teams`: makes a person belong to these teams, and to no others. Whoever
/// coordinates may: they know anyway what the teams know.
///
/// # Errors
/// See [`Refused`].
pub async fn set_teams(
    State(site): State<Arc<Site>>,
    Path((community, person)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Done {
    let who = signed_in(&site, &community, &headers).await?;
    coordinates(&who.device)?;
    let NewTeams { teams } = read(&headers, body)?;
    change(&site, &who, AccessChange::SetTeams(person_in(&person)?, teams)).await
}

/// `POST /api/<community>/people/<person>/revoke`: takes a person's access back, on all of their devices.
///
/// # Errors
/// See [`Refused`].
pub async fn revoke_person(
    State(site): State<Arc<Site>>,
    Path((community, person)): Path<(String, String)>,
    headers: HeaderMap,
) -> Done {
    let who = signed_in(&site, &community, &headers).await?;
    let person = person_in(&person)?;
    // Whoever wants to leave may.
    if person != who.device.person {
        administers(who.device.role)?;
    }
    change(&site, &who, AccessChange::RevokePerson(person)).await
}

async fn change(site: &Site, who: &SignedIn, change: AccessChange) -> Done {
    let by = by(who);
    let changed = site.store.change_access(&who.community, change.clone(), by).await;
    changed.map_err(|error| Refused::store(site, &error))??;
    let gone = match change {
        AccessChange::RenameDevice(..) => None,
        AccessChange::RevokeDevice(device) => Some((Whose::Device(device), Ending::AccessLost)),
        AccessChange::RevokePerson(person) => Some((Whose::Person(person), Ending::AccessLost)),
        AccessChange::SetRole(person, _) | AccessChange::SetTeams(person, _) => {
            Some((Whose::Person(person), Ending::RoleChanged))
        }
    };
    if let Some((whose, ending)) = gone {
        site.rooms.dismiss(&who.community, whose, ending).await;
    }
    Ok(Answer(()))
}

/// Who does it, now.
pub(super) fn by(who: &SignedIn) -> By {
    By { who: Some((who.device.person, who.device.id)), at: clock::now() }
}

/// Administrators change who has access.
pub(super) fn administers(role: AccessRole) -> Result<(), Refused> {
    if role == AccessRole::Admin { Ok(()) } else { Err(CallRefusal::NotAllowed.into()) }
}

fn coordinates(device: &Device) -> Result<(), Refused> {
    if device.actor().coordinates() { Ok(()) } else { Err(CallRefusal::NotAllowed.into()) }
}

/// A device of theirs, or, for an administrator, any.
async fn theirs(site: &Site, who: &SignedIn, device: &str) -> Result<DeviceId, Refused> {
    let id: DeviceId = device.parse().map_err(|_| CallRefusal::NotFound)?;
    let found = site.store.device(&who.community, id).await.map_err(|error| Refused::store(site, &error))?;
    // Whether there is such a device is not for everybody to know.
    let is_own = found.as_ref().is_some_and(|device| device.person == who.device.person);
    if !is_own {
        administers(who.device.role)?;
    }
    found.map(|device| device.id).ok_or_else(|| CallRefusal::NotFound.into())
}

pub(super) fn person_in(text: &str) -> Result<PersonId, Refused> {
    text.parse().map_err(|_| CallRefusal::NotFound.into())
}
