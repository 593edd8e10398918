//! What looks like spam is looked at first.

use crate::{
    harness::{phone::Phone, phone::Tab, server::Role, stage::story, wait::until, words::word},
    resident::{PICTURE, file},
};

/// Sends a suggestion from the residents' page; the code with which it can be followed.
async fn send(resident: &Phone, text: &str, contact: &str) -> String {
    resident.write("resident-text", text).await;
    resident.write("resident-contact", contact).await;
    resident.tap("resident-send").await;
    resident.sees("resident-thanks").await;
    resident.text("resident-code").await
}

/// One has a suggestion, and one that looks like spam; the other has one that only looks like it.
async fn send_some(one: &Phone, other: &Phone) {
    one.go("/p/demo").await;
    send(one, "The gate squeaks", "").await;
    one.tap("resident-another").await;
    send(one, "Win at www.shop.example", "").await;
    other.go("/p/demo").await;
    other.sees("resident-send").await;
    let (_folder, picture) = file("map.gif", &PICTURE);
    other.choose_file("resident-file", &picture).await;
    other.sees("resident-photo").await;
    send(other, "The map is at www.map.example", "13900000000").await;
    other.tap("follow-ask").await;
    other.sees(("standing", word("resident.held").as_str())).await;
}

#[tokio::test]
async fn what_is_held_is_let_in_or_discarded() {
    story("what_is_held_is_let_in_or_discarded", async |stage| {
        let [one, other] = [stage.phone("one").await, stage.phone("other").await];
        send_some(&one, &other).await;
        let member = stage.signed_in(Role::Member).await;
        member.open(Tab::Suggestions).await;
        member.sees(("suggestion-card", "The gate squeaks")).await;
        member.misses(("suggestion-card", "www.map.example")).await;
        member.misses("held-link").await;

        let office = stage.signed_in(Role::Coordinator).await;
        office.open(Tab::Suggestions).await;
        office.sees(("suggestion-card", "The gate squeaks")).await;
        office.sees(("held-count", "2")).await;
        office.tap("held-link").await;
        office.is_at("/suggestions/held").await;
        office.sees(("held-one", "The map is at www.map.example")).await;
        office.reads(&word("held.why_links")).await;
        office.tap("see-photo").await;
        let loaded = "return document.querySelector('[data-testid=held-photo]')?.naturalWidth";
        until("the photo is shown", async || {
            Ok((office.evaluate(loaded, vec![]).await?.as_u64() > Some(0)).then_some(()))
        })
        .await;

        // Without the server nothing is claimed, and what is asked for is not done.
        stage.server.stop().await;
        office.tap("discard").await;
        office.tap("confirm").await;
        office.reads(&word("access.offline")).await;
        office.reload().await;
        office.sees("not-fetched").await;
        office.misses("held-one").await;
        stage.server.start_again();
        office.wake().await;

        // The oldest stands first.
        office.sees(("held-one", "Win at www.shop.example")).await;
        office.tap("discard").await;
        office.tap("confirm").await;
        office.misses(("held-one", "Win at www.shop.example")).await;
        office.tap("ask-reporter").await;
        office.sees(("reporter", "13900000000")).await;
        office.tap("release").await;
        office.tap("confirm").await;
        office.reads(&word("held.none")).await;
        office.open(Tab::Suggestions).await;
        office.misses("held-count").await;
        office.tap(("suggestion-card", "The map is at www.map.example")).await;
        office.sees("suggestion-photo").await;
        office.tap("ask-reporter").await;
        office.sees(("reporter", "13900000000")).await;

        member.sees(("suggestion-card", "The map is at www.map.example")).await;
        member.misses(("suggestion-card", "www.shop.example")).await;
        other.tap("follow-ask").await;
        other.sees(("standing", word("suggestions.status_raised").as_str())).await;
        one.tap("follow-ask").await;
        one.sees(("standing", word("resident.gone").as_str())).await;
    })
    .await;
}
