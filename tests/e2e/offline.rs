//! Without a line everything goes on, and nothing is lost.

use crate::{
    harness::{phone::Tab, server::Role, stage::story, words::word},
    refusal::save_and_be_told,
};

#[tokio::test]
async fn a_day_without_a_line() {
    story("a_day_without_a_line", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        captain.has_the_app().await;
        stage.server.stop().await;
        captain.is_offline_with(0).await;

        let suggestion = captain.raise_and_open("The gate squeaks").await;
        captain.is_told("saved").await;
        captain.is_offline_with(1).await;
        captain.move_on("triaged", "Oil is on its way").await;
        captain.write("comment-text", "I have heard it too").await;
        captain.tap("comment-send").await;
        captain.sees("comment").await;
        captain.is_offline_with(3).await;
        let task = captain.add_task("Oil the gate", "Oiler", "1").await;
        captain.tap("claim").await;
        captain.sees("seat").await;
        captain.is_offline_with(5).await;
        captain.tap("undo").await;
        captain.misses("seat").await;
        captain.is_offline_with(6).await;

        // Refusals need no line either.
        captain.open(Tab::Suggestions).await;
        captain.tap("new-suggestion").await;
        save_and_be_told(&captain, "missing").await;

        captain.close_browser().await;
        captain.open_browser().await;
        captain.go(&suggestion).await;
        captain.is_titled("The gate squeaks").await;
        captain.sees(("trail-step", "Oil is on its way")).await;
        captain.sees(("comment", "I have heard it too")).await;
        captain.is_offline_with(6).await;
        captain.tap("sync-badge").await;
        captain.reads(&word("sync.offline_waiting_text")).await;
        captain.reload().await;
        captain.reads(&word("sync.offline_waiting_text")).await;
        captain.sees(("waiting-list", "The gate squeaks")).await;
        captain.open(Tab::Neighbours).await;
        captain.sees("person-row").await;
        captain.raise("The gate is painted").await;
        captain.is_told("saved").await;
        captain.kill_browser().await;
        captain.open_browser().await;
        captain.go("/suggestions").await;
        captain.sees(("suggestion-card", "The gate is painted")).await;
        captain.is_offline_with(7).await;

        stage.server.start_again();
        captain.wake().await;
        captain.is_synced().await;

        let member = stage.signed_in(Role::Member).await;
        member.visit(&suggestion).await;
        member.sees(("trail-step", "Oil is on its way")).await;
        member.sees(("comment", "I have heard it too")).await;
        member.visit(&task).await;
        member.sees(("places", "0/1")).await;
    })
    .await;
}

#[tokio::test]
async fn signing_in_without_a_line_says_so_and_can_be_tried_again() {
    story("signing_in_without_a_line_says_so_and_can_be_tried_again", async |stage| {
        let link = stage.server.take_link(Role::Member);
        let member = stage.phone("member").await;
        member.go("/join").await;
        member.sees("join-link").await;
        member.has_the_app().await;
        stage.server.stop().await;
        member.write("join-link", &link).await;
        member.tap("join").await;
        member.reads(&word("join.offline")).await;
        stage.server.start_again();
        member.tap("join-again").await;
        member.tap("enter").await;
        member.is_synced().await;
    })
    .await;
}
