//! People, devices and sign-in links in SQLite.

use kaifong_domain::{
    access::{AccessRole, Teams},
    call::audit::AccessDeed,
    id::PersonId,
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{community, event};
use crate::{
    device::{Device, DeviceId, PublicKey},
    slug::Slug,
    store::{By, NewLink, StoreError},
};

/// Makes a person known, or gives them another role.
pub(super) fn add_person(
    connection: &Connection,
    community: &Slug,
    person: PersonId,
    role: AccessRole,
    now: Timestamp,
) -> Result<(), StoreError> {
    let community = community::row_id(connection, community)?;
    connection.execute(
        "INSERT INTO person (community, person, role, created_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (community, person) DO UPDATE SET role = excluded.role",
        params![community, person.0.as_bytes(), role.code(), now.0],
    )?;
    Ok(())
}

/// What a person is trusted with.
pub(super) fn role(
    connection: &Connection,
    community: &Slug,
    person: PersonId,
) -> Result<Option<AccessRole>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT person.role FROM person JOIN community ON community.id = person.community
         WHERE community.slug = ? AND person.person = ?",
    )?;
    let code: Option<String> =
        statement.query_row(params![community.as_str(), person.0.as_bytes()], |row| row.get(0)).optional()?;
    Ok(code.map(|code| AccessRole::from_code(&code)))
}

/// Whether anybody is known.
pub(super) fn has_people(connection: &Connection, community: &Slug) -> Result<bool, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM person WHERE community = ?)")?;
    Ok(statement.query_row([community], |row| row.get(0))?)
}

/// Keeps a sign-in link.
pub(super) fn add_link(connection: &Connection, link: &NewLink) -> Result<(), StoreError> {
    let community = community::row_id(connection, &link.community)?;
    connection.execute(
        "INSERT INTO sign_in_link
         (hash, community, person, role, created_at, expires_at, issued_by, note, code_hash, code_expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            link.hash.0,
            community,
            link.person.0.as_bytes(),
            link.role.code(),
            link.created_at.0,
            link.expires_at.0,
            link.issued.as_ref().and_then(|issued| issued.by.who).map(|(person, _)| person.0.into_bytes()),
            link.issued.as_ref().map_or("", |issued| &issued.note),
            link.issued.as_ref().map(|issued| issued.code.0),
            link.issued.as_ref().map(|issued| issued.code_expires_at.0),
        ],
    )?;
    let by = link.issued.as_ref().map_or(By { who: None, at: link.created_at }, |issued| issued.by);
    let subject = (Some(link.person), None);
    event::note(connection, community, by, AccessDeed::Invited, subject, link.role.code())
}

/// A device that signed in.
pub(super) fn device(
    connection: &Connection,
    community: &Slug,
    device: DeviceId,
) -> Result<Option<Device>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT device.device, device.public_key, coalesce(device.revoked_at, person.revoked_at), person.person, person.role, person.teams
         FROM device JOIN person ON person.id = device.person JOIN community ON community.id = device.community
         WHERE community.slug = ? AND device.device = ?",
    )?;
    statement.query_row(params![community.as_str(), device.0], |row| Ok(read(row))).optional()?.transpose()
}

fn read(row: &Row<'_>) -> Result<Device, StoreError> {
    let id = DeviceId(row.get(0)?);
    let point: [u8; 65] = row.get(1)?;
    let public_key = PublicKey::parse(&point).map_err(|error| StoreError::Corrupt {
        part: format!("the key of device {id}"),
        cause: Some(std::sync::Arc::new(error)),
    })?;
    let revoked_at: Option<i64> = row.get(2)?;
    let person: [u8; 16] = row.get(3)?;
    let (role, teams): (String, String) = (row.get(4)?, row.get(5)?);
    Ok(Device {
        id,
        person: PersonId(uuid::Uuid::from_bytes(person)),
        role: AccessRole::from_code(&role),
        teams: Teams::from_codes(&teams),
        public_key,
        revoked_at: revoked_at.map(Timestamp),
    })
}

/// Notes when a device was last seen.
pub(super) fn touch_device(
    connection: &Connection,
    community: &Slug,
    device: DeviceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let community = community::row_id(connection, community)?;
    connection.execute(
        "UPDATE device SET last_seen_at = ? WHERE community = ? AND device = ?",
        params![now.0, community, device.0],
    )?;
    Ok(())
}
