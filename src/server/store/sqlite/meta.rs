//! What holds for the store as a whole.

use kaifong_domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::store::{StorageId, StoreError};

const STORAGE_ID: &str = "storage-id";
const RESTORED: &str = "restored";

/// Which store it is.
pub(super) fn storage_id(connection: &Connection) -> Result<StorageId, StoreError> {
    let bits = connection.query_row("SELECT value FROM meta WHERE name = ?", [STORAGE_ID], |row| row.get(0))?;
    Ok(StorageId::from_random(bits))
}

/// When the store was made from a backup.
pub(super) fn restored_at(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    let mut statement = connection.prepare("SELECT value FROM meta WHERE name = ?")?;
    let millis: Option<[u8; 8]> = statement.query_row([RESTORED], |row| row.get(0)).optional()?;
    Ok(millis.map(|millis| Timestamp(i64::from_be_bytes(millis))))
}

/// Gives a store that was a backup until now another id.
pub(super) fn renew_storage_id(
    connection: &Connection,
    bits: [u8; 16],
    now: Timestamp,
) -> Result<StorageId, StoreError> {
    connection.execute("UPDATE meta SET value = ? WHERE name = ?", params![bits, STORAGE_ID])?;
    let millis = now.0.to_be_bytes();
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", params![RESTORED, millis])?;
    Ok(StorageId::from_random(bits))
}
