//! Writing: all of it in one transaction with strict durability, or nothing.

use indexed_db_futures::{BuildPrimitive, object_store::ObjectStore, transaction::TransactionDurability};
use js_sys::Uint8Array;
use kaifong_domain::bridge::StorageError;
use kaifong_replica::storage::{ChunkKind, StoreOp, Write};
use wasm_bindgen::JsValue;

use super::{
    CHUNKS, COUNT, META, OUTBOX, REFUSED, Storage, WRITES,
    failure::{commit, storage_error},
    reading::{chunk_key, count, number_value},
};
use crate::object::object;

/// Why nothing of a write is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WriteFailure {
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Another tab has written since this one has read: it is the leader now.
    #[error("another tab has written")]
    Overtaken,
}

impl Storage {
    /// Stores all steps of a write durably.
    pub(crate) async fn write(&self, write: &Write) -> Result<(), WriteFailure> {
        let transaction = self.change(&[CHUNKS, OUTBOX, REFUSED, META, WRITES], TransactionDurability::Strict)?;
        let writes = count(&transaction).await?;
        if writes != self.0.writes.get() {
            return Err(WriteFailure::Overtaken);
        }
        let store = |name: &str| transaction.object_store(name).map_err(storage_error);
        let (chunks, outbox, refused, meta) = (store(CHUNKS)?, store(OUTBOX)?, store(REFUSED)?, store(META)?);
        for op in &write.ops {
            match op {
                StoreOp::PutChunk(id, bytes) => {
                    let kind = if id.kind == ChunkKind::Snapshot { "snapshot" } else { "increment" };
                    let row = object(&[
                        ("document", &id.document.as_str().into()),
                        ("number", &number_value(id.number)),
                        ("kind", &kind.into()),
                        ("bytes", &Uint8Array::from(bytes.as_slice())),
                    ]);
                    put(&chunks, row.into(), None)?;
                }
                StoreOp::DeleteChunk(id) => delete(&chunks, chunk_key(id))?,
                StoreOp::DeleteChunks => drop(chunks.clear().map_err(storage_error)?),
                StoreOp::PutOutbox(hash, bytes) => put_hashed(&outbox, hash, bytes)?,
                StoreOp::DeleteOutbox(hash) => delete(&outbox, Uint8Array::from(hash.as_slice()).into())?,
                StoreOp::PutRefused(hash, bytes) => put_hashed(&refused, hash, bytes)?,
                StoreOp::DeleteRefused(hash) => delete(&refused, Uint8Array::from(hash.as_slice()).into())?,
                StoreOp::PutMeta(name, bytes) => {
                    let (name, bytes) = (JsValue::from_str(name), Uint8Array::from(bytes.as_slice()));
                    put(&meta, object(&[("name", &name), ("bytes", &bytes)]).into(), None)?;
                }
                StoreOp::DeleteMeta(name) => delete(&meta, JsValue::from_str(name))?,
            }
        }
        put(&store(WRITES)?, (writes + 1.0).into(), Some(COUNT))?;
        drop((chunks, outbox, refused, meta));
        commit(transaction).await?;
        self.0.writes.set(writes + 1.0);
        Ok(())
    }
}

/// Asks for a value to be put; whether it was is known when the transaction is committed.
pub(super) fn put(store: &ObjectStore<'_>, value: JsValue, key: Option<&str>) -> Result<(), StorageError> {
    match key {
        Some(key) => store.put(value).with_key(JsValue::from_str(key)).without_key_type().primitive().map(drop),
        None => store.put(value).primitive().map(drop),
    }
    .map_err(storage_error)
}

fn put_hashed(store: &ObjectStore<'_>, hash: &[u8; 32], bytes: &[u8]) -> Result<(), StorageError> {
    let (hash, bytes) = (Uint8Array::from(hash.as_slice()), Uint8Array::from(bytes));
    put(store, object(&[("hash", &hash), ("bytes", &bytes)]).into(), None)
}

/// Asks for a value to be deleted.
pub(super) fn delete(store: &ObjectStore<'_>, key: JsValue) -> Result<(), StorageError> {
    store.delete::<JsValue, _>(key).primitive().map(drop).map_err(storage_error)
}
