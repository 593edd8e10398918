//! The task of a room.

use std::{collections::BTreeMap, mem, sync::Arc};

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};
use kaifong_domain::{document::DocumentKind, handover::LetterId, rejection::Rejection};
use kaifong_replica::{
    hub::{Claim, HubEvent, LinkId, Verdict},
    sync::frame::{Frame, RefusedChange},
};
use tokio::sync::mpsc;

use super::{
    RoomEvent,
    commit::Commit,
    compaction::Compaction,
    core::{Core, Deed},
    erasing::Erasing,
    intake::Intake,
    leaving::Seat,
    loading,
};
use crate::{
    access::{
        bearer::{self, Bearers},
        letter,
    },
    clock,
    device::DeviceId,
    link::Ending,
    metrics::Metrics,
    slug::Slug,
    store::Store,
};

#[cfg(test)]
mod tests;

/// How many events go to the hub at once: one merge, one commit and one round of frames for all.
const AT_ONCE: usize = 64;

/// A room at work.
pub(super) struct RoomTask {
    community: Slug,
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    bearers: Arc<Bearers>,
    /// `None` until the first link comes, and after a failure.
    core: Option<Core>,
    pub(super) links: BTreeMap<LinkId, Seat>,
    /// Links that were cut here, of which the hub has not heard yet.
    pub(super) cut: Vec<LinkId>,
    commit: Commit,
    compaction: Compaction,
    intake: Intake,
    erasing: Erasing,
    /// Letters whose signature is being looked at.
    verifying: FuturesUnordered<BoxFuture<'static, HubEvent>>,
}

impl RoomTask {
    /// A room in which nobody is yet.
    pub(super) fn new(community: Slug, store: Arc<dyn Store>, metrics: Arc<Metrics>, bearers: Arc<Bearers>) -> Self {
        let commit = Commit::new(Arc::clone(&store), Arc::clone(&metrics));
        let compaction = Compaction::new(community.clone(), Arc::clone(&store), Arc::clone(&metrics));
        let intake = Intake::new(community.clone(), Arc::clone(&store), Arc::clone(&metrics));
        let erasing = Erasing::new(community.clone(), Arc::clone(&store), Arc::clone(&metrics));
        Self {
            community,
            store,
            metrics,
            bearers,
            core: None,
            links: BTreeMap::new(),
            cut: Vec::new(),
            commit,
            compaction,
            intake,
            erasing,
            verifying: FuturesUnordered::new(),
        }
    }

    /// Works until nobody can tell it anything any more, and everything it was told is stored.
    pub(super) async fn run(mut self, mut events: mpsc::Receiver<RoomEvent>) {
        let mut waiting = Vec::with_capacity(AT_ONCE);
        loop {
            let news = tokio::select! {
                count = events.recv_many(&mut waiting, AT_ONCE) => {
                    if count == 0 {
                        break;
                    }
                    let news = waiting.drain(..);
                    news.filter_map(|event| self.admit(event)).collect()
                }
                ended = self.commit.ended() => vec![ended],
                () = self.compaction.ended() => vec![],
                Some(verified) = self.verifying.next() => vec![verified],
                () = self.intake.told() => vec![],
                () = self.erasing.told() => vec![],
            };
            self.turn(news).await;
            self.compact();
        }
        // A commit that fails now is given up: its phones got no receipt, and will send it again.
        while self.commit.is_appending() {
            let ended = self.commit.ended().await;
            self.turn(vec![ended]).await;
        }
        self.compaction.finish().await;
        self.intake.finish().await;
        self.erasing.finish().await;
    }

    /// Begins with a document that has grown long.
    fn compact(&mut self) {
        self.commit.take_grown().into_iter().for_each(|growth| self.compaction.grown(growth));
        if let Some(core) = &self.core {
            self.compaction.begin(|kind| core.hub.document(kind));
        }
    }

    /// What the hub is to know of an event.
    fn admit(&mut self, event: RoomEvent) -> Option<HubEvent> {
        match event {
            RoomEvent::Opened { link, caller, outgoing } => {
                self.links.insert(link, Seat { caller, outgoing });
                Some(HubEvent::Opened { link, caller })
            }
            RoomEvent::Frame { link, bytes, .. } => {
                self.links.contains_key(&link).then(|| HubEvent::Frame { link, bytes: bytes.into() })
            }
            RoomEvent::Dismissed { whose, ending } => {
                self.dismiss(whose, &ending);
                None
            }
            RoomEvent::Raised(suggestion) => Some(HubEvent::Raised { suggestion }),
            RoomEvent::Erased(person) => Some(HubEvent::Erase { person }),
            RoomEvent::Asked { suggestion, by, answer } => Some(self.intake.ask(suggestion, by, answer)),
            RoomEvent::Closed { link } => self.links.remove(&link).map(|_| HubEvent::Closed { link }),
        }
    }

    async fn turn(&mut self, news: Vec<HubEvent>) {
        let cut = mem::take(&mut self.cut).into_iter().map(|link| HubEvent::Closed { link });
        let news: Vec<_> = cut.chain(news).collect();
        if news.is_empty() {
            return;
        }
        let is_new = self.core.is_none();
        let Some(mut core) = self.core().await else { return };
        let mut due = Vec::new();
        if is_new {
            due.extend(self.intake.due().await);
            due.extend(self.erasing.noted().await);
        }
        let news: Vec<_> = due.into_iter().chain(news).collect();
        let now = clock::now();
        let working = tokio::task::spawn_blocking(move || {
            let deeds = core.work(news, now);
            (core, deeds)
        });
        match working.await {
            Ok((core, deeds)) => {
                self.core = Some(core);
                deeds.into_iter().for_each(|deed| self.run_deed(deed));
            }
            Err(failure) => self.fail(&failure).await,
        }
    }

    /// The hub, loaded if it is not there.
    async fn core(&mut self) -> Option<Core> {
        if let Some(core) = self.core.take() {
            return Some(core);
        }
        match loading::load(&self.store, &self.metrics, &self.community, &mut self.compaction).await {
            Ok(core) => Some(core),
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(community = %self.community, error, "the community cannot be loaded");
                self.end_links(&Ending::StoreFailed);
                self.intake.forget_questions();
                None
            }
        }
    }

    fn run_deed(&mut self, deed: Deed) {
        match deed {
            Deed::Send { link, frame } => self.send(link, frame),
            Deed::Note { kind, changes } => changes.iter().for_each(|change| self.note(kind, change)),
            Deed::Verify { link, letter, claim } => self.verify(link, letter, claim),
            Deed::Bearer { link, device } => {
                let token = self.bearers.issue(&self.community, DeviceId(device)).to_string();
                let seconds = bearer::LIFE.as_secs().cast_signed();
                self.send(link, Frame::Bearer { token, seconds }.encode().into());
            }
            Deed::NoteLetter { why } => {
                self.metrics.letter_refused(why.code());
                tracing::info!(community = %self.community, why = why.code(), "a letter was refused");
            }
            Deed::WrittenDown(suggestion) => self.intake.written_down(suggestion),
            Deed::Forget(suggestion) => self.intake.forget(suggestion),
            Deed::Expunge { person, documents, at } => self.erasing.expunge(person, documents, at),
            Deed::Answer { ticket, standing } => self.intake.answer(ticket, standing),
            Deed::Close { link, reason } => self.end(link, Ending::Cut(reason)),
            Deed::Commit { batch, appends } => self.commit.begin(batch, appends),
        }
    }

    /// Sends a frame to a link, which is cut if it takes them too slowly.
    fn send(&mut self, link: LinkId, frame: Arc<[u8]>) {
        let sent = self.links.get(&link).map(|seat| seat.outgoing.send(frame));
        if let Some(Err(_)) = sent {
            self.end(link, Ending::Slow);
            self.cut.push(link);
        }
    }

    /// A change was refused.
    fn note(&self, kind: DocumentKind, change: &RefusedChange) {
        let (community, document, why) = (&self.community, kind.name(), change.why.code());
        self.metrics.change_refused(why);
        if change.why == Rejection::Clock {
            let cause = "the device's clock is a day ahead of this server's, or this server's is a day behind: if many \
                         devices are refused, set this server's clock";
            tracing::warn!(%community, document, change = %change.hash, why, cause, "a change was refused");
        } else {
            tracing::info!(%community, document, change = %change.hash, why, "a change was refused");
        }
    }

    /// Has a letter's signature looked at; the hub is told what came of it.
    fn verify(&self, link: LinkId, letter: LetterId, claim: Claim) {
        let (store, metrics, community) = (Arc::clone(&self.store), Arc::clone(&self.metrics), self.community.clone());
        self.verifying.push(Box::pin(async move {
            let verdict = match store.device(&community, DeviceId(claim.device)).await {
                Ok(device) => letter::judge(&claim, device),
                Err(error) => {
                    metrics.store_failed(&error);
                    Verdict::Unchecked
                }
            };
            HubEvent::Verified { link, letter, verdict }
        }));
    }

    /// The hub panicked: whatever it held in memory is not to be trusted. The links are told, and the
    /// next one finds a hub that was loaded anew.
    async fn fail(&mut self, failure: &tokio::task::JoinError) {
        tracing::error!(community = %self.community, %failure, "the room failed and will be loaded again");
        self.metrics.rooms_restarted.inc();
        self.core = None;
        self.verifying.clear();
        self.intake.forget_questions();
        self.end_links(&Ending::RoomFailed);
        self.commit.abandon().await;
        self.compaction.finish().await;
    }

    pub(super) fn end(&mut self, link: LinkId, ending: Ending) {
        if let Some(seat) = self.links.remove(&link) {
            seat.outgoing.end(ending);
        }
    }

    fn end_links(&mut self, ending: &Ending) {
        for seat in mem::take(&mut self.links).into_values() {
            seat.outgoing.end(ending.clone());
        }
    }
}
