//! Stores that are well, and stores that are not.

use kaifong_domain::{building::Estate, change::Change, document::DocumentKind, id::EstateId, time::Timestamp};
use kaifong_replica::schema::DocumentId;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::store::{Accepted, Append, Store, sqlite::SqliteStore};

const KIND: DocumentKind = DocumentKind::Commons;

/// A store with a document of three changes, each in a chunk of its own.
async fn stored() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let slug: Slug = "riverside".parse().unwrap();
    let store = SqliteStore::open(&path(&folder)).unwrap();
    store.add_community(&slug, "Riverside", Timestamp(0)).await.unwrap();
    let mut document = Document::new(KIND);
    for number in 0..3 {
        let estate = Estate { id: EstateId(Uuid::from_u128(number)), name: "North".into() };
        let change = document.commit(&[Change::EstateAdded(estate)], "AddEstate/1", Timestamp(0)).unwrap().unwrap();
        let append = Append {
            community: slug.clone(),
            document: DocumentId::of("riverside", KIND),
            kind: KIND.name(),
            chunk: change.bytes,
            accepted_at: Timestamp(0),
            changes: vec![Accepted { hash: change.hash.0, device: None, command: None }],
        };
        store.append(vec![append]).await.unwrap();
    }
    folder
}

fn path(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("kaifong.sqlite")
}

/// What is found after somebody has reached around the store.
async fn after(damage: &str, bytes: &[u8]) -> Report {
    let folder = stored().await;
    let changed = Connection::open(path(&folder)).unwrap();
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let parameters = changed.prepare(damage).unwrap().parameter_count();
    let rows = match parameters {
        0 => changed.execute(damage, []),
        1 => changed.execute(damage, [bytes]),
        _ => changed.execute(damage, params![bytes, digest]),
    };
    assert_eq!(rows.unwrap(), 1);
    examine(&path(&folder)).unwrap()
}

/// A clock that stands before what it has dated already is wrong.
#[tokio::test]
async fn a_clock_that_is_behind_is_found() {
    let folder = stored().await;
    let changed = Connection::open(path(&folder)).unwrap();
    changed.execute("UPDATE audit SET accepted_at = 100000 WHERE id = 2", []).unwrap();
    let report = examine(&path(&folder)).unwrap();
    for (now, expected) in [(100_000, vec![]), (40_000, vec![Trouble::Clock(60)])] {
        let mut report = report.clone();
        report.judge_clock(Timestamp(now));
        assert_eq!(troubles_of(&report), expected);
        assert!(report.can_be_served());
        assert_eq!(report.to_string().contains("clock is behind"), !expected.is_empty());
    }
}

fn troubles_of(report: &Report) -> Vec<Trouble> {
    report.findings.iter().map(|finding| finding.trouble.clone()).collect()
}

#[tokio::test]
async fn a_sound_store_is_counted() {
    let report = examine(&path(&stored().await)).unwrap();
    assert!(report.is_sound(), "{report}");
    let genesis = Document::new(KIND).beyond(&[]).len();
    assert_eq!((report.communities, report.documents, report.chunks), (1, 1, 3));
    assert_eq!(report.changes, genesis + 3);
}

#[tokio::test]
async fn a_damaged_chunk_is_named_with_what_is_missing_and_can_be_served() {
    let report = after("UPDATE chunk SET bytes = ? WHERE id = 3", b"???").await;
    assert_eq!(troubles_of(&report), [Trouble::Chunk(3), Trouble::Missing(1)]);
    assert!(report.can_be_served());
    let told = report.to_string();
    assert!(told.contains("- commons of riverside: chunk 3 is not what was stored\n  Check the disk."), "{told}");
    assert!(told.contains("- commons of riverside: a change that was accepted is not there\n"), "{told}");
}

#[tokio::test]
async fn a_lost_chunk_is_missed() {
    let report = after("DELETE FROM chunk WHERE id = 1", b"").await;
    assert_eq!(troubles_of(&report), [Trouble::Missing(3)], "what came after it can't be read without it");
}

#[tokio::test]
async fn chunks_that_make_no_document_are_told() {
    let report = after("UPDATE chunk SET bytes = ?, sha256 = ? WHERE id = 2", b"not a change").await;
    assert_eq!(troubles_of(&report), [Trouble::Unreadable]);
    assert!(!report.can_be_served());
    assert!(report.to_string().contains("kaifong restore FILE --replace"));
}

#[tokio::test]
async fn a_document_of_a_newer_version_is_no_trouble() {
    let report = after("UPDATE document SET kind = 'poems-2099'", b"").await;
    assert!(report.is_sound());
    assert_eq!(report.unknown, 1);
}

#[tokio::test]
async fn a_page_that_a_disk_has_spoilt_is_found() {
    let folder = stored().await;
    let raw = Connection::open(path(&folder)).unwrap();
    raw.pragma_update(None, "writable_schema", true).unwrap();
    raw.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'chunk_of_document'", []).unwrap();
    drop(raw);
    let report = examine(&path(&folder)).unwrap();
    assert!(matches!(report.findings[0].trouble, Trouble::File(_)), "{report}");
    assert!(!report.can_be_served());
}

#[test]
fn another_programs_file_is_not_gone_through() {
    let folder = tempfile::tempdir().unwrap();
    Connection::open(path(&folder)).unwrap().execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    assert!(matches!(examine(&path(&folder)), Err(StoreError::Foreign)));
}
