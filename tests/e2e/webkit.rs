//! The main things in WebKitGTK, the nearest that Linux has to an iPhone.

use crate::harness::{phone::Tab, server::Role, stage::story, words::word};

#[tokio::test]
async fn a_captain_with_webkit() {
    story("a_captain_with_webkit", async |stage| {
        let captain = stage.webkit_phone("captain").await;
        captain.sign_in(&stage.server.take_link(Role::Captain)).await;
        captain.has_the_app().await;
        let kept = captain.raise_and_open("The lamp on floor 2 is out").await;
        captain.is_told("kept").await;
        captain.move_on("triaged", "The electrician comes on Monday").await;
        captain.is_synced().await;

        stage.server.stop().await;
        captain.is_offline_with(0).await;
        captain.raise("Raised without a line").await;
        captain.is_told("saved").await;
        captain.reload().await;
        captain.sees(("suggestion-card", "Raised without a line")).await;
        captain.is_offline_with(1).await;
        // Another tab takes over from the one that is closed.
        let first = captain.this_tab().await;
        let second = captain.new_tab().await;
        captain.go("/suggestions").await;
        captain.sees(("suggestion-card", "Raised without a line")).await;
        captain.look_at(&first).await;
        captain.close_tab().await;
        captain.look_at(&second).await;
        captain.raise("Raised by the other tab").await;
        captain.is_offline_with(2).await;

        stage.server.start_again();
        captain.wake().await;
        captain.is_synced().await;
        captain.go(&kept).await;
        captain.sees(("trail-step", "The electrician")).await;

        let member = stage.signed_in(Role::Member).await;
        member.open(Tab::Suggestions).await;
        for title in ["Raised without a line", "Raised by the other tab"] {
            member.search(title).await;
            member.sees(("suggestion-card", title)).await;
        }
        member.reads(&word("suggestions.title")).await;
    })
    .await;
}
