//! What holds for the store as a whole.

use rusqlite::{Connection, params};

use crate::store::{StorageId, StoreError};

const STORAGE_ID: &str = "storage-id";
const RESTORED: &str = "restored";

/// Which store it is.
pub(super) fn storage_id(connection: &Connection) -> Result<StorageId, StoreError> {
    let bits = connection.query_row("SELECT value FROM meta WHERE name = ?", [STORAGE_ID], |row| row.get(0))?;
    Ok(StorageId::from_random(bits))
}

/// Whether the store was a backup.
pub(super) fn is_restored(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection.query_row("SELECT count(*) > 0 FROM meta WHERE name = ?", [RESTORED], |row| row.get(0))?)
}

/// Gives a store that was a backup another id.
pub(super) fn renew_storage_id(connection: &Connection, bits: [u8; 16]) -> Result<StorageId, StoreError> {
    connection.execute("UPDATE meta SET value = ? WHERE name = ?", params![bits, STORAGE_ID])?;
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, x'01')", [RESTORED])?;
    Ok(StorageId::from_random(bits))
}
