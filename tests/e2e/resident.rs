//! A resident without an account makes a suggestion, and follows it.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::harness::{
    phone::{Phone, Tab},
    relay::{Answer, Relay},
    server::Role,
    stage::{Stage, story},
    wait::until,
    words::word,
};

const TEXT: &str = "The lamp in hall 3 is broken";
const CONTACT: &str = "13800000000";
const SENDING: &str = "/api/demo/suggestions";
const FOLLOWING: &str = "/api/demo/suggestions/follow";
/// A picture of one pixel (GIF89a).
pub const PICTURE: [u8; 43] = [
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 5, 4, 4, 0, 0, 0, 0x21, 0xf9, 4, 1, 0, 0, 0, 0, 0x2c,
    0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b,
];

/// A file to choose, and the folder in which it stands.
pub fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).expect("a file can be written");
    (folder, file)
}

/// Opens the page once with a line, so that the phone has the app.
async fn arrives(resident: &Phone) {
    // The server is away for a while, and what is asked of it fails.
    resident.expects(SENDING);
    resident.go("/p/demo").await;
    resident.sees("resident-send").await;
    resident.has_the_app().await;
}

/// A captain finds it on the board, once, with nothing personal; and moves it on.
async fn is_heard_once(stage: &Stage, has_photo: bool) -> Phone {
    let captain = stage.signed_in(Role::Captain).await;
    captain.open(Tab::Suggestions).await;
    captain.sees(("suggestion-card", TEXT)).await;
    captain.is_synced().await;
    let cards = captain.texts(("suggestion-card", TEXT)).await;
    assert_eq!(cards.len(), 1, "{cards:?}");
    captain.tap(("suggestion-card", TEXT)).await;
    captain.is_titled(TEXT).await;
    captain.reads(&word("resident.a_resident")).await;
    captain.reads_no(CONTACT).await;
    if has_photo {
        let loaded = "return document.querySelector('[data-testid=suggestion-photo]').naturalWidth";
        until("the photo is shown", async || {
            Ok((captain.evaluate(loaded, vec![]).await?.as_u64() > Some(0)).then_some(()))
        })
        .await;
    } else {
        captain.misses("suggestion-photo").await;
    }
    captain.move_on("triaged", "Mr Lee is asked").await;
    captain.is_told("kept").await;
    captain
}

#[tokio::test]
async fn a_resident_is_heard_without_an_account() {
    story("a_resident_is_heard_without_an_account", async |stage| {
        let resident = stage.phone("resident").await;
        arrives(&resident).await;
        stage.server.stop().await;

        resident.tap("resident-send").await;
        resident.reads(&word("resident.no_words")).await;
        resident.write("resident-text", TEXT).await;
        resident.write("resident-place", &"x".repeat(81)).await;
        resident.tap("resident-send").await;
        resident.reads(&word("resident.too_long")).await;
        resident.write("resident-place", "Hall 3").await;
        let (_folder, no_picture) = file("lamp.jpg", b"no picture");
        resident.choose_file("resident-file", &no_picture).await;
        resident.reads(&word("resident.photo_unreadable")).await;
        let (_folder, picture) = file("lamp.gif", &PICTURE);
        resident.choose_file("resident-file", &picture).await;
        resident.sees("resident-photo").await;
        resident.write("resident-contact", CONTACT).await;
        // A phone that takes a photo drops the page.
        resident.reload().await;
        resident.sees("draft-note").await;
        resident.sees("resident-photo").await;
        resident.tap("resident-send").await;
        resident.sees("resident-thanks").await;
        resident.reads(&word("resident.saved_here")).await;
        resident.misses("resident-photo").await;

        // It is kept, also when the phone was off.
        resident.close_browser().await;
        resident.open_browser().await;
        resident.go("/p/demo").await;
        resident.sees(("resident-slip", TEXT)).await;
        resident.reads(&word("resident.saved_here")).await;
        stage.server.start_again();
        resident.wake().await;
        let code = resident.text("resident-code").await;
        resident.reads(&word("resident.sent")).await;
        resident.reload().await;
        resident.sees(("resident-code", code.as_str())).await;

        is_heard_once(stage, true).await;
        resident.tap("follow-ask").await;
        resident.sees(("standing", word("suggestions.status_triaged").as_str())).await;

        // From any other phone, by the code, in whichever way it is written down.
        let elsewhere = stage.phone("elsewhere").await;
        elsewhere.expects(FOLLOWING);
        elsewhere.go("/p/demo/follow").await;
        elsewhere.write("follow-code", &code.to_lowercase().replace('-', " ")).await;
        elsewhere.tap("follow-ask").await;
        elsewhere.sees(("standing", word("suggestions.status_triaged").as_str())).await;
        for private in ["Mr Lee", TEXT, CONTACT] {
            elsewhere.reads_no(private).await;
        }
        elsewhere.write("follow-code", "00000-00000-00000-00000-00000-0").await;
        elsewhere.tap("follow-ask").await;
        elsewhere.reads(&word("resident.code_unknown")).await;

        resident.tap("resident-forget").await;
        resident.tap("confirm").await;
        resident.misses("resident-slip").await;
        resident.reload().await;
        resident.sees("resident-send").await;
        resident.misses("resident-slip").await;
    })
    .await;
}

/// The server has it, but the resident's phone does not hear so: it sends it again, and it is there once.
#[tokio::test]
async fn what_a_resident_sends_twice_is_there_once() {
    story("what_a_resident_sends_twice_is_there_once", async |stage| {
        let relay = Relay::to(stage.server.port()).await;
        let resident = stage.phone_at("resident", relay.origin()).await;
        arrives(&resident).await;
        let no_room = Answer {
            status: "507 Insufficient Storage",
            content_type: "application/json",
            body: r#"{"error":"no-room"}"#.into(),
        };
        relay.answer(SENDING, no_room);
        resident.write("resident-text", TEXT).await;
        let (_folder, picture) = file("lamp.gif", &PICTURE);
        resident.choose_file("resident-file", &picture).await;
        resident.sees("resident-photo").await;
        resident.tap("resident-send").await;
        resident.reads(&word("resident.fault_room")).await;

        relay.lose_answers(SENDING);
        resident.tap("resident-without").await;
        until("the server has it", async || Ok((relay.lost(SENDING) > 0).then_some(()))).await;
        resident.reads(&word("resident.saved_here")).await;
        relay.pass(SENDING);
        resident.reload().await;
        let code = resident.text("resident-code").await;
        assert_eq!(code.len(), 31, "{code}");
        is_heard_once(stage, false).await;
        // The code is that of the one that is there, and not of another that is held for saying the same.
        resident.tap("follow-ask").await;
        resident.sees(("standing", word("suggestions.status_triaged").as_str())).await;
    })
    .await;
}

#[tokio::test]
async fn a_resident_with_webkit() {
    story("a_resident_with_webkit", async |stage| {
        let resident = stage.webkit_phone("resident").await;
        arrives(&resident).await;
        stage.server.stop().await;
        resident.write("resident-text", TEXT).await;
        resident.tap("resident-send").await;
        resident.reads(&word("resident.saved_here")).await;
        resident.reload().await;
        resident.sees(("resident-slip", TEXT)).await;
        stage.server.start_again();
        resident.wake().await;
        resident.sees("resident-code").await;
        is_heard_once(stage, false).await;
        resident.tap("follow-ask").await;
        resident.sees(("standing", word("suggestions.status_triaged").as_str())).await;
    })
    .await;
}
