//! Two people write the same field without a line: both are shown both, one chooses, and it is settled for
//! both. Who did what stands in the record's history.

use crate::harness::{phone::Tab, server::Role, stage::story, words::word};

#[tokio::test]
async fn what_was_written_apart_is_settled_by_one_for_both() {
    story("what_was_written_apart_is_settled_by_one_for_both", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        let path = captain.raise_and_open("The gate squeaks").await;
        captain.is_synced().await;
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.visit(&path).await;
        coordinator.is_titled("The gate squeaks").await;

        stage.server.stop().await;
        captain.edit("title", "The north gate squeaks").await;
        coordinator.edit("title", "The gate needs oil").await;
        captain.is_offline_with(1).await;
        coordinator.is_offline_with(1).await;
        stage.server.start_again();
        for phone in [&captain, &coordinator] {
            phone.wake().await;
        }
        let choices = ["The north gate squeaks", "The gate needs oil"];
        for phone in [&captain, &coordinator] {
            phone.is_synced().await;
            for choice in choices {
                phone.sees(("conflict-choice", choice)).await;
            }
            assert!(!phone.text("conflict").await.contains(&word("history.unknown_device")), "who wrote it is known");
        }

        // The list marks it, and a phone that starts anew still knows.
        coordinator.open(Tab::Suggestions).await;
        coordinator.sees(("suggestion-card", word("conflict.mark").as_str())).await;
        coordinator.visit(&path).await;
        coordinator.tap(("keep", "The gate needs oil")).await;
        for phone in [&captain, &coordinator] {
            phone.misses("conflict").await;
            phone.is_titled("The gate needs oil").await;
        }
        coordinator.tap("undo").await;
        captain.is_titled("The north gate squeaks").await;

        coordinator.tap("history").await;
        coordinator.is_at("/history/").await;
        let steps = coordinator.texts("history-step").await;
        assert_eq!(steps.len(), 5, "{steps:?}");
        assert!(steps[4].contains(&word("refused.do_raise")), "{steps:?}");
        coordinator.is_synced().await;
        captain.tap("history").await;
        captain.is_at("/history/").await;
        captain.sees(("history-step", &*word("refused.do_raise"))).await;
        assert_eq!(captain.texts("history-step").await, steps, "both read the same");
    })
    .await;
}

#[tokio::test]
async fn neither_is_right_so_something_new_is_written() {
    story("neither_is_right_so_something_new_is_written", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        let path = captain.raise_and_open("A tree fell").await;
        captain.is_synced().await;
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.visit(&path).await;
        stage.server.stop().await;
        captain.edit("place", "Tower 3").await;
        coordinator.edit("place", "Tower 5").await;
        stage.server.start_again();
        for phone in [&captain, &coordinator] {
            phone.wake().await;
            phone.is_synced().await;
            phone.sees("conflict").await;
        }
        captain.tap("write-another").await;
        captain.write("another", "Between towers 3 and 5").await;
        captain.tap("save-another").await;
        for phone in [&captain, &coordinator] {
            phone.misses("conflict").await;
            phone.reads("Between towers 3 and 5").await;
        }
    })
    .await;
}
