//! Loading a community from the store, and compacting it on the way.

use std::sync::Arc;

use kaifong_domain::document::DocumentKind;
use kaifong_replica::{
    document::{Damaged, Document},
    hub::Hub,
};

use super::{core::Core, ledger::Ledger};
use crate::{
    metrics::Metrics,
    secret,
    slug::Slug,
    store::{Chunk, ChunkId, Condition, DocumentId, Replacement, Store, StoreError, StoredDocument},
};

/// With this many chunks behind the first, a document is compacted.
const MANY: usize = 64;

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
pub(super) async fn load(store: &Arc<dyn Store>, metrics: &Metrics, community: &Slug) -> Result<Core, LoadError> {
    let stored = store.load(community).await.inspect_err(|error| metrics.store_failed(error))?;
    report_damage(&stored, metrics);
    let slug = community.clone();
    let assembling = tokio::task::spawn_blocking(move || assemble(slug, stored));
    let (core, replacements) = assembling.await.map_err(LoadError::Panicked)??;
    for replacement in replacements {
        // The old chunks are as good: compaction is tried again at the next start.
        if let Err(error) = store.replace(replacement).await {
            metrics.store_failed(&error);
        }
    }
    Ok(core)
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

/// A document that is worth compacting.
struct Lengthy {
    document: DocumentId,
    kind: String,
    upto: ChunkId,
}

fn assemble(community: Slug, stored: Vec<StoredDocument>) -> Result<(Core, Vec<Replacement>), LoadError> {
    let lengthy: Vec<_> = stored.iter().filter_map(lengthy).collect();
    let is_damaged = |chunk: &Chunk| chunk.condition == Condition::Damaged;
    let has_lost = stored.iter().any(|document| document.chunks.iter().any(is_damaged));
    let chunks = stored.into_iter().map(|document| (document.kind, intact(document.chunks))).collect();
    let hub = Hub::load(community.as_str(), chunks, secret::random());
    let mut hub = hub.map_err(|(name, cause)| LoadError::Document { name, cause })?;
    if has_lost {
        hub.refill();
    }
    let replacements = lengthy.into_iter().filter_map(|lengthy| compact(&community, &hub, lengthy)).collect();
    let ledger = Ledger::of(&hub);
    Ok((Core { community, hub, ledger }, replacements))
}

fn intact(chunks: Vec<Chunk>) -> Vec<Vec<u8>> {
    chunks.into_iter().filter(|chunk| chunk.condition == Condition::Intact).map(|chunk| chunk.bytes).collect()
}

fn lengthy(stored: &StoredDocument) -> Option<Lengthy> {
    let (first, rest) = stored.chunks.split_first()?;
    let upto = stored.chunks.iter().map(|chunk| chunk.id).max()?;
    let whole = stored.chunks.iter().all(|chunk| chunk.condition == Condition::Intact);
    let size: usize = rest.iter().map(|chunk| chunk.bytes.len()).sum();
    let long = rest.len() >= MANY || size > first.bytes.len();
    (whole && long).then(|| Lengthy { document: stored.document, kind: stored.kind.clone(), upto })
}

/// The snapshot that replaces a document's chunks, if it reads back as the same document (I5).
fn compact(community: &Slug, hub: &Hub, lengthy: Lengthy) -> Option<Replacement> {
    let kind = DocumentKind::from_name(&lengthy.kind)?;
    let document = hub.document(kind)?;
    let snapshot = document.save();
    let again = Document::load(kind, &snapshot).ok()?;
    (again.heads() == document.heads()).then(|| Replacement {
        community: community.clone(),
        document: lengthy.document,
        upto: lengthy.upto,
        snapshot,
    })
}
