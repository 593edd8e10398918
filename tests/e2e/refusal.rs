//! Whatever is refused is explained, in the person's language.

use crate::harness::{phone::Phone, phone::Tab, server::Role, stage::story, words::word};

/// Saves, and reads why that was refused.
pub async fn save_and_be_told(phone: &Phone, why: &str) {
    phone.tap("save").await;
    phone.reads(&word(&format!("refusal.{why}"))).await;
}

#[tokio::test]
async fn a_form_says_what_is_wrong() {
    story("a_form_says_what_is_wrong", async |stage| {
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.open(Tab::Suggestions).await;
        coordinator.tap("new-suggestion").await;
        save_and_be_told(&coordinator, "missing").await;
        coordinator.write("title", &"a".repeat(81)).await;
        save_and_be_told(&coordinator, "too_much").await;
        coordinator.write("title", "Short enough").await;
        coordinator.tap("save").await;
        coordinator.tap(("suggestion-card", "Short enough")).await;

        coordinator.tap("move").await;
        coordinator.tap("move-declined").await;
        save_and_be_told(&coordinator, "note_needed_declined").await;
        coordinator.write("note", "There is no room for it").await;
        coordinator.tap("save").await;
        coordinator.sees(("trail-step", "no room")).await;

        coordinator.open(Tab::Tasks).await;
        coordinator.tap("new-task").await;
        coordinator.write("role-name", "Broom").await;
        coordinator.write("role-places", "0").await;
        save_and_be_told(&coordinator, "missing").await;
        coordinator.write("title", "Sweep the steps").await;
        coordinator.write("role-places", "2").await;
        coordinator.set("starts", "2031-05-03").await;
        coordinator.set("starts-time", "09:30").await;
        coordinator.set("ends", "2031-05-03").await;
        coordinator.set("ends-time", "08:00").await;
        save_and_be_told(&coordinator, "ends_before_start").await;
        coordinator.set("ends-time", "10:00").await;
        coordinator.tap("save").await;
        coordinator.is_titled("Sweep the steps").await;

        coordinator.open(Tab::Neighbours).await;
        coordinator.tap("new-person").await;
        save_and_be_told(&coordinator, "missing").await;
    })
    .await;
}

#[tokio::test]
async fn what_became_impossible_meanwhile_is_refused_in_words() {
    story("what_became_impossible_meanwhile_is_refused_in_words", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        let path = captain.raise_and_open("A bench at the pond").await;
        captain.is_synced().await;

        // The coordinator has the sheet open while the captain declines the suggestion.
        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.visit(&path).await;
        coordinator.tap("move").await;
        coordinator.tap("move-discussing").await;
        captain.move_on("declined", "The pond is being drained").await;
        coordinator.sees(("trail-step", "being drained")).await;
        coordinator.tap("save").await;
        coordinator.reads(&word("refusal.no_such_move")).await;
    })
    .await;
}
