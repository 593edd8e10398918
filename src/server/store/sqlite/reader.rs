//! Connections that read beside the writer.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;

use super::connection;
use crate::store::StoreError;

/// How many idle connections are kept.
const KEPT: usize = 4;

/// Connections for reading, opened when they are needed.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// Readers of a file, none open yet.
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::default() }
    }

    /// Reads in one transaction, on a thread that may block.
    pub(super) async fn read<T, F>(self: &Arc<Self>, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let readers = Arc::clone(self);
        let reading = tokio::task::spawn_blocking(move || readers.read_now(work));
        reading.await.map_err(|error| StoreError::Engine(Arc::new(error)))?
    }

    fn read_now<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connection::open_to_read(&self.path)?,
        };
        let transaction = connection.unchecked_transaction()?;
        let answer = work(&transaction);
        drop(transaction);
        // A connection that saw an error is not used again: it may be what is broken.
        if answer.is_ok() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < KEPT {
                idle.push(connection);
            }
        }
        answer
    }
}
