//! The rooms of a server.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use kaifong_replica::hub::LinkId;
use tokio::sync::mpsc;
use tokio_util::task::TaskTracker;

use super::{QUEUE, Room, RoomEvent, Whose, task::RoomTask};
use crate::{access::bearer::Bearers, link::Ending, metrics::Metrics, slug::Slug, store::Store};

/// The rooms of a server, each begun when its first link comes.
pub struct Rooms {
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    bearers: Arc<Bearers>,
    /// `None` once the server stops.
    rooms: Mutex<Option<BTreeMap<Slug, Room>>>,
    tasks: TaskTracker,
    last_link: AtomicU64,
}

impl Rooms {
    /// No rooms yet.
    pub fn new(store: Arc<dyn Store>, metrics: Arc<Metrics>, bearers: Arc<Bearers>) -> Self {
        let rooms = Mutex::new(Some(BTreeMap::new()));
        Self { store, metrics, bearers, rooms, tasks: TaskTracker::new(), last_link: AtomicU64::new(0) }
    }

    /// A community's room; none once the server stops.
    pub fn enter(&self, community: &Slug) -> Option<Room> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let rooms = rooms.as_mut()?;
        if let Some(room) = rooms.get(community).filter(|room| !room.0.is_closed()) {
            return Some(room.clone());
        }
        let (events, waiting) = mpsc::channel(QUEUE);
        let (store, metrics, bearers) = (Arc::clone(&self.store), Arc::clone(&self.metrics), Arc::clone(&self.bearers));
        let task = RoomTask::new(community.clone(), store, metrics, bearers);
        self.tasks.spawn(task.run(waiting));
        rooms.insert(community.clone(), Room(events.clone()));
        Some(Room(events))
    }

    /// Ends the links of a device or a person at once; returns when the room knows. What they have said before is still
    /// heard.
    pub async fn dismiss(&self, community: &Slug, whose: Whose, ending: Ending) {
        if let Some(room) = self.enter(community) {
            // A room that has ended has no links.
            let _ = room.tell(RoomEvent::Dismissed { whose, ending }).await;
        }
    }

    /// The id of a new link.
    pub fn next_link(&self) -> LinkId {
        self.last_link.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Ends the rooms; returns when each has committed what it was told. The links must have gone.
    pub async fn end(&self) {
        drop(self.rooms.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.tasks.close();
        self.tasks.wait().await;
    }
}
