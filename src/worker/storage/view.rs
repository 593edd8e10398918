//! The view as it was last seen, for the first paint of the next time. It can always be made again, so
//! it is written without waiting for the disk, and what another build wrote is ignored.

use indexed_db_futures::transaction::TransactionDurability;
use js_sys::Uint8Array;
use kaifong_domain::{bridge::StorageError, record::Entry};
use wasm_bindgen::JsCast;

use super::{
    ENTRIES, Storage, VIEW,
    failure::{commit, storage_error},
    reading::get,
    writing::put,
};
use crate::encoding::{decode, encode};

impl Storage {
    /// Saves a view.
    pub(crate) async fn save_view(&self, entries: &[Entry]) -> Result<(), StorageError> {
        let transaction = self.change(&[VIEW], TransactionDurability::Relaxed)?;
        let store = transaction.object_store(VIEW).map_err(storage_error)?;
        put(&store, Uint8Array::from(encode(&entries).as_slice()).into(), Some(ENTRIES))?;
        drop(store);
        commit(transaction).await
    }

    /// Forgets the saved view, durably.
    pub(crate) async fn forget_view(&self) -> Result<(), StorageError> {
        let transaction = self.change(&[VIEW], TransactionDurability::Strict)?;
        let store = transaction.object_store(VIEW).map_err(storage_error)?;
        store.clear().map_err(storage_error)?;
        drop(store);
        commit(transaction).await
    }

    /// The saved view, if this build saved one.
    pub(super) async fn saved_view(&self) -> Result<Option<Vec<Entry>>, StorageError> {
        let transaction = self.read(&[VIEW])?;
        let store = transaction.object_store(VIEW).map_err(storage_error)?;
        let value = get(&store, &ENTRIES.into()).await?;
        let bytes = value.and_then(|value| value.dyn_into::<Uint8Array>().ok());
        Ok(bytes.and_then(|bytes| decode(&bytes.to_vec())))
    }
}
