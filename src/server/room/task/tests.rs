//! A room that fails.

use super::*;
use crate::{link::outgoing::queue, store::sqlite::SqliteStore};

async fn tell(room: &mut RoomTask, event: RoomEvent) {
    let news = room.admit(event).into_iter().collect();
    room.turn(news).await;
}

#[tokio::test]
async fn a_room_that_panics_says_so_and_is_loaded_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(&folder.path().join("kaifong.sqlite")).unwrap());
    let slug: Slug = "riverside".parse().unwrap();
    store.add_community(&slug, "Riverside", clock::now()).await.unwrap();
    let metrics = Arc::<Metrics>::default();
    let mut room = RoomTask::new(slug, store, Arc::clone(&metrics));

    let (outgoing, mut incoming) = queue();
    tell(&mut room, RoomEvent::Opened { link: 1, outgoing }).await;
    assert!(room.core.is_some());
    let panic = tokio::task::spawn_blocking(|| panic!("as the hub might")).await.unwrap_err();
    room.fail(&panic).await;
    assert_eq!(incoming.next().await, Err(Ending::RoomFailed));
    assert!(room.core.is_none());
    assert_eq!(metrics.rooms_restarted.get(), 1);

    let (outgoing, _incoming) = queue();
    tell(&mut room, RoomEvent::Closed { link: 1 }).await;
    tell(&mut room, RoomEvent::Opened { link: 2, outgoing }).await;
    assert!(room.core.is_some());
}
