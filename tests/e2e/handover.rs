//! Without a server, changes go from phone to phone, and with whoever meets it first.

use std::path::Path;

use serde_json::json;

use crate::harness::{
    phone::{Phone, Tab},
    server::Role,
    stage::{Stage, story},
    wait::until,
    words::word,
};

/// Saves the file that is offered under a link, as a person does; its content.
async fn saved_file(phone: &Phone, folder: &Path) -> String {
    let path = folder.display().to_string();
    phone.command("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": path })).await;
    phone.tap("send-file").await;
    let file = folder.join("kaifong-handover.txt");
    // It is there, under its own name, when all of it is.
    until("the file is saved", async || Ok(std::fs::read_to_string(&file).ok().filter(|text| text.ends_with('.'))))
        .await
}

/// Opens a file in a field that is drawn by its label.
async fn open_file(phone: &Phone, file: &Path) {
    let path = file.display().to_string();
    until("a file is opened", async || {
        let Some(field) = phone.find(&"open-file".into()).await? else { return Ok(None) };
        field.send_keys(path.as_str()).await.map(Some)
    })
    .await;
}

/// The texts of all codes, one after the other, by the button.
async fn codes_shown(phone: &Phone) -> Vec<String> {
    let script = "return document.querySelector('[data-testid=\"qr-code\"]')?.dataset.text";
    let mut codes = Vec::new();
    phone.tap("code-pace").await;
    loop {
        let code =
            until("there is a code", async || Ok(phone.evaluate(script, vec![]).await?.as_str().map(str::to_owned)))
                .await;
        if codes.contains(&code) {
            return codes;
        }
        codes.push(code);
        phone.tap("code-next").await;
    }
}

/// The text that a phone hands over, as it is copied.
async fn handed_text(phone: &Phone) -> String {
    let script = "const link = document.querySelector('[data-testid=\"send-file\"]');
        return link && decodeURIComponent(link.href.slice(link.href.indexOf(',') + 1)).split('\\n').pop();";
    until("there is a text", async || Ok(phone.evaluate(script, vec![]).await?.as_str().map(str::to_owned))).await
}

/// A phone of this role that has everything and no line any more, with the other one.
async fn cut_off(stage: &Stage) -> (Phone, Phone) {
    let captain = stage.signed_in(Role::Captain).await;
    let coordinator = stage.signed_in(Role::Coordinator).await;
    captain.has_the_app().await;
    coordinator.has_the_app().await;
    stage.server.stop().await;
    captain.is_offline_with(0).await;
    coordinator.is_offline_with(0).await;
    (captain, coordinator)
}

#[tokio::test]
async fn a_neighbour_takes_changes_along_in_a_file() {
    story("a_neighbour_takes_changes_along_in_a_file", async |stage| {
        let (captain, coordinator) = cut_off(stage).await;
        let path = captain.raise_and_open("The well is dry").await;
        captain.move_on("triaged", "I have called the waterworks").await;
        captain.is_offline_with(2).await;
        captain.open(Tab::Me).await;
        captain.tap("hand-over-row").await;
        captain.sees("packed").await;
        let folder = tempfile::tempdir().expect("there is room for a file");
        let words = saved_file(&captain, folder.path()).await;

        coordinator.open(Tab::Me).await;
        coordinator.tap("hand-over-row").await;
        coordinator.reads(&word("handover.nothing")).await;
        coordinator.tap("hand-over-take").await;
        // Half of it is not taken for all of it.
        let half = folder.path().join("half.txt");
        std::fs::write(&half, &words[..words.len() - 40]).expect("there is room for a file");
        open_file(&coordinator, &half).await;
        coordinator.sees(("not-taken", word("handover.damaged").as_str())).await;
        open_file(&coordinator, &folder.path().join("kaifong-handover.txt")).await;
        coordinator.sees("offered").await;
        coordinator.tap("take-along").await;
        coordinator.sees(("carried-one", word("handover.on_its_way").as_str())).await;
        coordinator.is_offline_with(0).await;
        coordinator.go(&path).await;
        coordinator.is_titled("The well is dry").await;
        coordinator.sees(("trail-step", "I have called the waterworks")).await;
        coordinator.write("comment-text", "I take it along").await;
        coordinator.tap("comment-send").await;
        coordinator.is_offline_with(1).await;
        coordinator.close_browser().await;
        coordinator.open_browser().await;
        coordinator.go("/hand-over").await;
        coordinator.sees("carried-one").await;

        // The neighbour comes to the server first.
        captain.close_browser().await;
        stage.server.start_again();
        coordinator.wake().await;
        coordinator.is_synced().await;
        coordinator.misses("carried-one").await;
        captain.open_browser().await;
        captain.go("/suggestions?view=list").await;
        captain.is_synced().await;
        captain.search("The well is dry").await;
        captain.sees(("suggestion-card", "The well is dry")).await;
        assert_eq!(captain.texts("suggestion-card").await.len(), 1, "it is there once");
        captain.go(&path).await;
        captain.sees(("comment", "I take it along")).await;
        let steps = captain.texts("trail-step").await;
        let calls = steps.iter().filter(|step| step.contains("I have called the waterworks")).count();
        assert_eq!(calls, 1, "{steps:?}");
        captain.go("/hand-over").await;
        captain.reads(&word("handover.nothing")).await;
    })
    .await;
}

#[tokio::test]
async fn codes_are_shown_and_their_text_can_be_pasted() {
    story("codes_are_shown_and_their_text_can_be_pasted", async |stage| {
        let (captain, coordinator) = cut_off(stage).await;
        let path = captain.raise_and_open("The pump is stuck").await;
        for number in 0..4 {
            captain.write("comment-text", &format!("Day {number}: it is still stuck")).await;
            captain.tap("comment-send").await;
            captain.is_offline_with(number + 2).await;
        }
        captain.tap("sync-badge").await;
        captain.tap("hand-over-row").await;
        captain.tap("show-codes").await;
        captain.sees("qr-code").await;
        let all = codes_shown(&captain).await;
        assert!(all.len() > 1 && all.iter().all(|code| code.starts_with("KF1:")), "{all:?}");

        coordinator.go("/hand-over?way=take").await;
        // This browser has no reader of codes, and says so.
        coordinator.sees(("no-scan", word("handover.no_scan").as_str())).await;
        coordinator.tap("paste").await;
        let words = handed_text(&captain).await;
        coordinator.write("handed-text", &words).await;
        coordinator.tap("look").await;
        coordinator.tap("take-along").await;
        coordinator.sees("carried-one").await;
        coordinator.go(&path).await;
        coordinator.sees(("comment", "Day 3: it is still stuck")).await;

        // Its author comes to the server first; then it comes again.
        coordinator.close_browser().await;
        stage.server.start_again();
        captain.wake().await;
        captain.is_synced().await;
        coordinator.open_browser().await;
        coordinator.go("/hand-over").await;
        coordinator.is_synced().await;
        coordinator.misses("carried-one").await;
        captain.go(&path).await;
        captain.sees("comment").await;
        assert_eq!(captain.texts("comment").await.len(), 4, "each is there once");
    })
    .await;
}
