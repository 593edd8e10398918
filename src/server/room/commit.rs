//! The commit that a room has under way: at most one.

use std::{future::pending, pin::Pin, sync::Arc};

use kaifong_domain::document::DocumentKind;
use kaifong_replica::hub::HubEvent;
use tokio::time::{Duration, Instant, sleep_until};

use super::compaction::Growth;
use crate::{
    metrics::Metrics,
    store::{Append, ChunkId, DocumentId, Store, StoreError},
};

/// How long to rest after a failed commit before it is tried again; doubled with each failure.
const FIRST_REST: Duration = Duration::from_millis(500);
const LONGEST_REST: Duration = Duration::from_secs(30);

/// What a commit adds to a document: of which kind, how many bytes.
type Added = (DocumentId, String, usize);
type Appending = Pin<Box<dyn Future<Output = Result<Vec<ChunkId>, StoreError>> + Send>>;

/// The commit under way.
pub(super) struct Commit {
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    state: State,
    failures: u32,
    /// What the commits of late have added.
    grown: Vec<Growth>,
}

enum State {
    Idle,
    Appending { batch: u64, begun: Instant, changes: u64, added: Vec<Added>, appending: Appending },
    Resting { batch: u64, until: Instant },
}

impl Commit {
    /// None under way.
    pub(super) fn new(store: Arc<dyn Store>, metrics: Arc<Metrics>) -> Self {
        Self { store, metrics, state: State::Idle, failures: 0, grown: Vec::new() }
    }

    /// Begins one.
    pub(super) fn begin(&mut self, batch: u64, appends: Vec<Append>) {
        let changes = appends.iter().map(|append| append.changes.len() as u64).sum();
        let added = |append: &Append| (append.document, append.kind.clone(), append.chunk.len());
        let added = appends.iter().map(added).collect();
        let store = Arc::clone(&self.store);
        let appending = Box::pin(async move { store.append(appends).await });
        self.state = State::Appending { batch, begun: Instant::now(), changes, added, appending };
    }

    /// How it ended, once it has; never, if none is under way. A failure is told after a rest, for
    /// the hub tries again at once. May be dropped and called again.
    pub(super) async fn ended(&mut self) -> HubEvent {
        loop {
            match &mut self.state {
                State::Idle => pending().await,
                State::Appending { batch, begun, changes, added, appending } => {
                    let (batch, outcome) = (*batch, appending.await);
                    let (took, changes, added) = (begun.elapsed(), *changes, std::mem::take(added));
                    if self.note(outcome, took, changes, added) {
                        self.state = State::Idle;
                        return HubEvent::Committed { batch };
                    }
                    self.state = State::Resting { batch, until: Instant::now() + self.rest() };
                }
                State::Resting { batch, until } => {
                    sleep_until(*until).await;
                    let batch = *batch;
                    self.state = State::Idle;
                    return HubEvent::CommitFailed { batch };
                }
            }
        }
    }

    /// Whether something is on its way to the store.
    pub(super) fn is_appending(&self) -> bool {
        matches!(self.state, State::Appending { .. })
    }

    /// Waits for what is on its way to the store, and forgets it.
    pub(super) async fn abandon(&mut self) {
        if let State::Appending { begun, changes, added, appending, .. } = &mut self.state {
            let outcome = appending.await;
            let (took, changes, added) = (begun.elapsed(), *changes, std::mem::take(added));
            self.note(outcome, took, changes, added);
        }
        self.state = State::Idle;
    }

    /// What the commits since the last call have added.
    pub(super) fn take_grown(&mut self) -> Vec<Growth> {
        std::mem::take(&mut self.grown)
    }

    fn note(
        &mut self,
        outcome: Result<Vec<ChunkId>, StoreError>,
        took: Duration,
        changes: u64,
        added: Vec<Added>,
    ) -> bool {
        match outcome {
            Ok(chunks) => {
                let growth = |(chunk, (document, kind, bytes)): (ChunkId, Added)| {
                    Some(Growth { document, kind: DocumentKind::from_name(&kind)?, chunk, bytes })
                };
                self.grown.extend(chunks.into_iter().zip(added).filter_map(growth));
                self.failures = 0;
                self.metrics.committed(took);
                self.metrics.changes_accepted.inc_by(changes);
                true
            }
            Err(error) => {
                self.failures += 1;
                self.metrics.store_failed(&error);
                false
            }
        }
    }

    fn rest(&self) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(10);
        (FIRST_REST * 2_u32.pow(doublings)).min(LONGEST_REST)
    }
}
