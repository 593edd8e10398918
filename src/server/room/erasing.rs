//! What a room does for those who are erased: the hub hears of them until they are gone, and the store lets go of
//! what it has.

use std::sync::Arc;

use kaifong_domain::{id::PersonId, time::Timestamp};
use kaifong_replica::hub::HubEvent;

use super::telling::Telling;
use crate::{
    metrics::Metrics,
    slug::Slug,
    store::{DocumentId, Erased, Store},
};

/// The room's part in erasing.
pub(super) struct Erasing {
    community: Slug,
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    telling: Telling,
}

impl Erasing {
    pub(super) fn new(community: Slug, store: Arc<dyn Store>, metrics: Arc<Metrics>) -> Self {
        let telling = Telling::new(Arc::clone(&metrics));
        Self { community, store, metrics, telling }
    }

    /// Who was erased, or is to be: the hub writes down those whom its documents do not know as such. If that can't be found
    /// out now, it is when the room is loaded the next time.
    pub(super) fn noted(&self) -> impl Future<Output = Vec<HubEvent>> + Send + use<> {
        let (store, metrics, community) = (Arc::clone(&self.store), Arc::clone(&self.metrics), self.community.clone());
        async move {
            let noted = store.erasures(&community).await;
            let noted = noted.inspect_err(|error| metrics.store_failed(error)).unwrap_or_default();
            noted.into_iter().map(|Erased { person, .. }| HubEvent::Erase { person }).collect()
        }
    }

    /// Lets go of what the store has of somebody. If it can't now, it is told again when the room is loaded.
    pub(super) fn expunge(&self, person: PersonId, documents: Vec<DocumentId>, at: Timestamp) {
        let (store, community) = (Arc::clone(&self.store), self.community.clone());
        self.telling.tell(async move { store.expunge(&community, person, documents, at).await });
    }

    /// Waits until the store has been told something; for ever if there is nothing to tell.
    pub(super) async fn told(&mut self) {
        self.telling.told().await;
    }

    /// Waits until the store has been told everything.
    pub(super) async fn finish(&mut self) {
        self.telling.finish().await;
    }
}
