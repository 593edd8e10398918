//! Two tabs of one browser.

use crate::harness::{phone::Tab, server::Role, stage::story, wait::until};

#[tokio::test]
async fn what_one_tab_writes_the_other_shows() {
    story("what_one_tab_writes_the_other_shows", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        captain.has_the_app().await;
        let first = captain.this_tab().await;
        let second = captain.new_tab().await;
        captain.go("/suggestions").await;
        captain.sees("suggestion-card").await;

        for (number, (writer, reader)) in [(&first, &second), (&second, &first)].into_iter().enumerate() {
            let title = format!("From tab {number}");
            captain.look_at(writer).await;
            captain.raise(&title).await;
            captain.is_told("kept").await;
            captain.look_at(reader).await;
            captain.open(Tab::Suggestions).await;
            captain.sees(("suggestion-card", title.as_str())).await;
        }

        stage.server.stop().await;
        for (number, (writer, reader)) in [(&first, &second), (&second, &first)].into_iter().enumerate() {
            let title = format!("Offline from tab {number}");
            captain.look_at(writer).await;
            captain.is_offline_with(u32::try_from(number).expect("two are few")).await;
            captain.raise(&title).await;
            captain.is_told("saved").await;
            captain.look_at(reader).await;
            captain.open(Tab::Suggestions).await;
            captain.sees(("suggestion-card", title.as_str())).await;
        }
        stage.server.start_again();
        captain.wake().await;
        captain.is_synced().await;
    })
    .await;
}

#[tokio::test]
async fn the_leading_tab_is_closed_in_the_middle_of_a_write() {
    story("the_leading_tab_is_closed_in_the_middle_of_a_write", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        captain.has_the_app().await;
        stage.server.stop().await;
        let rounds = 4;
        for round in 1..=rounds {
            // The tab in front is the only one, so it leads.
            let leader = captain.this_tab().await;
            captain.open(Tab::Suggestions).await;
            captain.tap("new-suggestion").await;
            captain.write("title", &format!("Written in round {round}")).await;
            let heir = captain.new_tab().await;
            captain.overhear("suggestion-card").await;
            captain.go("/suggestions").await;
            captain.has_its_documents().await;
            captain.look_at(&leader).await;
            captain.tap_now("save").await;
            captain.close_tab().await;
            captain.look_at(&heir).await;
            captain.search("Written in round").await;
            until(format!("the heir of round {round} shows all"), async || {
                Ok((captain.texts_now(&"suggestion-card".into()).await?.len() == round).then_some(()))
            })
            .await;
            // It has taken over: it can write.
            captain.raise(&format!("The heir of {round}")).await;
            captain.is_told("saved").await;
        }
        captain.is_offline_with(u32::try_from(2 * rounds).expect("they are few")).await;
        stage.server.start_again();
        captain.wake().await;
        captain.is_synced().await;
    })
    .await;
}
