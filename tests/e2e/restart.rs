//! A worker that dies, whatever of: another one takes its place.

use crate::harness::{
    phone::{Phone, Tab},
    relay::{Answer, Relay},
    server::Role,
    stage::{Stage, story},
    words::word,
};

/// Put before the worker's own script: a worker that ends with a word or without one, or panics as soon as
/// it needs randomness, which is while it is loading.
const MORTAL: &str = "const fate = new BroadcastChannel('fate');
fate.onmessage = ({ data }) => {
    if (data === true) setTimeout(() => { throw new Error('The end of this worker.'); });
    if (data === false) close();
    if (data === 'panic') crypto.getRandomValues = () => { throw new Error('No randomness.'); };
};
fate.postMessage('born');
";

/// Run in the page: every worker that is born from now on panics.
const DOOM: &str = "globalThis.doom = new BroadcastChannel('fate');
    doom.onmessage = ({ data }) => { if (data === 'born') doom.postMessage('panic'); };";

async fn captain(stage: &Stage, relay: &Relay) -> Phone {
    let script = relay.hashed("worker-boot").await;
    let body = format!("{MORTAL}{}", relay.get(&script).await);
    relay.answer(&script, Answer { status: "200 OK", content_type: "text/javascript", body });
    let captain = stage.signed_in_behind(relay, Role::Captain).await;
    for complaint in ["The end of this worker", "No randomness", "kaifong-worker: ", "RuntimeError: unreachable"] {
        captain.expects(complaint);
    }
    captain
}

#[tokio::test]
async fn a_worker_that_dies_is_replaced_and_what_was_asked_of_it_is_done() {
    story("a_worker_that_dies_is_replaced_and_what_was_asked_of_it_is_done", async |stage| {
        let relay = Relay::to(stage.server.port()).await;
        let captain = captain(stage, &relay).await;

        // Without a word, as a phone ends it that is short of memory; what is asked for meets nobody.
        captain.tap("new-suggestion").await;
        captain.write("title", "Asked of a dead worker").await;
        captain.tell_the_worker("fate", false).await;
        captain.tap_now("save").await;
        captain.is_at("/suggestions").await;
        captain.sees(("suggestion-card", "Asked of a dead worker")).await;
        captain.is_synced().await;
        captain.tap("sync-badge").await;
        captain.sees("room").await;
        captain.misses("problems").await;

        // Again, with an error: that is worth a word, and nothing is lost.
        captain.tell_the_worker("fate", true).await;
        captain.sees(("problems", word("sync.stumbled").as_str())).await;
        captain.raise("Asked of the third worker").await;
        captain.is_told("kept").await;
        captain.reload().await;
        captain.sees(("suggestion-card", "Asked of a dead worker")).await;
        captain.sees(("suggestion-card", "Asked of the third worker")).await;
    })
    .await;
}

#[tokio::test]
async fn workers_that_die_while_loading_are_not_started_for_ever() {
    story("workers_that_die_while_loading_are_not_started_for_ever", async |stage| {
        let relay = Relay::to(stage.server.port()).await;
        let captain = captain(stage, &relay).await;
        captain.raise("Before the end").await;
        captain.is_told("kept").await;

        captain.evaluate(DOOM, vec![]).await.expect("the page runs");
        captain.tell_the_worker("fate", false).await;
        captain.reads(&word("common.fault_no_worker")).await;
        captain.sees(("suggestion-card", "Before the end")).await;

        captain.reload().await;
        captain.is_synced().await;
        captain.open(Tab::Suggestions).await;
        captain.sees(("suggestion-card", "Before the end")).await;
        captain.raise("After the end").await;
        captain.is_told("kept").await;
    })
    .await;
}
