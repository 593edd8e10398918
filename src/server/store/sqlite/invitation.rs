//! Invitations that nobody has used, in SQLite.

use kaifong_domain::{
    access::AccessRole,
    call::{audit::AccessDeed, invitation::OpenInvitation},
    id::PersonId,
    time::Timestamp,
};
use kaifong_replica::sync::frame::hex;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{community, event};
use crate::{
    secret::SecretHash,
    slug::Slug,
    store::{By, StoreError},
};

/// Those that work now: everybody's, or only one person's; the newest first.
pub(super) fn open(
    connection: &Connection,
    slug: &Slug,
    issuer: Option<PersonId>,
    now: Timestamp,
) -> Result<Vec<OpenInvitation>, StoreError> {
    let community = community::row_id(connection, slug)?;
    let mut statement = connection.prepare_cached(
        "SELECT hash, note, person, role, issued_by, created_at, expires_at FROM sign_in_link
         WHERE community = ?1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > ?2
           AND (?3 IS NULL OR issued_by = ?3)
         ORDER BY created_at DESC, hash",
    )?;
    let issuer = issuer.map(|person| person.0.into_bytes());
    let rows = statement.query_map(params![community, now.0, issuer], |row| {
        let issued_by: Option<[u8; 16]> = row.get(4)?;
        Ok(OpenInvitation {
            id: hex(&row.get::<_, [u8; 32]>(0)?),
            note: row.get(1)?,
            person: PersonId(Uuid::from_bytes(row.get(2)?)),
            role: AccessRole::from_code(&row.get::<_, String>(3)?),
            issued_by: issued_by.map(|person| PersonId(Uuid::from_bytes(person))),
            created_at: Timestamp(row.get(5)?),
            expires_at: Timestamp(row.get(6)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes one back, anybody's or only one person's; whether there was one.
pub(super) fn withdraw(
    connection: &Connection,
    slug: &Slug,
    id: SecretHash,
    issuer: Option<PersonId>,
    by: By,
) -> Result<bool, StoreError> {
    let community = community::row_id(connection, slug)?;
    let mut statement = connection.prepare_cached(
        "UPDATE sign_in_link SET withdrawn_at = ?1
         WHERE community = ?2 AND hash = ?3 AND used_at IS NULL AND withdrawn_at IS NULL
           AND (?4 IS NULL OR issued_by = ?4) RETURNING person, note",
    )?;
    let issuer = issuer.map(|person| person.0.into_bytes());
    let withdrawn = statement.query_row(params![by.at.0, community, id.0, issuer], |row| {
        Ok((PersonId(Uuid::from_bytes(row.get(0)?)), row.get::<_, String>(1)?))
    });
    let Some((person, note)) = withdrawn.optional()? else { return Ok(false) };
    event::note(connection, community, by, AccessDeed::InvitationWithdrawn, (Some(person), None), &note)?;
    Ok(true)
}
