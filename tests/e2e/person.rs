//! People's cards.

use crate::harness::{phone::Tab, server::Role, stage::story, words::word};

#[tokio::test]
async fn a_coordinator_writes_a_neighbour_down() {
    story("a_coordinator_writes_a_neighbour_down", async |stage| {
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.open(Tab::Neighbours).await;
        coordinator.tap("new-person").await;
        coordinator.write("name", "Wong Siu Ming").await;
        coordinator.write("skills", "first aid, welding").await;
        coordinator.tap("save").await;
        let path = coordinator.is_at("/people/").await;
        coordinator.is_titled("Wong Siu Ming").await;
        coordinator.reads("welding").await;

        coordinator.tap("confirm-check-in").await;
        coordinator.misses("confirm-check-in").await;
        coordinator.edit("skills", "first aid").await;
        coordinator.reads_no("welding").await;
        coordinator.tap("undo").await;
        coordinator.reads("welding").await;

        coordinator.is_synced().await;
        let member = stage.signed_in(Role::Member).await;
        member.open(Tab::Neighbours).await;
        member.search("Wong").await;
        member.tap(("person-row", "Wong Siu Ming")).await;
        member.is_at(&path).await;
        member.misses("edit").await;

        coordinator.tap("remove").await;
        member.reads(&word("neighbours.unknown_person")).await;
        coordinator.tap("undo").await;
        member.is_titled("Wong Siu Ming").await;
    })
    .await;
}

#[tokio::test]
async fn a_member_keeps_their_own_card() {
    story("a_member_keeps_their_own_card", async |stage| {
        let member = stage.signed_in(Role::Member).await;
        member.open(Tab::Me).await;
        member.tap("edit").await;
        member.write("skills", "calligraphy").await;
        member.tap("save").await;
        member.reads("calligraphy").await;
        member.is_told("kept").await;
    })
    .await;
}
