//! What a phone has stored: painted at once, damaged, full.

use crate::harness::{
    phone::Tab,
    relay::{Answer, Relay},
    server::Role,
    stage::story,
    wait::until,
    words::word,
};

/// Put before the worker's own script: it does not come to lead, and so not to its documents, while a cache
/// of this name is there.
const WAITS: &str = "const ask = LockManager.prototype.request;
LockManager.prototype.request = async function (...given) {
    while (await caches.has('held-back')) await new Promise((later) => setTimeout(later, 50));
    return ask.apply(this, given);
};
";

#[tokio::test]
async fn the_saved_view_is_drawn_before_the_documents_are_there() {
    story("the_saved_view_is_drawn_before_the_documents_are_there", async |stage| {
        let relay = Relay::to(stage.server.port()).await;
        put_before_the_worker(&relay, WAITS).await;
        let member = stage.signed_in_behind(&relay, Role::Member).await;
        member.has_the_app().await;
        member.has_saved_its_view().await;
        member.overhear("task-card").await;
        member.holds_its_documents_back(true).await;
        member.go("/tasks").await;
        member.sees("task-card").await;
        member.holds_its_documents_back(false).await;
        let order = member.has_its_documents().await;
        assert_eq!(order, ["saved", "drawn", "documents"]);
    })
    .await;
}

async fn put_before_the_worker(relay: &Relay, words: &str) {
    let script = relay.hashed("worker-boot").await;
    let body = format!("{words}{}", relay.get(&script).await);
    relay.answer(&script, Answer { status: "200 OK", content_type: "text/javascript", body });
}

#[tokio::test]
async fn a_damaged_part_is_told_and_fetched_again() {
    story("a_damaged_part_is_told_and_fetched_again", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        captain.has_the_app().await;
        let before = captain.increments().await;
        let path = captain.raise_and_open("In the damaged part").await;
        captain.is_told("kept").await;
        captain.is_synced().await;
        let (document, number) = until("the suggestion is stored", async || {
            let increments = captain.increments().await;
            Ok(increments.into_iter().find(|increment| !before.contains(increment)))
        })
        .await;
        captain.damage(&document, number).await;
        stage.server.stop().await;

        captain.go("/suggestions").await;
        captain.tap("sync-badge").await;
        captain.sees(("problems", word("sync.damaged").as_str())).await;
        captain.open(Tab::Suggestions).await;
        captain.sees("suggestion-card").await;
        captain.raise("Written after the damage").await;
        captain.is_told("saved").await;
        // It is told once, and to be seen for as long as it is so.
        captain.go("/sync").await;
        captain.sees(("room", word("sync.set_aside_text").as_str())).await;
        captain.misses("problems").await;

        stage.server.start_again();
        captain.is_synced().await;
        let part = (document, number);
        until("the damaged part is let go", async || Ok((!captain.increments().await.contains(&part)).then_some(())))
            .await;
        captain.reads_no(&word("sync.set_aside_text")).await;
        captain.go(&path).await;
        captain.is_titled("In the damaged part").await;
    })
    .await;
}

/// Put before the worker's own script: a phone that can be full.
const CAN_BE_FULL: &str = "let isFull = false;
new BroadcastChannel('disk').onmessage = ({ data }) => { isFull = data; };
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...given) {
    if (isFull) throw new DOMException('The disk is full.', 'QuotaExceededError');
    return put.apply(this, given);
};
";

#[tokio::test]
async fn a_full_phone_says_so_and_loses_nothing() {
    story("a_full_phone_says_so_and_loses_nothing", async |stage| {
        let relay = Relay::to(stage.server.port()).await;
        put_before_the_worker(&relay, CAN_BE_FULL).await;
        let captain = stage.signed_in_behind(&relay, Role::Captain).await;

        captain.tell_the_worker("disk", true).await;
        captain.raise("Too much for this phone").await;
        captain.reads(&word("common.storage_fails")).await;
        captain.sees(("toast", word("suggestions.added").as_str())).await;
        captain.misses(("toast", word("common.tick_saved").as_str())).await;
        captain.tap("sync-badge").await;
        captain.sees(("problems", word("sync.storage_full").as_str())).await;

        captain.tell_the_worker("disk", false).await;
        captain.misses("problems").await;
        captain.is_synced().await;
        captain.go("/suggestions").await;
        captain.sees(("suggestion-card", "Too much for this phone")).await;
    })
    .await;
}
