//! Coming in by a link, and what one finds.

use crate::harness::{phone::Tab, server::Role, stage::story, words::word};

/// Demo names are Chinese: a family name that is common enough to be found in every demo.
const COMMON_NAME: &str = "\u{9648}";

#[tokio::test]
async fn a_member_looks_around() {
    story("a_member_looks_around", async |stage| {
        let member = stage.signed_in(Role::Member).await;
        member.is_at("/today").await;
        member.sees("news").await;

        member.open(Tab::Tasks).await;
        member.sees("task-card").await;
        member.tap("tasks-view-month").await;
        member.is_at_query("?view=month").await;
        member.tap("tasks-view-posts").await;
        member.is_at_query("?view=posts").await;
        member.sees("task-card").await;
        member.tap("tasks-view-list").await;
        member.is_at_query("").await;
        member.tap("task-card").await;
        member.is_at("/tasks/").await;
        member.sees("role").await;

        member.open(Tab::Suggestions).await;
        member.sees("suggestion-card").await;
        member.tap("suggestions-view-list").await;
        member.tap("suggestion-card").await;
        member.is_at("/suggestions/").await;
        member.sees("trail").await;

        member.open(Tab::Neighbours).await;
        member.tap("neighbours-view-captains").await;
        member.sees("captains-block").await;
        member.tap("neighbours-view-buildings").await;
        member.tap("building-row").await;
        member.is_at("/buildings/").await;

        member.open(Tab::Me).await;
        member.sees("my-card").await;
        member.tap("sync-badge").await;
        member.is_at("/sync").await;
        member.reads(&word("sync.synced_title")).await;
        member.reload().await;
        member.reads(&word("sync.synced_title")).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_looked_for_is_found() {
    story("what_is_looked_for_is_found", async |stage| {
        let member = stage.signed_in(Role::Member).await;

        member.open(Tab::Neighbours).await;
        member.search(COMMON_NAME).await;
        member.finds_only("person-row", COMMON_NAME).await;
        member.tap("person-row").await;
        member.is_at("/people/").await;

        for (tab, card) in [(Tab::Tasks, "task-card"), (Tab::Suggestions, "suggestion-card")] {
            member.open(tab).await;
            let title = member.title_of_a(card).await;
            member.search(&title).await;
            member.finds_only(card, &title).await;
            member.search("nothing is called like this").await;
            member.misses(card).await;
            member.search(&title).await;
            member.tap((card, title.as_str())).await;
            member.is_titled(&title).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_lets_one_phone_in() {
    story("a_link_lets_one_phone_in", async |stage| {
        let link = stage.server.take_link(Role::Member);
        let member = stage.phone("member").await;
        member.sign_in(&link).await;

        let stranger = stage.phone("stranger").await;
        stranger.expects("/api/demo/devices");
        stranger.go("/suggestions").await;
        stranger.reads(&word("join.explain_how")).await;
        stranger.write("join-link", &link).await;
        stranger.tap("join").await;
        stranger.sees("join-failed").await;
        stranger.reads(&word("join.link_used")).await;

        let unknown = format!("{}/join#demo.{}", stage.server.origin(), "A".repeat(43));
        stranger.write("join-link", &unknown).await;
        stranger.tap("join").await;
        stranger.reads(&word("join.link_unknown")).await;
        stranger.write("join-link", "not a link").await;
        stranger.tap("join").await;
        stranger.reads(&word("join.no_link")).await;
    })
    .await;
}
