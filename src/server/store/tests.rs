//! What every store must do, tried on SQLite in a folder of its own.

use std::{path::PathBuf, sync::Arc};

use kaifong_domain::{access::AccessRole, id::PersonId, time::Timestamp};
use p256::ecdsa::SigningKey;
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use super::{sqlite::SqliteStore, *};
use crate::{device::PublicKey, secret::SecretHash};

mod damage;
mod redeeming;

const NOW: Timestamp = Timestamp(1_790_000_000_000);
const DOCUMENT: DocumentId = DocumentId([7; 16]);

/// A store with one community, which can be closed and opened again.
struct Fixture {
    folder: TempDir,
    store: Arc<SqliteStore>,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(&folder.path().join("kaifong.sqlite")).unwrap());
        store.add_community(&slug(), "Riverside", NOW).await.unwrap();
        Self { folder, store }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("kaifong.sqlite")
    }

    fn reopened(self) -> Self {
        let Self { folder, store } = self;
        drop(store);
        let store = Arc::new(SqliteStore::open(&folder.path().join("kaifong.sqlite")).unwrap());
        Self { folder, store }
    }

    /// Reaches around the store, as damage does.
    fn raw(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    async fn append(&self, chunks: &[&str]) -> Vec<ChunkId> {
        self.store.append(chunks.iter().map(|chunk| chunk_of(DOCUMENT, chunk)).collect()).await.unwrap()
    }

    async fn replace(&self, upto: ChunkId, snapshot: &str) -> Result<ChunkId, StoreError> {
        let snapshot = snapshot.as_bytes().to_vec();
        self.store.replace(Replacement { community: slug(), document: DOCUMENT, upto, snapshot }).await
    }

    /// The document's chunks as text; damaged ones as `!`.
    async fn text(&self) -> Vec<String> {
        let documents = self.store.load(&slug()).await.unwrap();
        let document = documents.into_iter().find(|document| document.document == DOCUMENT).unwrap();
        let text = |chunk: Chunk| match chunk.condition {
            Condition::Intact => String::from_utf8(chunk.bytes).unwrap(),
            Condition::Damaged => "!".into(),
        };
        document.chunks.into_iter().map(text).collect()
    }

    /// How many rows the table has.
    fn count(&self, table: &str) -> i64 {
        self.raw().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }
}

fn slug() -> Slug {
    "riverside".parse().unwrap()
}

fn chunk_of(document: DocumentId, chunk: &str) -> Append {
    Append {
        community: slug(),
        document,
        kind: "tasks-2026".into(),
        chunk: chunk.as_bytes().to_vec(),
        accepted_at: NOW,
        changes: [9, 8].map(accepted).into(),
    }
}

fn person(number: u8) -> PersonId {
    PersonId(Uuid::from_bytes([number; 16]))
}

fn key(number: u8) -> PublicKey {
    let key = SigningKey::from_slice(&[number; 32]).unwrap();
    PublicKey::parse(key.verifying_key().to_sec1_point(false).as_bytes()).unwrap()
}

#[tokio::test]
async fn what_was_appended_is_there_after_opening_again() {
    let fixture = Fixture::new().await;
    let ids = fixture.append(&["one", "two"]).await;
    assert!(ids[0] < ids[1]);
    let fixture = fixture.reopened();
    fixture.append(&["three"]).await;
    assert_eq!(fixture.text().await, ["one", "two", "three"]);
    let audit: (Vec<u8>, i64, Vec<u8>) = fixture
        .raw()
        .query_row("SELECT device, accepted_at, hashes FROM audit LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert_eq!(audit, (vec![3; 8], NOW.0, [[9; 32], [8; 32]].concat()));
}

#[tokio::test]
async fn a_batch_is_stored_whole_or_not_at_all() {
    let fixture = Fixture::new().await;
    let stranger = Append { community: "elsewhere".parse().unwrap(), ..chunk_of(DocumentId([1; 16]), "lost") };
    let refused = fixture.store.append(vec![chunk_of(DOCUMENT, "kept?"), stranger]).await.unwrap_err();
    assert!(matches!(refused, StoreError::UnknownCommunity(slug) if slug.as_str() == "elsewhere"));
    assert_eq!(fixture.count("chunk"), 0);
    assert_eq!(fixture.count("document"), 0);
}

#[tokio::test]
async fn one_failure_in_a_group_commit_leaves_the_others_alone() {
    let fixture = Fixture::new().await;
    let writes = (0..60_u8).map(|number| {
        let store = Arc::clone(&fixture.store);
        let community = if number % 3 == 0 { "elsewhere" } else { "riverside" }.parse().unwrap();
        let append = Append { community, ..chunk_of(DocumentId([number; 16]), "chunk") };
        tokio::spawn(async move { store.append(vec![append]).await.is_ok() })
    });
    let mut stored = 0;
    for write in writes.collect::<Vec<_>>() {
        stored += i64::from(write.await.unwrap());
    }
    assert_eq!((stored, fixture.count("chunk")), (40, 40));
}

#[tokio::test]
async fn a_full_disk_is_told_and_loses_nothing() {
    let fixture = Fixture::new().await;
    fixture.append(&["before"]).await;
    // The page limit belongs to a connection, so the writer's own must set it.
    fixture
        .store
        .configure(|connection| {
            let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
            connection.query_row(&format!("PRAGMA max_page_count = {}", pages + 4), [], |_| Ok(()))
        })
        .await;
    let large = "x".repeat(100_000);
    let refused = fixture.store.append(vec![chunk_of(DOCUMENT, &large)]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Full(_)), "{refused:?}");
    fixture.append(&["after"]).await;
    assert_eq!(fixture.reopened().text().await, ["before", "after"]);
}

/// A process that is killed loses nothing that the operating system has; the loss of power does.
#[tokio::test]
async fn every_commit_is_synced() {
    let fixture = Fixture::new().await;
    let check = |connection: &Connection| {
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        assert_eq!((pragma("synchronous")?, pragma("fullfsync")?), (2, 1), "FULL, and not only to the disk's cache");
        Ok(())
    };
    fixture.store.configure(check).await;
}

#[tokio::test]
async fn a_store_keeps_its_id_and_no_two_have_the_same() {
    let (one, other) = (Fixture::new().await, Fixture::new().await);
    let id = one.store.storage_id().await.unwrap();
    assert_ne!(id, other.store.storage_id().await.unwrap());
    assert_eq!(one.reopened().store.storage_id().await.unwrap(), id);
}

/// Before there was a date, a byte said that a store had been a backup.
#[tokio::test]
async fn a_store_that_was_restored_before_there_was_a_date_is_refilled_from_now_on() {
    for (mark, is_restored) in [(vec![1], true), (NOW.0.to_be_bytes().to_vec(), true), (vec![], false)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kaifong.sqlite");
        SqliteStore::make_as_of(&path, 3);
        if is_restored {
            let insert = "INSERT INTO meta (name, value) VALUES ('restored', ?)";
            Connection::open(&path).unwrap().execute(insert, [&mark]).unwrap();
        }
        let restored_at = SqliteStore::open(&path).unwrap().restored_at().await.unwrap();
        match mark.len() {
            1 => assert!(restored_at.is_some_and(|at| (crate::clock::now().0 - at.0).abs() < 3_600_000)),
            _ => assert_eq!(restored_at, is_restored.then_some(NOW)),
        }
    }
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_not_touched() {
    let fixture = Fixture::new().await;
    fixture.raw().pragma_update(None, "user_version", 99).unwrap();
    let refused = SqliteStore::open(&fixture.path()).err().unwrap();
    assert!(matches!(refused, StoreError::Newer { found: 99, .. }), "{refused:?}");
}

#[tokio::test]
async fn a_lock_held_elsewhere_is_told_as_busy() {
    let fixture = Fixture::new().await;
    fixture.store.configure(|connection| connection.busy_timeout(std::time::Duration::ZERO)).await;
    let other = fixture.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = fixture.store.append(vec![chunk_of(DOCUMENT, "now")]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Busy(_)), "{refused:?}");
    other.execute_batch("ROLLBACK").unwrap();
    fixture.append(&["later"]).await;
    assert_eq!(fixture.text().await, ["later"]);
}

#[tokio::test]
async fn people_and_their_roles() {
    let fixture = Fixture::new().await;
    assert!(!fixture.store.has_people(&slug()).await.unwrap());
    fixture.store.add_person(&slug(), person(1), AccessRole::Captain, NOW).await.unwrap();
    fixture.store.add_person(&slug(), person(1), AccessRole::Coordinator, NOW).await.unwrap();
    assert!(fixture.store.has_people(&slug()).await.unwrap());
    assert_eq!(fixture.store.role(&slug(), person(1)).await.unwrap(), Some(AccessRole::Coordinator));
    assert_eq!(fixture.store.role(&slug(), person(2)).await.unwrap(), None);
    fixture.store.check().await.unwrap();
}

fn accepted(byte: u8) -> Accepted {
    Accepted { hash: [byte; 32], device: Some(DeviceId([3; 8])), command: Some("AddTask/1".into()) }
}
