//! People's cards.

use serde_json::json;

use crate::harness::{phone::Tab, server::Role, stage::story, wait::until, words::word};

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

#[tokio::test]
async fn a_captain_speaks_for_somebody_who_is_to_be_one() {
    story("a_captain_speaks_for_somebody_who_is_to_be_one", async |stage| {
        const NOTE: &str = "Stacked all the sandbags alone";
        let captain = stage.signed_in(Role::Captain).await;
        captain.go("/neighbours?view=captains").await;
        let script = "return [...document.querySelectorAll('.captains-people li')]
            .find((one) => one.innerText.includes(arguments[0]))?.querySelector('a').getAttribute('href') ?? null";
        let page = until("a candidate is listed", async || {
            let candidate = word("neighbours.level_candidate");
            Ok(captain.evaluate(script, vec![json!(candidate)]).await?.as_str().map(str::to_owned))
        })
        .await;
        captain.go(&page).await;
        captain.tap("endorse").await;
        captain.write("endorsement-note", NOTE).await;
        captain.tap("save").await;
        captain.sees(("endorsement", NOTE)).await;
        captain.is_synced().await;

        let member = stage.signed_in(Role::Member).await;
        member.go(&page).await;
        member.sees(("endorsement", NOTE)).await;
        member.misses("endorse").await;
        captain.tap("withdraw-endorsement").await;
        captain.misses(("endorsement", NOTE)).await;
        member.misses(("endorsement", NOTE)).await;
        captain.tap("undo").await;
        member.sees(("endorsement", NOTE)).await;
    })
    .await;
}
