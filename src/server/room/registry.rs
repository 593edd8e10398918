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

use super::{QUEUE, Room, task::RoomTask};
use crate::{metrics::Metrics, slug::Slug, store::Store};

/// The rooms of a server, each begun when its first link comes.
pub struct Rooms {
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    /// `None` once the server stops.
    rooms: Mutex<Option<BTreeMap<Slug, Room>>>,
    tasks: TaskTracker,
    last_link: AtomicU64,
}

impl Rooms {
    /// No rooms yet.
    pub fn new(store: Arc<dyn Store>, metrics: Arc<Metrics>) -> Self {
        let rooms = Mutex::new(Some(BTreeMap::new()));
        Self { store, metrics, rooms, tasks: TaskTracker::new(), last_link: AtomicU64::new(0) }
    }

    /// A community's room; none once the server stops.
    pub fn enter(&self, community: &Slug) -> Option<Room> {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let rooms = rooms.as_mut()?;
        if let Some(room) = rooms.get(community).filter(|room| !room.0.is_closed()) {
            return Some(room.clone());
        }
        let (events, waiting) = mpsc::channel(QUEUE);
        let task = RoomTask::new(community.clone(), Arc::clone(&self.store), Arc::clone(&self.metrics));
        self.tasks.spawn(task.run(waiting));
        rooms.insert(community.clone(), Room(events.clone()));
        Some(Room(events))
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
