//! A room that fails.

use kaifong_domain::{
    access::{AccessRole, Actor},
    building::Estate,
    change::Change,
    document::DocumentKind,
    id::{EstateId, PersonId},
    time::Timestamp,
};
use kaifong_replica::{
    actor::actor,
    document::Document,
    hub::Caller,
    schema::DocumentId,
    sync::{
        frame::{Frame, MAX_SERVER_FRAME, VERSION},
        session::Session,
    },
};
use tempfile::TempDir;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::*;
use crate::{link::outgoing::queue, store::sqlite::SqliteStore};

const PHONE: Caller =
    Caller::Device { device: [1; 8], actor: Actor::new(PersonId(Uuid::nil()), AccessRole::Coordinator) };

struct Fixture {
    folder: TempDir,
    store: Arc<SqliteStore>,
    metrics: Arc<Metrics>,
    room: RoomTask,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(&folder.path().join("kaifong.sqlite")).unwrap());
        let slug: Slug = "riverside".parse().unwrap();
        store.add_community(&slug, "Riverside", clock::now()).await.unwrap();
        let metrics = Arc::<Metrics>::default();
        let room = RoomTask::new(slug, store.clone(), Arc::clone(&metrics), Arc::default());
        Self { folder, store, metrics, room }
    }
}

async fn tell(room: &mut RoomTask, event: RoomEvent) {
    let news = room.admit(event).into_iter().collect();
    room.turn(news).await;
}

#[tokio::test]
async fn a_room_that_panics_says_so_and_is_loaded_again() {
    let Fixture { metrics, mut room, folder: _folder, .. } = Fixture::new().await;
    let (outgoing, mut incoming) = queue();
    tell(&mut room, RoomEvent::Opened { link: 1, caller: PHONE, outgoing }).await;
    assert!(room.core.is_some());
    let panic = tokio::task::spawn_blocking(|| panic!("as the hub might")).await.unwrap_err();
    room.fail(&panic).await;
    assert_eq!(incoming.next().await, Err(Ending::RoomFailed));
    assert!(room.core.is_none());
    assert_eq!(metrics.rooms_restarted.get(), 1);

    let (outgoing, _incoming) = queue();
    tell(&mut room, RoomEvent::Closed { link: 1 }).await;
    tell(&mut room, RoomEvent::Opened { link: 2, caller: PHONE, outgoing }).await;
    assert!(room.core.is_some());
}

/// The frames of a phone that joins and brings one change.
fn arrival() -> Vec<Frame> {
    let kind = DocumentKind::Commons;
    let mut document = Document::new(kind);
    document.set_actor(actor([1; 8], [0; 8]));
    let estate = Estate { id: EstateId(Uuid::nil()), name: "North".into() };
    document.commit(&[Change::EstateAdded(estate)], "AddEstate/1", Timestamp(0)).unwrap();
    let mut session = Session::default();
    // A first message asks; the second brings what an empty server lacks.
    let mut server = (Document::new(kind), Session::gated());
    let mut frames = vec![Frame::Join { sender: "phone".into(), versions: vec![VERSION.into()], digest: None }];
    for _ in 0..2 {
        for data in session.speak(&document, 100_000) {
            server.1.receive(&mut server.0, &data).unwrap();
            let (sender, target) = ("phone".to_owned(), "server".to_owned());
            frames.push(Frame::Sync {
                document: DocumentId::of("riverside", kind),
                sender,
                target,
                data,
                request: false,
            });
        }
        for data in server.1.speak(&server.0, 100_000) {
            session.receive(&mut document, &data).unwrap();
        }
    }
    frames
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_fails_is_tried_again_and_then_has_its_receipt() {
    let Fixture { folder, store, metrics, room } = Fixture::new().await;
    store.configure(|connection| connection.busy_timeout(std::time::Duration::ZERO)).await;
    let lock = rusqlite::Connection::open(folder.path().join("kaifong.sqlite")).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();

    let (events, waiting) = mpsc::channel(8);
    let running = tokio::spawn(room.run(waiting));
    let (outgoing, mut incoming) = queue();
    events.send(RoomEvent::Opened { link: 1, caller: PHONE, outgoing }).await.unwrap();
    let places = Arc::new(Semaphore::new(8));
    for frame in arrival() {
        let place = Arc::clone(&places).try_acquire_owned().unwrap();
        events.send(RoomEvent::Frame { link: 1, bytes: frame.encode().into(), place }).await.unwrap();
    }
    while !metrics.text().contains("kaifong_store_errors_total{kind=\"busy\"} 1") {
        tokio::task::yield_now().await;
    }
    lock.execute_batch("ROLLBACK").unwrap();
    loop {
        let frame = incoming.next().await.unwrap();
        if let Frame::Receipt { .. } = Frame::decode(&frame, MAX_SERVER_FRAME).unwrap() {
            break;
        }
    }
    // The phone's, and the server's own, which enters the phone into the register.
    assert_eq!(metrics.changes_accepted.get(), 2);
    drop(events);
    running.await.unwrap();
}
