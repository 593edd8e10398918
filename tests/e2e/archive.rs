//! Everything on a phone as a file, and back from it on another one.

use std::fs;

use crate::harness::{phone::Tab, server::Role, stage::story, wait::until, words::word};

#[tokio::test]
async fn what_waited_on_a_lost_phone_comes_back_from_its_file() {
    story("what_waited_on_a_lost_phone_comes_back_from_its_file", async |stage| {
        let lost = stage.signed_in(Role::Captain).await;
        lost.has_the_app().await;
        stage.server.stop().await;
        lost.raise("Written on the lost phone").await;
        lost.is_told("saved").await;
        lost.is_offline_with(1).await;
        let downloads = tempfile::tempdir().expect("a temporary folder can be made");
        lost.downloads_into(downloads.path()).await;
        lost.open(Tab::Me).await;
        lost.tap("archive").await;
        lost.reads(&word("archive.who_reads")).await;
        lost.tap("make-archive").await;
        lost.sees(("archive-made", word("archive.made").as_str())).await;
        let file = until("the file is there", async || {
            let files =
                fs::read_dir(downloads.path()).expect("the folder is there").flatten().map(|entry| entry.path());
            Ok(files.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "kaifong")))
        })
        .await;
        // It is lost.
        lost.close_browser().await;

        stage.server.start_again();
        let heir = stage.phone("heir").await;
        heir.sign_in(&stage.server.take_link(Role::Captain)).await;
        heir.go("/archive").await;
        let other = downloads.path().join("other.txt");
        fs::write(&other, "not such a file").expect("a file can be written");
        heir.choose_file("archive-file", &other).await;
        heir.sees(("archive-failed", word("archive.not_an_archive").as_str())).await;
        let torn = downloads.path().join("torn.kaifong");
        let bytes = fs::read(&file).expect("the file can be read");
        fs::write(&torn, &bytes[..bytes.len() - 100]).expect("a file can be written");
        heir.choose_file("archive-file", &torn).await;
        heir.sees(("archive-failed", word("archive.truncated").as_str())).await;
        heir.choose_file("archive-file", &file).await;
        heir.sees(("archive-holds", word("archive.waiting").as_str())).await;
        heir.tap("take-archive").await;
        heir.sees(("archive-done", word("archive.done").as_str())).await;
        heir.is_synced().await;

        // A second time there is nothing new.
        heir.choose_file("archive-file", &file).await;
        heir.tap("take-archive").await;
        heir.sees(("archive-done", word("archive.done_nothing").as_str())).await;

        let witness = stage.signed_in(Role::Coordinator).await;
        witness.open(Tab::Suggestions).await;
        witness.search("Written on the lost phone").await;
        witness.finds_only("suggestion-card", "Written on the lost phone").await;
    })
    .await;
}

#[tokio::test]
async fn the_browser_is_asked_to_keep_what_is_stored_when_there_is_something() {
    story("the_browser_is_asked_to_keep_what_is_stored_when_there_is_something", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        let was_asked = async || {
            let script = "return JSON.parse(localStorage.getItem('kaifong.settings') ?? '{}').asked_to_keep === true";
            Ok(captain.evaluate(script, vec![]).await? == true)
        };
        captain.open(Tab::Tasks).await;
        assert!(!was_asked().await.expect("the page runs"), "nobody has written anything");
        captain.raise("Something to keep").await;
        captain.is_told("saved").await;
        until("the browser is asked", async || was_asked().await.map(|asked| asked.then_some(()))).await;
        captain.tap("sync-badge").await;
        captain.sees(("room", word("sync.kept_by_browser").as_str())).await;
        captain.sees(("room", word("sync.room_used").as_str())).await;
    })
    .await;
}
