//! A store as a file that is only read: copied while a server uses it, and gone through from end to end.

use std::path::Path;

use kaifong_domain::time::Timestamp;
use rusqlite::{Connection, backup::Backup};

use super::{community, connection, document, erasure, meta};
use crate::{
    slug::Slug,
    store::{Chunk, StorageId, StoreError, StoredCommunity},
};

/// A store's file, as it was at one moment: what a server writes meanwhile is not seen.
pub struct Archive {
    connection: Connection,
}

/// A document with everything that is stored of it, for whoever checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedDocument {
    /// Its kind, by name.
    pub kind: String,
    /// The chunks in use, in the order in which to load them.
    pub current: Vec<Chunk>,
    /// The chunks that a snapshot replaced, which are still kept.
    pub previous: Vec<Chunk>,
    /// The hashes of all changes that were ever accepted; a receipt was sent for each.
    pub accepted: Vec<[u8; 32]>,
}

/// Makes a file that nobody uses a store of its own.
///
/// Its schema is brought up to date, and it gets a new id: what was told of the store that it was copied
/// from is not true of it. It needs no other file beside it afterwards.
pub fn renew(path: &Path, bits: [u8; 16], now: Timestamp) -> Result<StorageId, StoreError> {
    let mut connection = connection::open(path)?;
    connection::migrate(&mut connection)?;
    let id = meta::renew_storage_id(&connection, bits, now)?;
    connection::make_whole(&connection)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(id)
}

/// Erases in a file that nobody uses whoever was erased in another one; how many.
pub fn carry_erasures(from: &Path, to: &Path) -> Result<usize, StoreError> {
    let connection = connection::open(to)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let carried = erasure::carry_over(from, &connection)?;
    connection.execute_batch("COMMIT")?;
    connection::make_whole(&connection)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(carried)
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// People that may sign in.
    pub people: i64,
    /// Devices that have signed in, revoked ones too.
    pub devices: i64,
    /// The file's size in bytes, without what the write-ahead log holds.
    pub bytes: i64,
    /// When the last change was accepted.
    pub accepted_at: Option<Timestamp>,
}

impl Archive {
    /// Opens a file and holds on to its present state.
    ///
    /// # Errors
    /// [`StoreError::Foreign`] if no version of this program made it, [`StoreError::Newer`] if a newer
    /// one did.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = connection::open_to_read(path)?;
        connection.execute_batch("BEGIN")?;
        match connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))? {
            1.. if !connection.table_exists(None, "chunk")? => Err(StoreError::Foreign),
            found @ 1.. if found > connection::known() => Err(StoreError::Newer { found, known: connection::known() }),
            1.. => Ok(Self { connection }),
            _ => Err(StoreError::Foreign),
        }
    }

    /// Copies the store into a new file, which needs no other beside it.
    pub fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let mut copy = Connection::open(path)?;
        // All pages in one step: a copy in parts would begin again with each commit of the server.
        Backup::new(&self.connection, &mut copy)?.step(-1)?;
        connection::make_whole(&copy)?;
        Ok(copy.close().map_err(|(_, error)| error)?)
    }

    /// What SQLite itself finds wrong with the file, a line each.
    pub fn flaws(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let lines = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
        let strays = statement.query_map([], |row| {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            Ok(format!("a row of {table} belongs to no {parent}"))
        })?;
        let strays = strays.collect::<Result<Vec<String>, _>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").chain(strays).collect())
    }

    /// All communities, by short name.
    pub fn communities(&self) -> Result<Vec<StoredCommunity>, StoreError> {
        community::all(&self.connection)
    }

    /// A community's documents.
    pub fn documents(&self, community: &Slug) -> Result<Vec<ArchivedDocument>, StoreError> {
        document::archived(&self.connection, community)
    }

    /// How much there is.
    pub fn census(&self) -> Result<Census, StoreError> {
        let newest = "SELECT max(accepted_at) FROM audit";
        let newest: Option<i64> = self.connection.query_row(newest, [], |row| row.get(0))?;
        let count = |sql| self.connection.query_row(sql, [], |row| row.get(0));
        Ok(Census {
            people: count("SELECT count(*) FROM person")?,
            devices: count("SELECT count(*) FROM device")?,
            bytes: count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            accepted_at: newest.map(Timestamp),
        })
    }
}
