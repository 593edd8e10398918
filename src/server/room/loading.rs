//! Loading a community from the store.

use std::sync::Arc;

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, time::Timestamp};
use kaifong_replica::{document::Damaged, hub::Hub};

use super::{compaction::Compaction, core::Core, ledger::Ledger};
use crate::{
    metrics::Metrics,
    secret,
    slug::Slug,
    store::{Chunk, Condition, Store, StoreError, StoredDocument},
};

/// For how long after a backup was put back phones may bring what others wrote, in milliseconds: 30 days, in
/// which almost every phone is switched on once.
const REFILL: i64 = 30 * 24 * 60 * 60 * 1_000;

/// A community cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub(super) enum LoadError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What it has makes no document.
    #[error("the document {name} cannot be read from the store: restore it from a backup")]
    Document {
        /// Which.
        name: String,
        /// How.
        #[source]
        cause: Damaged,
    },
    /// Reading it failed in a way that nobody expected.
    #[error("loading the community failed")]
    Panicked(#[source] tokio::task::JoinError),
}

/// Loads a community.
pub(super) async fn load(
    store: &Arc<dyn Store>,
    metrics: &Metrics,
    community: &Slug,
    compaction: &mut Compaction,
) -> Result<Core, LoadError> {
    let stored = store.load(community).await.inspect_err(|error| metrics.store_failed(error))?;
    let restored_at = store.restored_at().await.inspect_err(|error| metrics.store_failed(error))?;
    report_damage(&stored, metrics);
    compaction.loaded(&stored);
    let mut promised = Vec::new();
    for document in stored.iter().filter(|document| has_lost(document)) {
        let accepted = store.accepted(community, document.document).await;
        promised.push((document.kind.clone(), accepted.inspect_err(|error| metrics.store_failed(error))?));
    }
    let slug = community.clone();
    let assemble = move || assemble(slug, stored, promised, restored_at);
    tokio::task::spawn_blocking(assemble).await.map_err(LoadError::Panicked)?
}

fn has_lost(document: &StoredDocument) -> bool {
    document.chunks.iter().any(|chunk| chunk.condition == Condition::Damaged)
}

/// Damage is told and stepped over: phones that hold what is missing send it again.
fn report_damage(stored: &[StoredDocument], metrics: &Metrics) {
    for document in stored {
        for chunk in document.chunks.iter().filter(|chunk| chunk.condition == Condition::Damaged) {
            let part = format!("chunk {} of {}", chunk.id.0, document.kind);
            metrics.store_failed(&StoreError::Corrupt { part, cause: None });
        }
    }
}

/// A hub of what is intact; of the rest it knows what is missing, from the hashes of all that was accepted.
fn assemble(
    community: Slug,
    stored: Vec<StoredDocument>,
    promised: Vec<(String, Vec<[u8; 32]>)>,
    restored_at: Option<Timestamp>,
) -> Result<Core, LoadError> {
    let chunks = stored.into_iter().map(|document| (document.kind, intact(document.chunks))).collect();
    let hub = Hub::load(community.as_str(), chunks, secret::random());
    let mut hub = hub.map_err(|(name, cause)| LoadError::Document { name, cause })?;
    for (name, hashes) in promised {
        if let Some(kind) = DocumentKind::from_name(&name) {
            hub.miss(kind, hashes.into_iter().map(ChangeHash));
        }
    }
    if let Some(restored_at) = restored_at {
        hub.refill(Timestamp(restored_at.0.saturating_add(REFILL)));
    }
    let ledger = Ledger::of(&hub);
    Ok(Core { community, hub, ledger })
}

fn intact(chunks: Vec<Chunk>) -> Vec<Vec<u8>> {
    chunks.into_iter().filter(|chunk| chunk.condition == Condition::Intact).map(|chunk| chunk.bytes).collect()
}
