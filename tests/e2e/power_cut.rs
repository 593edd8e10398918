//! The server is cut off in the middle of things.

use crate::harness::{phone::Tab, server::Role, stage::story};

#[tokio::test]
async fn what_was_told_kept_is_kept() {
    story("what_was_told_kept_is_kept", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        for round in 1..=2 {
            let kept = format!("Kept in round {round}");
            captain.raise(&kept).await;
            captain.is_told("kept").await;
            stage.server.kill();

            // A second phone has never seen it: only the server can know.
            let waiting = format!("Waiting in round {round}");
            captain.raise(&waiting).await;
            captain.is_told("saved").await;
            stage.server.start_again();
            let witness = stage.phone(&format!("witness-{round}")).await;
            witness.sign_in(&stage.server.take_link(Role::Coordinator)).await;
            witness.open(Tab::Suggestions).await;
            witness.search(&kept).await;
            witness.sees(("suggestion-card", kept.as_str())).await;

            captain.is_told("kept").await;
            captain.is_synced().await;
            witness.search(&waiting).await;
            witness.sees(("suggestion-card", waiting.as_str())).await;
            witness.close_browser().await;
        }

        // Between one tap and the next, whatever the server was doing.
        for number in 1..=3 {
            let path = captain.raise_and_open(&format!("Cut {number}")).await;
            stage.server.kill();
            stage.server.start_again();
            captain.move_on("triaged", "").await;
            captain.is_at(&path).await;
        }
        captain.wake().await;
        captain.is_synced().await;
        let witness = stage.phone("last-witness").await;
        witness.sign_in(&stage.server.take_link(Role::Coordinator)).await;
        witness.open(Tab::Suggestions).await;
        witness.tap("tab-triaged").await;
        for number in 1..=3 {
            witness.sees(("suggestion-card", format!("Cut {number}").as_str())).await;
        }
    })
    .await;
}
