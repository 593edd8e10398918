//! What becomes of a suggestion.

use crate::harness::{phone::Tab, server::Role, stage::story, words::word};

const TITLE: &str = "The lamp on floor 2 is out";

#[tokio::test]
async fn a_captain_sees_a_suggestion_through() {
    story("a_captain_sees_a_suggestion_through", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        let path = captain.raise_and_open(TITLE).await;
        captain.is_titled(TITLE).await;
        captain.is_told("kept").await;

        captain.edit("title", "The lamp on floor 3 is out").await;
        captain.is_titled("The lamp on floor 3 is out").await;
        captain.tap("undo").await;
        captain.is_titled(TITLE).await;

        for (to, note) in [
            ("triaged", ""),
            ("discussing", "On Friday with the property manager"),
            ("working", ""),
            ("solved", "A new lamp is in"),
            ("agreed", ""),
        ] {
            captain.move_on(to, note).await;
            captain.sees(("trail-step", word(&format!("suggestions.status_{to}")).as_str())).await;
            captain.reads(note).await;
        }
        captain.tap("undo").await;
        captain.misses(("trail-step", word("suggestions.status_agreed").as_str())).await;

        captain.write("comment-text", "Thank you, it is bright again").await;
        captain.tap("comment-send").await;
        captain.sees(("comment", "bright again")).await;

        captain.is_synced().await;
        captain.reload().await;
        captain.is_titled(TITLE).await;
        captain.sees(("trail-step", "A new lamp is in")).await;
        captain.sees(("comment", "bright again")).await;
        captain.is_at(&path).await;
    })
    .await;
}

#[tokio::test]
async fn a_toast_does_not_lie_above_the_next_step() {
    story("a_toast_does_not_lie_above_the_next_step", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        captain.raise(TITLE).await;
        captain.sees("toast").await;
        assert!(captain.can_tap_below_a_toast("new-suggestion").await, "one can go on at once");
    })
    .await;
}

#[tokio::test]
async fn what_was_raised_by_mistake_can_be_taken_back() {
    story("what_was_raised_by_mistake_can_be_taken_back", async |stage| {
        let member = stage.signed_in(Role::Member).await;
        let path = member.raise_and_open(TITLE).await;
        member.tap("undo").await;
        member.reads(&word("suggestions.missing")).await;
        member.open(Tab::Suggestions).await;
        member.search(TITLE).await;
        member.misses("suggestion-card").await;

        member.is_synced().await;
        let captain = stage.signed_in(Role::Captain).await;
        captain.visit(&path).await;
        captain.reads(&word("suggestions.missing")).await;
    })
    .await;
}

#[tokio::test]
async fn a_member_writes_in_chinese_and_leaves_moves_to_others() {
    story("a_member_writes_in_chinese_and_leaves_moves_to_others", async |stage| {
        let title = word("suggestions.field_title");
        let member = stage.signed_in(Role::Member).await;
        let path = member.raise_and_open(&title).await;
        member.is_titled(&title).await;
        member.misses("move").await;

        member.is_synced().await;
        let captain = stage.signed_in(Role::Captain).await;
        captain.visit(&path).await;
        captain.is_titled(&title).await;
        // It is about the member's building, and so for its captains.
        captain.sees("comment-text").await;
        captain.misses("move").await;
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.visit(&path).await;
        coordinator.move_on("triaged", "").await;
        member.sees(("trail-step", word("suggestions.status_triaged").as_str())).await;
        member.misses("edit").await;
    })
    .await;
}
