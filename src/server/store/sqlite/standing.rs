//! Who may come in, in SQLite.

use kaifong_domain::{
    access::{AccessRole, Teams},
    call::{
        access::{DeviceAccess, PersonAccess},
        audit::AccessDeed,
    },
    id::PersonId,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{community, event};
use crate::{
    device::DeviceId,
    slug::Slug,
    store::{AccessChange, By, NotChanged, StoreError},
};

/// Everybody who is known, or one of them, with their devices.
pub(super) fn people(
    connection: &Connection,
    slug: &Slug,
    only: Option<PersonId>,
) -> Result<Vec<PersonAccess>, StoreError> {
    let community = community::row_id(connection, slug)?;
    let mut statement = connection.prepare_cached(
        "SELECT person.person, role, teams, person.created_at, person.revoked_at,
                device.device, device.name, device.created_at, device.last_seen_at, device.revoked_at
         FROM person LEFT JOIN device ON device.person = person.id
         WHERE person.community = ?1 AND (?2 IS NULL OR person.person = ?2)
         ORDER BY person.revoked_at IS NOT NULL, person.id,
                  device.revoked_at IS NOT NULL, device.last_seen_at DESC, device.id",
    )?;
    let only = only.map(|person| person.0.into_bytes());
    let mut rows = statement.query(params![community, only])?;
    let mut people: Vec<PersonAccess> = Vec::new();
    while let Some(row) = rows.next()? {
        let person = PersonId(Uuid::from_bytes(row.get(0)?));
        if people.last().is_none_or(|last| last.person != person) {
            people.push(PersonAccess {
                person,
                role: AccessRole::from_code(&row.get::<_, String>(1)?),
                teams: Teams::from_codes(&row.get::<_, String>(2)?),
                since: Timestamp(row.get(3)?),
                revoked_at: row.get::<_, Option<i64>>(4)?.map(Timestamp),
                devices: vec![],
            });
        }
        if let (Some(device), Some(last)) = (row.get::<_, Option<[u8; 8]>>(5)?, people.last_mut()) {
            last.devices.push(DeviceAccess {
                device: DeviceId(device).to_string(),
                name: row.get(6)?,
                since: Timestamp(row.get(7)?),
                last_seen_at: Timestamp(row.get(8)?),
                revoked_at: row.get::<_, Option<i64>>(9)?.map(Timestamp),
            });
        }
    }
    Ok(people)
}

/// Changes something, and notes it; what is answered with a refusal has written nothing.
pub(super) fn change(
    connection: &Connection,
    slug: &Slug,
    change: &AccessChange,
    by: By,
) -> Result<Result<(), NotChanged>, StoreError> {
    let community = community::row_id(connection, slug)?;
    let Some((person, device)) = subject(connection, community, change)? else { return Ok(Err(NotChanged::Unknown)) };
    if takes_the_last_admin(connection, community, person, change)? {
        return Ok(Err(NotChanged::LastAdmin));
    }
    let (deed, detail) = match change {
        AccessChange::RenameDevice(device, name) => {
            let renaming = "UPDATE device SET name = ? WHERE community = ? AND device = ?";
            connection.execute(renaming, params![name, community, device.0])?;
            (AccessDeed::DeviceRenamed, name.clone())
        }
        AccessChange::RevokeDevice(device) => {
            let revoking = "UPDATE device SET revoked_at = ? WHERE community = ? AND device = ?";
            connection.execute(revoking, params![by.at.0, community, device.0])?;
            (AccessDeed::DeviceRevoked, String::new())
        }
        AccessChange::RevokePerson(person) => {
            revoke_person(connection, community, *person, by.at)?;
            let is_own = by.who.is_some_and(|(who, _)| who == *person);
            (if is_own { AccessDeed::Left } else { AccessDeed::PersonRevoked }, String::new())
        }
        AccessChange::SetRole(person, role) => {
            let setting = "UPDATE person SET role = ? WHERE community = ? AND person = ?";
            connection.execute(setting, params![role.code(), community, person.0.as_bytes()])?;
            (AccessDeed::RoleChanged, role.code().to_owned())
        }
        AccessChange::SetTeams(person, teams) => {
            let setting = "UPDATE person SET teams = ? WHERE community = ? AND person = ?";
            connection.execute(setting, params![teams.codes(), community, person.0.as_bytes()])?;
            (AccessDeed::TeamsChanged, teams.codes())
        }
    };
    event::note(connection, community, by, deed, (Some(person), device), &detail)?;
    Ok(Ok(()))
}

/// Whom a change is about, if they have access.
fn subject(
    connection: &Connection,
    community: i64,
    change: &AccessChange,
) -> Result<Option<(PersonId, Option<DeviceId>)>, StoreError> {
    let (sql, key, device): (_, &[u8], _) = match change {
        AccessChange::RenameDevice(device, _) | AccessChange::RevokeDevice(device) => (
            "SELECT person.person FROM device JOIN person ON person.id = device.person
             WHERE device.community = ? AND device.device = ? AND device.revoked_at IS NULL",
            &device.0,
            Some(*device),
        ),
        AccessChange::RevokePerson(person) | AccessChange::SetRole(person, _) | AccessChange::SetTeams(person, _) => (
            "SELECT person FROM person WHERE community = ? AND person = ? AND revoked_at IS NULL",
            person.0.as_bytes(),
            None,
        ),
    };
    let mut statement = connection.prepare_cached(sql)?;
    let person = statement.query_row(params![community, key], |row| row.get(0)).optional()?;
    Ok(person.map(|person| (PersonId(Uuid::from_bytes(person)), device)))
}

/// Whether nobody would remain who can let others in if a person went.
pub(super) fn is_the_last_admin(connection: &Connection, community: i64, person: PersonId) -> Result<bool, StoreError> {
    takes_the_last_admin(connection, community, person, &AccessChange::RevokePerson(person))
}

/// Whether a change would leave nobody who can let others in. An administrator without a device can't, so only those
/// with one count; where there is none yet, there is none to be lost.
fn takes_the_last_admin(
    connection: &Connection,
    community: i64,
    person: PersonId,
    change: &AccessChange,
) -> Result<bool, StoreError> {
    let device = match change {
        AccessChange::RenameDevice(..) | AccessChange::SetRole(_, AccessRole::Admin) | AccessChange::SetTeams(..) => {
            return Ok(false);
        }
        AccessChange::RevokeDevice(device) => Some(device.0),
        AccessChange::RevokePerson(_) | AccessChange::SetRole(..) => None,
    };
    let mut statement = connection.prepare_cached(
        "SELECT count(*), coalesce(sum(person.person <> ?2 OR (?3 IS NOT NULL AND device.device <> ?3)), 0)
         FROM device JOIN person ON person.id = device.person
         WHERE person.community = ?1 AND person.role = 'admin' AND person.revoked_at IS NULL
           AND device.revoked_at IS NULL",
    )?;
    let (now, then): (i64, i64) =
        statement.query_row(params![community, person.0.as_bytes(), device], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(now > 0 && then == 0)
}

/// Takes a person's access, on all of their devices.
pub(super) fn revoke_person(
    connection: &Connection,
    community: i64,
    person: PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let key = person.0.as_bytes();
    connection.execute(
        "UPDATE person SET revoked_at = ?, teams = '' WHERE community = ? AND person = ?",
        params![at.0, community, key],
    )?;
    connection.execute(
        "UPDATE device SET revoked_at = ?1 WHERE revoked_at IS NULL
         AND person = (SELECT id FROM person WHERE community = ?2 AND person = ?3)",
        params![at.0, community, key],
    )?;
    // Neither what would let them in again, nor what they have given others.
    connection.execute(
        "UPDATE sign_in_link SET withdrawn_at = ?1
         WHERE community = ?2 AND used_at IS NULL AND withdrawn_at IS NULL AND (person = ?3 OR issued_by = ?3)",
        params![at.0, community, key],
    )?;
    Ok(())
}
