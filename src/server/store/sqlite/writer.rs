//! The thread that writes, and its group commit.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use crate::store::StoreError;

/// How many pieces of work may wait. Whoever brings more waits to hand it over.
const QUEUE: usize = 1024;

/// How many pieces of work share one commit at most.
const GROUP: usize = 256;

/// A handle on the thread. When it is dropped, what waits is still written.
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Box<dyn Work>>>,
    /// Something was deleted that is to be gone: it still stands in the write-ahead log.
    is_soiled: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

/// A piece of work: several share one commit, each succeeds or fails by itself.
trait Work: Send {
    /// Does the work, inside a savepoint.
    fn run(&mut self, connection: &Connection) -> Result<(), StoreError>;

    /// Tells whoever waits how it ended; called once, after the commit.
    fn settle(self: Box<Self>, ended: Result<(), StoreError>);
}

/// Work of which somebody awaits the answer.
struct Awaited<T, F> {
    work: Option<F>,
    answer: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Work for Awaited<T, F>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let work = self.work.take().expect("work runs once");
        self.answer = Some(work(connection)?);
        Ok(())
    }

    fn settle(self: Box<Self>, ended: Result<(), StoreError>) {
        let Self { answer, reply, .. } = *self;
        // Nobody waits any more when a request was cut off; its work stands all the same.
        let _ = reply.send(ended.and_then(|()| answer.ok_or(StoreError::Closed)));
    }
}

impl Writer {
    /// Starts the thread on a connection of its own.
    pub(super) fn start(connection: Connection) -> Result<Self, StoreError> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let is_soiled = Arc::<AtomicBool>::default();
        let soiled = Arc::clone(&is_soiled);
        let thread = thread::Builder::new()
            .name("kaifong-store".into())
            .spawn(move || run(connection, waiting, &soiled))
            .map_err(|error| StoreError::Io(Arc::new(error)))?;
        Ok(Self { queue: Some(queue), is_soiled, thread: Some(thread) })
    }

    /// Hands work to the thread; returns when it is committed and synced.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work = Awaited { work: Some(work), answer: None, reply };
        let queue = self.queue.as_ref().ok_or(StoreError::Closed)?;
        queue.send(Box::new(work)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }
}

impl Writer {
    /// The same for work that deletes what is to be gone: the write-ahead log is emptied after it.
    pub(super) async fn wipe<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let is_soiled = Arc::clone(&self.is_soiled);
        self.write(move |connection| {
            is_soiled.store(true, Ordering::Relaxed);
            work(connection)
        })
        .await
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has already told everybody that the store is closed.
            let _ = thread.join();
        }
    }
}

fn run(mut connection: Connection, mut waiting: mpsc::Receiver<Box<dyn Work>>, is_soiled: &AtomicBool) {
    while let Some(first) = waiting.blocking_recv() {
        let mut group = VecDeque::from([first]);
        while group.len() < GROUP
            && let Ok(next) = waiting.try_recv()
        {
            group.push_back(next);
        }
        while !group.is_empty() {
            commit(&mut connection, &mut group);
        }
        if is_soiled.load(Ordering::Relaxed) {
            is_soiled.store(!empty_log(&connection), Ordering::Relaxed);
        }
    }
}

/// Empties the write-ahead log; whether it could: a reader may be in the midst of it, then it is tried again.
fn empty_log(connection: &Connection) -> bool {
    let emptying = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    match emptying {
        Ok(is_busy) => is_busy == 0,
        Err(error) => {
            tracing::warn!(%error, "the write-ahead log could not be emptied");
            false
        }
    }
}

/// Takes work from the group into one transaction and settles it. What is left in the group needs
/// another transaction.
fn commit(connection: &mut Connection, group: &mut VecDeque<Box<dyn Work>>) {
    let mut transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(error) => return settle(group.drain(..), &Err(error.into())),
    };
    let mut done = Vec::new();
    while let Some(mut work) = group.pop_front() {
        let Err(error) = attempt(&mut transaction, work.as_mut()) else {
            done.push(work);
            continue;
        };
        // On a full disk and some I/O errors SQLite rolls the whole transaction back by itself; then
        // the work done before this is gone too, and must not be called committed.
        let rolled_back = transaction.is_autocommit();
        work.settle(Err(error.clone()));
        if rolled_back {
            return settle(done, &Err(error));
        }
    }
    settle(done, &transaction.commit().map_err(StoreError::from));
}

fn attempt(transaction: &mut Transaction<'_>, work: &mut dyn Work) -> Result<(), StoreError> {
    let savepoint = transaction.savepoint()?;
    work.run(&savepoint)?;
    Ok(savepoint.commit()?)
}

fn settle(group: impl IntoIterator<Item = Box<dyn Work>>, ended: &Result<(), StoreError>) {
    for work in group {
        work.settle(ended.clone());
    }
}
