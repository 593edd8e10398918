//! What a room does for residents without an account: the store is told what stands in the documents, and whoever
//! asks is answered.

use std::{collections::BTreeMap, sync::Arc};

use kaifong_domain::{access::Actor, id::SuggestionId};
use kaifong_replica::hub::{HubEvent, Standing};
use tokio::sync::oneshot;

use super::telling::Telling;
use crate::{metrics::Metrics, slug::Slug, store::Store};

/// The room's part in the intake.
pub(super) struct Intake {
    community: Slug,
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    /// Those who have asked.
    asking: BTreeMap<u64, oneshot::Sender<Option<Standing>>>,
    last_ticket: u64,
    telling: Telling,
}

impl Intake {
    pub(super) fn new(community: Slug, store: Arc<dyn Store>, metrics: Arc<Metrics>) -> Self {
        let telling = Telling::new(Arc::clone(&metrics));
        Self { community, store, metrics, asking: BTreeMap::new(), last_ticket: 0, telling }
    }

    /// What was sent and does not stand in a document yet. If that can't be found out now, it is when the room is
    /// loaded the next time.
    pub(super) fn due(&self) -> impl Future<Output = Vec<HubEvent>> + Send + use<> {
        let (store, metrics, community) = (Arc::clone(&self.store), Arc::clone(&self.metrics), self.community.clone());
        async move {
            let due = store.suggestions_due(&community).await;
            let due = due.inspect_err(|error| metrics.store_failed(error)).unwrap_or_default();
            due.into_iter().map(|suggestion| HubEvent::Raised { suggestion: Box::new(suggestion) }).collect()
        }
    }

    /// Somebody asks how far a suggestion has come.
    pub(super) fn ask(
        &mut self,
        suggestion: SuggestionId,
        by: Option<Actor>,
        answer: oneshot::Sender<Option<Standing>>,
    ) -> HubEvent {
        self.last_ticket += 1;
        self.asking.insert(self.last_ticket, answer);
        HubEvent::Asked { ticket: self.last_ticket, suggestion, by }
    }

    pub(super) fn answer(&mut self, ticket: u64, standing: Option<Standing>) {
        if let Some(answer) = self.asking.remove(&ticket) {
            // Whoever asked may have left.
            let _ = answer.send(standing);
        }
    }

    /// The hub is gone, with what it was asked: those who wait hear that there is no answer.
    pub(super) fn forget_questions(&mut self) {
        self.asking.clear();
    }

    /// A suggestion stands in its document. If the store can't be told so, the hub finds it there when it is
    /// told of it again.
    pub(super) fn written_down(&mut self, suggestion: SuggestionId) {
        let store = Arc::clone(&self.store);
        self.telling.tell(async move { store.suggestion_entered(suggestion).await });
    }

    /// A suggestion was taken out: how to reach who sent it is nobody's business any more.
    pub(super) fn forget(&mut self, suggestion: SuggestionId) {
        let store = Arc::clone(&self.store);
        self.telling.tell(async move { store.forget_reporter(suggestion).await });
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
