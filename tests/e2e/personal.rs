//! How people can be reached, and what is kept of them.

use crate::harness::{phone::Tab, server::Role, stage::story, words::word};

#[tokio::test]
async fn a_number_is_for_few_and_is_erased_for_good() {
    story("a_number_is_for_few_and_is_erased_for_good", async |stage| {
        let member = stage.signed_in(Role::Member).await;
        member.open(Tab::Me).await;
        member.tap("personal").await;
        let page = member.is_at("/people/").await;
        member.tap("edit-contact").await;
        member.write("phone", "555 0103 0103").await;
        member.tap("save").await;
        member.reads("555 0103 0103").await;
        member.is_synced().await;
        let card = page.trim_end_matches("/personal").to_owned();
        member.go(&card).await;
        member.reads("555 0103 0103").await;

        let coordinator = stage.signed_in(Role::Coordinator).await;
        coordinator.go(&card).await;
        coordinator.reads("555 0103 0103").await;
        coordinator.is_synced().await;
        // Without a network, too; and what is changed then comes later.
        stage.server.stop().await;
        coordinator.reload().await;
        coordinator.reads("555 0103 0103").await;
        coordinator.tap("edit-contact").await;
        coordinator.write("wechat", "mingming").await;
        coordinator.tap("save").await;
        coordinator.reads("mingming").await;
        member.go(&page).await;
        member.tap("erase").await;
        member.tap("confirm").await;
        member.reads(&word("access.offline")).await;
        member.sees("contact").await;
        stage.server.start_again();
        coordinator.is_synced().await;
        member.reads("mingming").await;

        let captain = stage.signed_in(Role::Captain).await;
        captain.go(&card).await;
        captain.sees("history").await;
        captain.misses("contact").await;
        captain.misses("personal").await;

        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        member.downloads_into(folder.path()).await;
        member.tap("export").await;
        member.reads(&word("personal.exported")).await;
        member.tap("erase").await;
        member.tap("confirm").await;
        member.sees("revoked").await;
        coordinator.reads(&word("neighbours.unknown_person")).await;
        coordinator.reads_no("555 0103 0103").await;
        coordinator.reload().await;
        coordinator.reads(&word("neighbours.unknown_person")).await;
        let file = std::fs::read_to_string(folder.path().join("kaifong-personal.json")).expect("it was downloaded");
        assert!(file.contains("555 0103 0103") && file.contains("mingming") && file.contains("\"audit\""), "{file}");
    })
    .await;
}
