//! Communities in SQLite.

use kaifong_domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    slug::Slug,
    store::{StoreError, StoredCommunity},
};

const COLUMNS: &str = "SELECT slug, name, created_at FROM community";

/// Makes a community, unless it exists.
pub(super) fn add(connection: &Connection, slug: &Slug, name: &str, now: Timestamp) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO community (slug, name, created_at) VALUES (?, ?, ?) ON CONFLICT (slug) DO NOTHING",
        params![slug.as_str(), name, now.0],
    )?;
    Ok(())
}

/// The community with this short name.
pub(super) fn find(connection: &Connection, slug: &Slug) -> Result<Option<StoredCommunity>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE slug = ?"))?;
    statement.query_row([slug.as_str()], |row| Ok(read(row))).optional()?.transpose()
}

/// All communities, by short name.
pub(super) fn all(connection: &Connection) -> Result<Vec<StoredCommunity>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} ORDER BY slug"))?;
    let rows = statement.query_map([], |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

/// The row of a community.
pub(super) fn row_id(connection: &Connection, slug: &Slug) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM community WHERE slug = ?")?;
    let id = statement.query_row([slug.as_str()], |row| row.get(0)).optional()?;
    id.ok_or_else(|| StoreError::UnknownCommunity(slug.clone()))
}

fn read(row: &Row<'_>) -> Result<StoredCommunity, StoreError> {
    let slug: String = row.get(0)?;
    let slug =
        slug.parse().map_err(|_| StoreError::Corrupt { part: format!("the community {slug:?}"), cause: None })?;
    Ok(StoredCommunity { slug, name: row.get(1)?, created_at: Timestamp(row.get(2)?) })
}
