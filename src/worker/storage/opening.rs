//! Opening a community's database.

use std::{cell::Cell, rc::Rc};

use indexed_db_futures::{Build, KeyPath, database::Database, internals::SystemRepr};
use js_sys::Function;
use kaifong_domain::bridge::StorageError;
use wasm_bindgen::{JsCast, closure::Closure};

use super::{CHUNKS, IDENTITY, Inner, META, OUTBOX, Opened, REFUSED, Storage, VIEW, WRITES, failure::opening_error};
use crate::input::{Input, Inputs};

/// Grows with every change to the stores below.
const VERSION: u8 = 2;

impl Storage {
    /// Opens the database of a community, making it if need be. [`Input::Blocked`] is sent when another
    /// tab holds it up, [`Input::StorageGone`] when it has been taken away.
    pub(crate) async fn open(community: &str, inputs: Inputs) -> Result<Self, StorageError> {
        let blocked = inputs.clone();
        let database = Database::open(format!("kaifong-{community}"))
            .with_version(VERSION)
            .with_on_blocked(move |_| {
                blocked.send(Input::Blocked);
                Ok(())
            })
            .with_on_upgrade_needed(|event, database| make_stores(event.old_version(), &database))
            .await
            .map_err(opening_error)?;
        let handle = database.clone();
        let gone = Closure::<dyn FnMut()>::new(move || {
            // A newer version waits for this connection to be closed.
            handle.clone().close();
            inputs.send(Input::StorageGone);
        });
        listen(&database, Some(gone.as_ref().unchecked_ref()));
        Ok(Self(Rc::new(Inner { database, writes: Cell::new(0.0), _gone: gone })))
    }

    /// Opens the database of a community and reads who is signed in and what was seen last.
    pub(crate) async fn open_all(community: &str, inputs: Inputs) -> Result<Opened, StorageError> {
        let storage = Self::open(community, inputs).await?;
        let member = storage.member().await?;
        // A view that can't be read is only missing: the documents are loaded all the same.
        let view = storage.saved_view().await.ok().flatten();
        Ok(Opened { storage, member, view })
    }
}

/// Sets what is told when the database is taken away: data cleared (`close`), or a newer version
/// that wants to change the stores (`versionchange`).
pub(super) fn listen(database: &Database, callback: Option<&Function>) {
    database.as_sys().set_onclose(callback);
    database.as_sys().set_onversionchange(callback);
}

/// Makes the stores that a database of an older version (0 if it is new) lacks.
fn make_stores(old_version: f64, database: &Database) -> indexed_db_futures::Result<()> {
    let key = |parts: &[&str]| KeyPath::from(parts.iter().map(ToString::to_string).collect::<Vec<_>>());
    if old_version < 2.0 {
        database.create_object_store(REFUSED).with_key_path(KeyPath::from("hash")).build()?;
    }
    if old_version >= 1.0 {
        return Ok(());
    }
    database.create_object_store(CHUNKS).with_key_path(key(&["document", "number"])).build()?;
    database.create_object_store(OUTBOX).with_key_path(KeyPath::from("hash")).build()?;
    database.create_object_store(META).with_key_path(KeyPath::from("name")).build()?;
    for store in [VIEW, IDENTITY, WRITES] {
        database.create_object_store(store).build()?;
    }
    Ok(())
}
