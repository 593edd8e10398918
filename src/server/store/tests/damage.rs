//! Compaction, and chunks that are no longer what was stored.

use super::*;

fn damage(fixture: &Fixture, id: ChunkId) {
    let changed = fixture.raw().execute("UPDATE chunk SET bytes = x'00ff' WHERE id = ?", [id.0]).unwrap();
    assert_eq!(changed, 1);
}

#[tokio::test]
async fn a_damaged_chunk_is_reported_and_the_rest_loads() {
    let fixture = Fixture::new().await;
    let ids = fixture.append(&["one", "two", "three"]).await;
    damage(&fixture, ids[1]);
    assert_eq!(fixture.text().await, ["one", "!", "three"]);
}

#[tokio::test]
async fn a_replacement_keeps_the_previous_generation_until_the_next() {
    let fixture = Fixture::new().await;
    let ids = fixture.append(&["one", "two", "three"]).await;
    let first = fixture.replace(ids[1], "[one two]").await.unwrap();
    assert_eq!(fixture.text().await, ["[one two]", "three"]);
    assert_eq!(fixture.count("chunk"), 4, "one and two are kept");

    damage(&fixture, first);
    assert_eq!(fixture.text().await, ["one", "two", "!", "three"], "and serve when the snapshot is damaged");

    let fixture = fixture.reopened();
    fixture.replace(first, "[one two three]").await.unwrap();
    assert_eq!(fixture.text().await, ["[one two three]"]);
    assert_eq!(fixture.count("chunk"), 5, "nothing is deleted while what replaced it is damaged");
}

#[tokio::test]
async fn the_generation_before_the_previous_one_goes() {
    let fixture = Fixture::new().await;
    let ids = fixture.append(&["one", "two"]).await;
    let first = fixture.replace(ids[1], "[one two]").await.unwrap();
    let second = fixture.replace(first, "[[one two]]").await.unwrap();
    assert_eq!(fixture.text().await, ["[[one two]]"]);
    assert_eq!(fixture.count("chunk"), 2);
    fixture.append(&["three"]).await;
    assert!(second > first);
    assert_eq!(fixture.text().await, ["[[one two]]", "three"]);
}

#[tokio::test]
async fn only_current_chunks_can_be_replaced() {
    let fixture = Fixture::new().await;
    assert!(matches!(fixture.replace(ChunkId(1), "none").await, Err(StoreError::Stale)));
    let ids = fixture.append(&["one", "two"]).await;
    fixture.replace(ids[1], "[one two]").await.unwrap();
    assert!(matches!(fixture.replace(ids[0], "again").await, Err(StoreError::Stale)));
    assert_eq!(fixture.text().await, ["[one two]"]);
}
