//! Reading what is stored.

use indexed_db_futures::{
    BuildPrimitive, object_store::ObjectStore, query_source::QuerySource, transaction::Transaction,
};
use js_sys::Array;
use kaifong_domain::bridge::StorageError;
use kaifong_replica::storage::{ChunkId, ChunkKind, Stored};
use wasm_bindgen::{JsCast, JsValue};

use super::{CHUNKS, COUNT, META, OUTBOX, REFUSED, Storage, WRITES, failure::storage_error};
use crate::object;

impl Storage {
    /// Reads everything in one transaction. Writing goes on from this state.
    pub(crate) async fn load(&self) -> Result<Stored, StorageError> {
        let transaction = self.read(&[CHUNKS, OUTBOX, REFUSED, META, WRITES])?;
        let writes = count(&transaction).await?;
        let outbox = all(&transaction, OUTBOX).await?;
        let refused = all(&transaction, REFUSED).await?;
        let meta = all(&transaction, META).await?;
        let chunks = match all(&transaction, CHUNKS).await {
            Ok(rows) => rows.iter().filter_map(chunk).collect(),
            Err(_) => self.chunks_one_by_one().await?,
        };
        self.0.writes.set(writes);
        Ok(Stored {
            chunks,
            outbox: outbox.iter().filter_map(hashed).collect(),
            refused: refused.iter().filter_map(hashed).collect(),
            meta: meta
                .iter()
                .filter_map(|row| Some((object::text(row, "name")?, object::bytes(row, "bytes")?)))
                .collect(),
        })
    }

    /// One value that the browser can't read any more fails the reading of all together. A chunk that
    /// can't be read is handed on without bytes, so that it counts as damaged and the rest is loaded.
    async fn chunks_one_by_one(&self) -> Result<Vec<(ChunkId, Vec<u8>)>, StorageError> {
        let transaction = self.read(&[CHUNKS])?;
        let store = transaction.object_store(CHUNKS).map_err(storage_error)?;
        let request = store.get_all_keys::<JsValue>().primitive().map_err(storage_error)?;
        let keys: Vec<JsValue> = request.await.map_err(storage_error)?.filter_map(Result::ok).collect();
        let mut chunks = Vec::new();
        for key in keys {
            // A failed request ends its transaction: each has its own.
            let row = match self.read(&[CHUNKS]) {
                Ok(transaction) => match transaction.object_store(CHUNKS) {
                    Ok(store) => get(&store, &key).await.ok().flatten(),
                    Err(_) => None,
                },
                Err(_) => None,
            };
            chunks.extend(row.as_ref().and_then(chunk).or_else(|| Some((unread(&key)?, Vec::new()))));
        }
        Ok(chunks)
    }

    /// Reads one chunk.
    pub(crate) async fn chunk(&self, id: &ChunkId) -> Option<Vec<u8>> {
        let transaction = self.read(&[CHUNKS]).ok()?;
        let store = transaction.object_store(CHUNKS).ok()?;
        let row = get(&store, &chunk_key(id)).await.ok()??;
        object::bytes(&row, "bytes")
    }
}

/// The value under a key.
pub(super) async fn get(store: &ObjectStore<'_>, key: &JsValue) -> Result<Option<JsValue>, StorageError> {
    let request = store.get::<JsValue, JsValue, _>(key.clone()).primitive().map_err(storage_error)?;
    request.await.map_err(storage_error)
}

/// How many writes there have been.
pub(super) async fn count(transaction: &Transaction<'_>) -> Result<f64, StorageError> {
    let store = transaction.object_store(WRITES).map_err(storage_error)?;
    Ok(get(&store, &COUNT.into()).await?.and_then(|count| count.as_f64()).unwrap_or(0.0))
}

/// The key of a chunk.
pub(super) fn chunk_key(id: &ChunkId) -> JsValue {
    Array::of2(&JsValue::from_str(&id.document), &number_value(id.number)).into()
}

/// A chunk's number as JavaScript has it: exact up to 2⁵³, more than there will be chunks.
pub(super) fn number_value(number: u64) -> JsValue {
    JsValue::from_f64(number as f64)
}

async fn all(transaction: &Transaction<'_>, store: &str) -> Result<Vec<JsValue>, StorageError> {
    let store = transaction.object_store(store).map_err(storage_error)?;
    let request = store.get_all::<JsValue>().primitive().map_err(storage_error)?;
    Ok(request.await.map_err(storage_error)?.filter_map(Result::ok).collect())
}

fn chunk(row: &JsValue) -> Option<(ChunkId, Vec<u8>)> {
    let kind = if object::text(row, "kind")? == "snapshot" { ChunkKind::Snapshot } else { ChunkKind::Increment };
    let number = object::get(row, "number")?.as_f64()? as u64;
    let id = ChunkId { document: object::text(row, "document")?, number, kind };
    Some((id, object::bytes(row, "bytes").unwrap_or_default()))
}

/// The id of a chunk of which only the key can be read; what kind it was is not known.
fn unread(key: &JsValue) -> Option<ChunkId> {
    let key = key.dyn_ref::<Array>()?;
    let (document, number) = (key.get(0).as_string()?, key.get(1).as_f64()? as u64);
    Some(ChunkId { document, number, kind: ChunkKind::Increment })
}

fn hashed(row: &JsValue) -> Option<([u8; 32], Vec<u8>)> {
    Some((hash(row)?, object::bytes(row, "bytes")?))
}

fn hash(row: &JsValue) -> Option<[u8; 32]> {
    // A binary key comes back as the value it was, a `Uint8Array`.
    object::bytes(row, "hash")?.try_into().ok()
}
