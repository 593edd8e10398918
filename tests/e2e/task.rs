//! Tasks and the places in them.

use crate::harness::{phone::Tab, server::Role, stage::story, words::word};

const TITLE: &str = "Sweep the steps";
const ROLE: &str = "Broom";

#[tokio::test]
async fn a_member_claims_a_place_and_gives_it_back() {
    story("a_member_claims_a_place_and_gives_it_back", async |stage| {
        let coordinator = stage.signed_in(Role::Coordinator).await;
        let path = coordinator.add_task(TITLE, ROLE, "2").await;
        coordinator.is_titled(TITLE).await;
        coordinator.is_synced().await;

        let member = stage.signed_in(Role::Member).await;
        member.visit(&path).await;
        member.tap("claim").await;
        member.sees(("seat", word("tasks.seat_confirmed").as_str())).await;
        coordinator.sees(("places", "1/2")).await;
        member.tap("undo").await;
        member.misses("seat").await;
        coordinator.sees(("places", "0/2")).await;

        member.tap("claim").await;
        member.sees("seat").await;
        member.tap("withdraw").await;
        member.sees("claim").await;
        member.misses("seat").await;
        member.tap("undo").await;
        member.sees(("seat", word("tasks.seat_confirmed").as_str())).await;
        member.is_told("kept").await;
        coordinator.sees(("places", "1/2")).await;

        member.reload().await;
        member.sees("seat").await;
        member.open(Tab::Tasks).await;
        member.tap("tasks-view-posts").await;
        member.search(TITLE).await;
        member.sees(("task-card", word("tasks.seat_confirmed").as_str())).await;
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_plans_a_task() {
    story("a_coordinator_plans_a_task", async |stage| {
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.open(Tab::Tasks).await;
        coordinator.tap("new-task").await;
        coordinator.write("title", TITLE).await;
        coordinator.set("starts", "2031-05-03").await;
        coordinator.set("starts-time", "09:30").await;
        coordinator.set("ends", "2031-05-03").await;
        coordinator.set("ends-time", "11:00").await;
        coordinator.write("place", "The east gate").await;
        coordinator.write("role-name", ROLE).await;
        coordinator.write("role-places", "3").await;
        coordinator.tap("save").await;
        coordinator.is_titled(TITLE).await;
        coordinator.reads("The east gate").await;
        coordinator.reads("9:30").await;
        coordinator.sees(("role", ROLE)).await;

        coordinator.edit("place", "The west gate").await;
        coordinator.reads("The west gate").await;
        coordinator.reads_no("The east gate").await;
        coordinator.tap("undo").await;
        coordinator.reads("The east gate").await;

        coordinator.tap("edit-role").await;
        coordinator.write("role-places", "5").await;
        coordinator.tap("save").await;
        coordinator.sees(("places", "0/5")).await;

        coordinator.tap("finish").await;
        coordinator.write("result", "Eight bags of leaves").await;
        coordinator.tap("save").await;
        coordinator.reads("Eight bags of leaves").await;
        coordinator.misses("claim").await;
        coordinator.tap("reopen").await;
        coordinator.sees("claim").await;
    })
    .await;
}
