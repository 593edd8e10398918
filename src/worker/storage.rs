//! The phone's storage: an IndexedDB database for each community.
//!
//! Whoever is the leader may write. As a lock can be lost without notice (a phone that froze a tab,
//! a browser without Web Locks), every write also checks a counter, in its own transaction: if anybody
//! else has written since this tab has read, nothing is stored and the tab reads anew. So two writers
//! never go on from the same state (invariant I1).

mod failure;
mod member;
mod opening;
mod reading;
mod view;
mod writing;

use std::{cell::Cell, rc::Rc};

use indexed_db_futures::{
    Build,
    database::Database,
    transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions},
};
use js_sys::Function;
use kaifong_domain::{
    bridge::{Identity, StorageError},
    record::Entry,
};
use wasm_bindgen::closure::Closure;

use self::failure::storage_error;
use crate::key::DeviceKey;

pub(crate) use self::writing::WriteFailure;

/// Chunks by document and number: `{ document, number, kind, bytes }`.
const CHUNKS: &str = "chunks";
/// Outbox rows by change hash: `{ hash, bytes }`.
const OUTBOX: &str = "outbox";
/// Refused commands by the hash of the change that they had made: `{ hash, bytes }`.
const REFUSED: &str = "refused";
/// Named values: `{ name, bytes }`.
const META: &str = "meta";
/// The saved view: its bytes under [`ENTRIES`].
const VIEW: &str = "view";
/// Who this device is: its key pair under [`KEY`], the server's answer to its joining under [`MEMBER`].
const IDENTITY: &str = "identity";
/// How many writes there have been, under [`COUNT`].
const WRITES: &str = "writes";

const ENTRIES: &str = "entries";
const KEY: &str = "key";
const MEMBER: &str = "member";
/// The server's answer to a check-in that is not settled.
const TICKET: &str = "check-in";
const COUNT: &str = "count";

/// An open database. Closed when its last handle is dropped.
#[derive(Clone)]
pub(crate) struct Storage(Rc<Inner>);

struct Inner {
    database: Database,
    /// The count of writes as this tab knows it.
    writes: Cell<f64>,
    _gone: Closure<dyn FnMut()>,
}

/// What is read at once when a community's storage is opened.
pub(crate) struct Opened {
    /// The storage.
    pub(crate) storage: Storage,
    /// Who is signed in on this device, with its key; `None` if nobody is.
    pub(crate) member: Option<(Identity, DeviceKey)>,
    /// The view as this build saved it last time.
    pub(crate) view: Option<Vec<Entry>>,
}

impl Storage {
    fn read(&self, stores: &[&str]) -> Result<Transaction<'_>, StorageError> {
        let transaction = self.0.database.transaction(stores).with_mode(TransactionMode::Readonly).build();
        transaction.map_err(storage_error)
    }

    fn change(&self, stores: &[&str], durability: TransactionDurability) -> Result<Transaction<'_>, StorageError> {
        let options = TransactionOptions::new().with_durability(durability);
        let transaction = self.0.database.transaction(stores).with_mode(TransactionMode::Readwrite);
        transaction.with_options(options).build().map_err(storage_error)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        opening::listen(&self.database, None::<&Function>);
        self.database.clone().close();
    }
}
