//! Two people work on the same things without a line, and find the same when it is back.

use thirtyfour::error::WebDriverResult;

use crate::harness::{
    phone::{Phone, Tab},
    server::Role,
    stage::{Stage, story},
    wait::until,
    words::word,
};

/// The line is back: both get to know, and come to the same.
async fn meet_again(stage: &Stage, phones: [&Phone; 2]) {
    stage.server.start_again();
    for phone in phones {
        phone.wake().await;
    }
    for phone in phones {
        phone.is_synced().await;
    }
}

#[tokio::test]
async fn two_phones_come_to_the_same() {
    story("two_phones_come_to_the_same", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        let shared = captain.raise_and_open("The lift is slow").await;
        captain.is_synced().await;
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.visit(&shared).await;
        coordinator.is_titled("The lift is slow").await;

        stage.server.stop().await;
        // Different fields.
        captain.edit("title", "The lift is very slow").await;
        coordinator.edit("text", "It takes two minutes to the top.").await;
        // The same field.
        captain.edit("place", "Tower 3").await;
        coordinator.edit("place", "Tower 5").await;
        // Moves that did not know of each other: both stay.
        captain.move_on("triaged", "I asked the lift company").await;
        coordinator.move_on("declined", "It is being replaced in May").await;
        // A new one each.
        captain.raise("The captain's own").await;
        coordinator.raise("The coordinator's own").await;
        captain.is_offline_with(4).await;
        coordinator.is_offline_with(4).await;
        meet_again(stage, [&captain, &coordinator]).await;

        for phone in [&captain, &coordinator] {
            phone.open(Tab::Suggestions).await;
            for title in ["The captain's own", "The coordinator's own"] {
                phone.search(title).await;
                phone.sees(("suggestion-card", title)).await;
            }
            phone.search("The lift is very slow").await;
            phone.tap("suggestions-view-list").await;
            phone.tap(("suggestion-card", "The lift is very slow")).await;
            phone.reads("It takes two minutes to the top.").await;
            phone.sees(("trail-step", "I asked the lift company")).await;
            phone.sees(("trail-step", "It is being replaced in May")).await;
            phone.sees("apart").await;
        }
        // Nobody has said yet which place it is: both are told of both.
        for phone in [&captain, &coordinator] {
            phone.sees(("conflict", "Tower 3")).await;
            phone.sees(("conflict", "Tower 5")).await;
        }
        coordinator.tap("keep").await;
        captain.misses("conflict").await;
        coordinator.misses("conflict").await;
        let place_of = async |phone: &Phone| {
            let text = phone.page_text().await?;
            WebDriverResult::Ok(["Tower 3", "Tower 5"].map(|place| text.contains(place)))
        };
        until("both see the same place, and one only", async || {
            let places = [place_of(&captain).await?, place_of(&coordinator).await?];
            Ok((places[0] == places[1] && places[0][0] != places[0][1]).then_some(()))
        })
        .await;
        let trails = [captain.texts("trail-step").await, coordinator.texts("trail-step").await];
        assert_eq!(trails[0], trails[1], "both tell the same story");
    })
    .await;
}

#[tokio::test]
async fn the_last_place_goes_to_one() {
    story("the_last_place_goes_to_one", async |stage| {
        let coordinator = stage.signed_in(Role::Coordinator).await;
        let path = coordinator.add_task("Carry the drum", "Drum bearer", "1").await;
        coordinator.is_synced().await;
        let member = stage.signed_in(Role::Member).await;
        member.visit(&path).await;
        member.sees("claim").await;

        stage.server.stop().await;
        for phone in [&coordinator, &member] {
            phone.tap("claim").await;
            phone.sees(("seat", word("tasks.own_pending").as_str())).await;
            phone.is_offline_with(1).await;
        }
        member.close_browser().await;
        stage.server.start_again();
        coordinator.wake().await;
        coordinator.sees(("seat", word("tasks.seat_confirmed").as_str())).await;
        coordinator.is_synced().await;

        // The coordinator's claim has reached the community first: the member is told that they wait, and why.
        member.open_browser().await;
        member.go(&path).await;
        member.sees("waiting-notice").await;
        member.sees("displaced").await;
        assert!(!member.text("seat").await.contains(&word("tasks.seat_confirmed")));
        for phone in [&coordinator, &member] {
            phone.sees(("places", "1/1")).await;
            phone.reads(&word("tasks.waiting_list")).await;
        }

        // Who has the place gives it back: the next one moves up.
        coordinator.tap("withdraw").await;
        member.sees(("seat", word("tasks.seat_confirmed").as_str())).await;
        member.misses("waiting-notice").await;
        member.open(Tab::Today).await;
        member.sees(("news", word("today.promoted").as_str())).await;
    })
    .await;
}

#[tokio::test]
async fn an_open_form_does_not_undo_what_others_wrote() {
    story("an_open_form_does_not_undo_what_others_wrote", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        let path = captain.raise_and_open("The pond is green").await;
        captain.is_synced().await;
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.visit(&path).await;

        captain.tap("edit").await;
        captain.write("title", "The pond is very green").await;
        coordinator.edit("place", "The north bank").await;
        coordinator.is_told("kept").await;
        captain.is_synced().await;
        captain.tap("save").await;
        for phone in [&captain, &coordinator] {
            phone.is_titled("The pond is very green").await;
            phone.reads("The north bank").await;
        }
    })
    .await;
}
