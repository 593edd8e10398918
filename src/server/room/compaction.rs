//! When a document's chunks have become many, a snapshot takes their place: at any time, not only when
//! the room is loaded, for a room may run for months.

use std::{collections::BTreeMap, future::pending, sync::Arc};

use kaifong_domain::document::DocumentKind;
use kaifong_replica::document::Document;
use tokio::task::JoinHandle;

use crate::{
    metrics::Metrics,
    slug::Slug,
    store::{ChunkId, Condition, DocumentId, Replacement, Store, StoreError, StoredDocument},
};

/// Chunks smaller than this together are not worth a snapshot, in bytes: they are read in no time, and
/// every snapshot writes the whole document once more.
const LEAST: usize = 64 * 1024;

/// What is stored of a document: how much, and whether it is as it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Length {
    document: DocumentId,
    /// The greatest id of its chunks.
    upto: ChunkId,
    /// The size of the first chunk, in bytes.
    first: usize,
    /// The size of those behind it, in bytes.
    since: usize,
    /// Whether every chunk is as it was stored.
    is_whole: bool,
}

impl Length {
    fn of(stored: &StoredDocument) -> Option<Self> {
        let (first, rest) = stored.chunks.split_first()?;
        Some(Self {
            document: stored.document,
            upto: stored.chunks.iter().map(|chunk| chunk.id).max()?,
            first: first.bytes.len(),
            since: rest.iter().map(|chunk| chunk.bytes.len()).sum(),
            is_whole: stored.chunks.iter().all(|chunk| chunk.condition == Condition::Intact),
        })
    }

    fn is_due(&self) -> bool {
        self.since > self.first.max(LEAST)
    }
}

/// A chunk was added to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Growth {
    pub(super) document: DocumentId,
    pub(super) kind: DocumentKind,
    pub(super) chunk: ChunkId,
    pub(super) bytes: usize,
}

/// A snapshot in the place of chunks.
struct Compacted {
    kind: DocumentKind,
    chunk: ChunkId,
    bytes: usize,
}

type Compacting = JoinHandle<Option<Compacted>>;

/// Compaction in a room: of one document at a time.
pub(super) struct Compaction {
    community: Slug,
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    lengths: BTreeMap<DocumentKind, Length>,
    compacting: Option<Compacting>,
}

impl Compaction {
    pub(super) fn new(community: Slug, store: Arc<dyn Store>, metrics: Arc<Metrics>) -> Self {
        Self { community, store, metrics, lengths: BTreeMap::new(), compacting: None }
    }

    /// The room was loaded: this is what is stored.
    pub(super) fn loaded(&mut self, stored: &[StoredDocument]) {
        let length = |stored: &StoredDocument| Some((DocumentKind::from_name(&stored.kind)?, Length::of(stored)?));
        self.lengths = stored.iter().filter_map(length).collect();
    }

    /// A commit has added a chunk.
    pub(super) fn grown(&mut self, growth: Growth) {
        let Growth { document, kind, chunk, bytes } = growth;
        match self.lengths.get_mut(&kind) {
            Some(length) => {
                length.upto = length.upto.max(chunk);
                length.since += bytes;
            }
            None => {
                let length = Length { document, upto: chunk, first: bytes, since: 0, is_whole: true };
                self.lengths.insert(kind, length);
            }
        }
    }

    /// Begins with the first document that is due, if none is under way.
    pub(super) fn begin<'a>(&mut self, document: impl Fn(DocumentKind) -> Option<&'a Document>) {
        if self.compacting.is_some() {
            return;
        }
        let due = self.lengths.iter_mut().find(|(_, length)| length.is_due());
        let Some((document, length)) = due.and_then(|(kind, length)| Some((document(*kind)?.clone(), length))) else {
            return;
        };
        let (store, metrics, community) = (Arc::clone(&self.store), Arc::clone(&self.metrics), self.community.clone());
        let compacting = compact(store, community, document, length.clone());
        // What comes meanwhile counts towards the next; so it does if this one fails.
        length.since = 0;
        self.compacting = Some(tokio::spawn(async move {
            // The old chunks are as good: it is tried again when there are more.
            compacting.await.inspect_err(|error| metrics.store_failed(error)).ok().flatten()
        }));
    }

    /// Returns when a compaction has ended; never, if none is under way. May be dropped and called again.
    pub(super) async fn ended(&mut self) {
        let Some(compacting) = &mut self.compacting else { return pending().await };
        let ended = compacting.await;
        self.compacting = None;
        match ended {
            Ok(Some(Compacted { kind, chunk, bytes })) => {
                if let Some(length) = self.lengths.get_mut(&kind) {
                    (length.upto, length.first, length.is_whole) = (length.upto.max(chunk), bytes, true);
                }
            }
            Ok(None) => {}
            Err(failure) => tracing::error!(community = %self.community, %failure, "compaction failed"),
        }
    }

    /// Waits for the one that is under way, if any.
    pub(super) async fn finish(&mut self) {
        if self.compacting.is_some() {
            self.ended().await;
        }
    }
}

/// Puts a snapshot in the place of a document's chunks, if it reads back as the same document
/// (invariant I5); `None` if it does not, or if something is missing in the document that was accepted.
async fn compact(
    store: Arc<dyn Store>,
    community: Slug,
    document: Document,
    length: Length,
) -> Result<Option<Compacted>, StoreError> {
    // Where a chunk is damaged, phones send again what was in it. Until they have, it is not replaced.
    let accepted = match length.is_whole {
        true => vec![],
        false => store.accepted(&community, length.document).await?,
    };
    let kind = document.kind();
    let saving = tokio::task::spawn_blocking(move || snapshot(&document, &accepted));
    let Some(snapshot) = saving.await.map_err(|panic| StoreError::Engine(Arc::new(panic)))? else {
        return Ok(None);
    };
    let bytes = snapshot.len();
    let chunk =
        store.replace(Replacement { community, document: length.document, upto: length.upto, snapshot }).await?;
    Ok(Some(Compacted { kind, chunk, bytes }))
}

fn snapshot(document: &Document, accepted: &[[u8; 32]]) -> Option<Vec<u8>> {
    if !accepted.iter().all(|hash| document.has(&automerge::ChangeHash(*hash))) {
        return None;
    }
    let snapshot = document.save();
    let again = Document::load(document.kind(), &snapshot).ok()?;
    (again.heads() == document.heads()).then_some(snapshot)
}
