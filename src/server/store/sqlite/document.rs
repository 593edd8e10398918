//! Documents in SQLite.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::{archive::ArchivedDocument, community};
use crate::{
    device::DeviceId,
    slug::Slug,
    store::{Append, Chunk, ChunkId, Condition, DocumentId, Replacement, StoreError, StoredDocument},
};

/// Adds chunks to documents.
pub(super) fn append(connection: &Connection, batch: &[Append]) -> Result<Vec<ChunkId>, StoreError> {
    batch.iter().map(|append| append_one(connection, append)).collect()
}

fn append_one(connection: &Connection, append: &Append) -> Result<ChunkId, StoreError> {
    let document = match find(connection, &append.community, append.document)? {
        Some(document) => document,
        None => add(connection, append)?,
    };
    let chunk = insert(connection, document, false, &append.chunk)?;
    audit(connection, document, append)?;
    Ok(chunk)
}

fn audit(connection: &Connection, document: i64, append: &Append) -> Result<(), StoreError> {
    let mut by_device: BTreeMap<Option<DeviceId>, (Vec<u8>, BTreeSet<&str>)> = BTreeMap::new();
    for change in &append.changes {
        let (hashes, commands) = by_device.entry(change.device).or_default();
        hashes.extend(change.hash);
        commands.extend(change.command.as_deref());
    }
    let mut statement = connection
        .prepare_cached("INSERT INTO audit (document, device, accepted_at, hashes, commands) VALUES (?, ?, ?, ?, ?)")?;
    for (device, (hashes, commands)) in by_device {
        let commands = commands.into_iter().collect::<Vec<_>>().join(" ");
        statement.execute(params![document, device.map(|device| device.0), append.accepted_at.0, hashes, commands])?;
    }
    Ok(())
}

fn add(connection: &Connection, append: &Append) -> Result<i64, StoreError> {
    let community = community::row_id(connection, &append.community)?;
    connection.execute(
        "INSERT INTO document (community, document, kind) VALUES (?, ?, ?)",
        params![community, append.document.0, append.kind],
    )?;
    Ok(connection.last_insert_rowid())
}

fn find(connection: &Connection, community: &Slug, document: DocumentId) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT document.id FROM document JOIN community ON community.id = document.community
         WHERE community.slug = ? AND document.document = ?",
    )?;
    Ok(statement.query_row(params![community.as_str(), document.0], |row| row.get(0)).optional()?)
}

fn insert(connection: &Connection, document: i64, snapshot: bool, bytes: &[u8]) -> Result<ChunkId, StoreError> {
    let mut statement =
        connection.prepare_cached("INSERT INTO chunk (document, snapshot, bytes, sha256) VALUES (?, ?, ?, ?)")?;
    statement.execute(params![document, snapshot, bytes, digest(bytes)])?;
    Ok(ChunkId(connection.last_insert_rowid()))
}

/// The names of a community's documents, and their ids on the wire.
pub(super) fn names(connection: &Connection, community: &Slug) -> Result<Vec<(String, DocumentId)>, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement =
        connection.prepare_cached("SELECT kind, document FROM document WHERE community = ? ORDER BY kind")?;
    let rows = statement.query_map([community], |row| Ok((row.get(0)?, DocumentId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Everything in a community's documents.
pub(super) fn load(connection: &Connection, community: &Slug) -> Result<Vec<StoredDocument>, StoreError> {
    let documents = all(connection, community)?.into_iter().map(|(id, document, kind)| {
        let mut chunks = chunks(connection, id, Generation::Current)?;
        if chunks.iter().any(|chunk| chunk.condition == Condition::Damaged) {
            // What was replaced is still there for exactly this.
            let mut salvaged = self::chunks(connection, id, Generation::Previous)?;
            salvaged.append(&mut chunks);
            chunks = salvaged;
        }
        Ok(StoredDocument { document, kind, chunks })
    });
    documents.collect()
}

/// A community's documents with all that is stored of them.
pub(super) fn archived(connection: &Connection, community: &Slug) -> Result<Vec<ArchivedDocument>, StoreError> {
    let documents = all(connection, community)?.into_iter().map(|(id, _, kind)| {
        Ok(ArchivedDocument {
            kind,
            current: chunks(connection, id, Generation::Current)?,
            previous: chunks(connection, id, Generation::Previous)?,
            accepted: accepted(connection, id)?,
        })
    });
    documents.collect()
}

/// A community's documents: their rows, ids and kinds.
fn all(connection: &Connection, community: &Slug) -> Result<Vec<(i64, DocumentId, String)>, StoreError> {
    let community = community::row_id(connection, community)?;
    let mut statement =
        connection.prepare_cached("SELECT id, document, kind FROM document WHERE community = ? ORDER BY id")?;
    let rows = statement.query_map([community], |row| Ok((row.get(0)?, DocumentId(row.get(1)?), row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The hashes of all changes of a document that were ever appended.
pub(super) fn accepted_of(
    connection: &Connection,
    community: &Slug,
    document: DocumentId,
) -> Result<Vec<[u8; 32]>, StoreError> {
    let row = find(connection, community, document)?;
    row.map_or_else(|| Ok(vec![]), |row| accepted(connection, row))
}

/// The hashes of all changes of a document that were accepted.
fn accepted(connection: &Connection, document: i64) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT hashes FROM audit WHERE document = ? ORDER BY id")?;
    let mut hashes = Vec::new();
    for row in statement.query_map([document], |row| row.get::<_, Vec<u8>>(0))? {
        hashes.extend(row?.as_chunks::<32>().0);
    }
    Ok(hashes)
}

/// Which of a document's chunks.
#[derive(Clone, Copy)]
enum Generation {
    /// Those in use.
    Current,
    /// Those that a snapshot replaced.
    Previous,
}

fn chunks(connection: &Connection, document: i64, generation: Generation) -> Result<Vec<Chunk>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, bytes, sha256 FROM chunk WHERE document = ? AND superseded = ? ORDER BY snapshot DESC, id",
    )?;
    let superseded = matches!(generation, Generation::Previous);
    let rows = statement.query_map(params![document, superseded], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Chunk> {
    let bytes: Vec<u8> = row.get(1)?;
    let stored: [u8; 32] = row.get(2)?;
    let condition = if digest(&bytes) == stored { Condition::Intact } else { Condition::Damaged };
    Ok(Chunk { id: ChunkId(row.get(0)?), bytes, condition })
}

/// Puts a snapshot in the place of chunks.
pub(super) fn replace(connection: &Connection, replacement: &Replacement) -> Result<ChunkId, StoreError> {
    let document = find(connection, &replacement.community, replacement.document)?.ok_or(StoreError::Stale)?;
    let current = chunks(connection, document, Generation::Current)?;
    let replaced: Vec<_> = current.iter().filter(|chunk| chunk.id <= replacement.upto).collect();
    if !replaced.iter().any(|chunk| chunk.id == replacement.upto) {
        return Err(StoreError::Stale);
    }
    let previous = chunks(connection, document, Generation::Previous)?;

    let snapshot = insert(connection, document, true, &replacement.snapshot)?;
    let kept: Vec<u8> = connection.query_row("SELECT bytes FROM chunk WHERE id = ?", [snapshot.0], |row| row.get(0))?;
    if kept != replacement.snapshot {
        return Err(StoreError::Corrupt {
            part: format!("the new snapshot of document {}", replacement.document.to_base58()),
            cause: None,
        });
    }

    // The previous generation goes only when all that took its place is intact; a damaged chunk is
    // never deleted, for somebody may yet be able to read it.
    let intact = |chunk: &Chunk| chunk.condition == Condition::Intact;
    if replaced.iter().all(|chunk| intact(chunk)) {
        for chunk in previous.iter().filter(|chunk| intact(chunk)) {
            connection.execute("DELETE FROM chunk WHERE id = ?", [chunk.id.0])?;
        }
    }
    for chunk in replaced {
        connection.execute("UPDATE chunk SET superseded = 1 WHERE id = ?", [chunk.id.0])?;
    }
    Ok(snapshot)
}

/// Deletes a document with all that was ever stored of it; nothing, if there is none.
pub(super) fn delete(connection: &Connection, community: &Slug, document: DocumentId) -> Result<(), StoreError> {
    let Some(document) = find(connection, community, document)? else { return Ok(()) };
    for sql in [
        "DELETE FROM chunk WHERE document = ?",
        "DELETE FROM audit WHERE document = ?",
        "DELETE FROM document WHERE id = ?",
    ] {
        connection.execute(sql, [document])?;
    }
    Ok(())
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
