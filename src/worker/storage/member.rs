//! Who this device is.

use indexed_db_futures::transaction::TransactionDurability;
use kaifong_domain::{
    access::Trust,
    bridge::{Identity, StorageError},
};
use wasm_bindgen::JsValue;

use super::{
    IDENTITY, KEY, MEMBER, Storage, TICKET,
    failure::{commit, storage_error},
    reading::get,
    writing::{delete, put},
};
use crate::{join, key::DeviceKey, object};

impl Storage {
    /// Who is signed in on this device, with its key.
    pub(super) async fn member(&self) -> Result<Option<(Identity, DeviceKey)>, StorageError> {
        let transaction = self.read(&[IDENTITY])?;
        let store = transaction.object_store(IDENTITY).map_err(storage_error)?;
        let key = get(&store, &KEY.into()).await?.and_then(DeviceKey::from_pair);
        let identity = get(&store, &MEMBER.into()).await?.and_then(|answer| join::identity(&answer));
        Ok(identity.zip(key))
    }

    /// The device's key, if it has one.
    pub(crate) async fn key(&self) -> Result<Option<DeviceKey>, StorageError> {
        let transaction = self.read(&[IDENTITY])?;
        let store = transaction.object_store(IDENTITY).map_err(storage_error)?;
        Ok(get(&store, &KEY.into()).await?.and_then(DeviceKey::from_pair))
    }

    /// Keeps a new key durably, unless another tab has kept one meanwhile: then that one counts.
    pub(crate) async fn keep_key(&self, key: DeviceKey) -> Result<DeviceKey, StorageError> {
        let transaction = self.change(&[IDENTITY], TransactionDurability::Strict)?;
        let store = transaction.object_store(IDENTITY).map_err(storage_error)?;
        if let Some(first) = get(&store, &KEY.into()).await?.and_then(DeviceKey::from_pair) {
            return Ok(first);
        }
        put(&store, key.pair().clone(), Some(KEY))?;
        drop(store);
        commit(transaction).await?;
        Ok(key)
    }

    /// Keeps a new key durably, in the place of one that has lost its access.
    pub(crate) async fn renew_key(&self, key: DeviceKey) -> Result<DeviceKey, StorageError> {
        let transaction = self.change(&[IDENTITY], TransactionDurability::Strict)?;
        let store = transaction.object_store(IDENTITY).map_err(storage_error)?;
        put(&store, key.pair().clone(), Some(KEY))?;
        drop(store);
        commit(transaction).await?;
        Ok(key)
    }

    /// The server's answer to a check-in that is not settled.
    pub(crate) async fn ticket(&self) -> Result<Option<JsValue>, StorageError> {
        let transaction = self.read(&[IDENTITY])?;
        let store = transaction.object_store(IDENTITY).map_err(storage_error)?;
        get(&store, &TICKET.into()).await
    }

    /// Keeps it, or forgets it.
    pub(crate) async fn keep_ticket(&self, ticket: Option<&JsValue>) -> Result<(), StorageError> {
        let transaction = self.change(&[IDENTITY], TransactionDurability::Strict)?;
        let store = transaction.object_store(IDENTITY).map_err(storage_error)?;
        match ticket {
            Some(ticket) => put(&store, ticket.clone(), Some(TICKET))?,
            None => delete(&store, TICKET.into())?,
        }
        drop(store);
        commit(transaction).await
    }

    /// Keeps what the person is trusted with now, beside the rest of the server's answer to joining.
    pub(crate) async fn keep_trust(&self, trust: Trust) -> Result<(), StorageError> {
        let transaction = self.change(&[IDENTITY], TransactionDurability::Strict)?;
        let store = transaction.object_store(IDENTITY).map_err(storage_error)?;
        if let Some(answer) = get(&store, &MEMBER.into()).await?.filter(JsValue::is_object) {
            object::set(&answer, "role", &trust.role.code().into());
            object::set(&answer, "teams", &trust.teams.codes().into());
            put(&store, answer, Some(MEMBER))?;
        }
        drop(store);
        commit(transaction).await
    }

    /// Keeps the server's answer to joining, as it came: it must be readable by every later version.
    pub(crate) async fn keep_member(&self, answer: &JsValue) -> Result<(), StorageError> {
        let transaction = self.change(&[IDENTITY], TransactionDurability::Strict)?;
        let store = transaction.object_store(IDENTITY).map_err(storage_error)?;
        put(&store, answer.clone(), Some(MEMBER))?;
        drop(store);
        commit(transaction).await
    }
}
