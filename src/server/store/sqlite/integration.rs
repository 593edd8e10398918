//! Integrations in SQLite.

use kaifong_domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::community;
use crate::{
    secret::SecretHash,
    slug::Slug,
    store::{Integration, NameTaken, NewIntegration, NoIntegration, StoreError},
};

const COLUMNS: &str = "integration.name, writes, integration.created_at, last_seen_at, revoked_at";

/// Keeps a new one.
pub(super) fn add(connection: &Connection, integration: &NewIntegration) -> Result<Result<(), NameTaken>, StoreError> {
    let community = community::row_id(connection, &integration.community)?;
    let added = connection.execute(
        "INSERT INTO integration (community, name, hash, writes, created_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (community, name) WHERE revoked_at IS NULL DO NOTHING",
        params![community, integration.name, integration.hash.0, integration.writes, integration.created_at.0],
    )?;
    Ok(if added == 1 { Ok(()) } else { Err(NameTaken) })
}

/// The one with this token, revoked or not.
pub(super) fn find(
    connection: &Connection,
    community: &Slug,
    hash: SecretHash,
) -> Result<Option<Integration>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM integration JOIN community ON community.id = integration.community
         WHERE community.slug = ? AND hash = ?"
    ))?;
    Ok(statement.query_row(params![community.as_str(), hash.0], read).optional()?)
}

/// All of a community's, oldest first.
pub(super) fn all(connection: &Connection, community: &Slug) -> Result<Vec<Integration>, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM integration WHERE community = ? ORDER BY id"))?;
    let rows = statement.query_map([community], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Makes a token worthless.
pub(super) fn revoke(
    connection: &Connection,
    community: &Slug,
    name: &str,
    now: Timestamp,
) -> Result<Result<(), NoIntegration>, StoreError> {
    let community = community::row_id(connection, community)?;
    let revoked = connection.execute(
        "UPDATE integration SET revoked_at = ? WHERE community = ? AND name = ? AND revoked_at IS NULL",
        params![now.0, community, name],
    )?;
    Ok(if revoked == 1 { Ok(()) } else { Err(NoIntegration) })
}

/// Notes when it was last seen.
pub(super) fn touch(connection: &Connection, hash: SecretHash, now: Timestamp) -> Result<(), StoreError> {
    connection.execute("UPDATE integration SET last_seen_at = ? WHERE hash = ?", params![now.0, hash.0])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Integration> {
    let moment = |index| row.get::<_, Option<i64>>(index).map(|millis| millis.map(Timestamp));
    Ok(Integration {
        name: row.get(0)?,
        writes: row.get(1)?,
        created_at: Timestamp(row.get(2)?),
        last_seen_at: moment(3)?,
        revoked_at: moment(4)?,
    })
}
