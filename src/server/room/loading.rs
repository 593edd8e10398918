//! Loading a community from the store.

use std::sync::Arc;

use kaifong_replica::{document::Damaged, hub::Hub};

use super::{compaction::Compaction, core::Core, ledger::Ledger};
use crate::{
    metrics::Metrics,
    secret,
    slug::Slug,
    store::{Chunk, Condition, Store, StoreError, StoredDocument},
};

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
    let is_restored = store.is_restored().await.inspect_err(|error| metrics.store_failed(error))?;
    report_damage(&stored, metrics);
    compaction.loaded(&stored);
    let slug = community.clone();
    tokio::task::spawn_blocking(move || assemble(slug, stored, is_restored)).await.map_err(LoadError::Panicked)?
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

fn assemble(community: Slug, stored: Vec<StoredDocument>, is_restored: bool) -> Result<Core, LoadError> {
    let is_damaged = |chunk: &Chunk| chunk.condition == Condition::Damaged;
    let has_lost = stored.iter().any(|document| document.chunks.iter().any(is_damaged));
    let chunks = stored.into_iter().map(|document| (document.kind, intact(document.chunks))).collect();
    let hub = Hub::load(community.as_str(), chunks, secret::random());
    let mut hub = hub.map_err(|(name, cause)| LoadError::Document { name, cause })?;
    if has_lost || is_restored {
        hub.refill();
    }
    let ledger = Ledger::of(&hub);
    Ok(Core { community, hub, ledger })
}

fn intact(chunks: Vec<Chunk>) -> Vec<Vec<u8>> {
    chunks.into_iter().filter(|chunk| chunk.condition == Condition::Intact).map(|chunk| chunk.bytes).collect()
}
