//! Strangers read a community's documents, live.

use serde_json::json;

use kaifong_tests::real::kaifong::COMMUNITY;

use crate::{client::Client, community::Meeting};

#[tokio::test(flavor = "multi_thread")]
async fn an_automerge_repo_client_reads_live_and_writes_nothing_without_leave() {
    let mut meeting = Meeting::new().await;
    let (token, address) = meeting.kaifong.token("notice board", false);
    let url = meeting.kaifong.url(&token, &Meeting::suggestions());
    let id = meeting.suggestion.to_string();
    let title = ["suggestions", id.as_str(), "title"];
    let mut client = Client::start();
    client.connect(&address);
    assert_eq!(client.read(&url, &title), "A lamp for the stairs");
    meeting.retitle("Two lamps for the stairs").await;
    client.until(&url, &title, "Two lamps for the stairs");

    // What it writes stays with it, and what is written afterwards reaches it all the same.
    client.write(&url, &title, "Nothing for the stairs");
    meeting.retitle("Three lamps").await;
    let place = ["suggestions", id.as_str(), "place"];
    let edits = vec![kaifong_domain::suggestion::SuggestionEdit::Place("Stairs".into())];
    meeting.phone.give(kaifong_domain::command::Command::EditSuggestion { id: meeting.suggestion, edits }).await;
    client.until(&url, &place, "Stairs");
    assert_eq!(meeting.phone.community().suggestions[&meeting.suggestion].title, "Three lamps");
    let mut other = Client::start();
    other.connect(&address);
    assert_eq!(other.read(&url, &title), "Three lamps", "the server has taken nothing in");
    assert_eq!(meeting.kaifong.http("GET /healthz HTTP/1.1", "").rsplit("\r\n").next(), Some("ok\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_is_not_there_is_unavailable_and_not_begun() {
    let meeting = Meeting::new().await;
    let (token, address) = meeting.kaifong.token("notice board", true);
    let here = meeting.kaifong.url(&token, "commons");
    let mut client = Client::start();
    client.connect(&address);
    client.read(&here, &[]);
    let year = kaifong_domain::document::DocumentKind::Tasks(2031);
    for id in [kaifong_replica::schema::DocumentId::of(COMMUNITY, year), kaifong_replica::schema::DocumentId([7; 16])] {
        let told = client.try_read(&format!("automerge:{}", id.to_base58()), &[]).unwrap_err();
        assert!(told.contains("unavailable"), "{told}");
    }
    let listed = meeting.kaifong.integration(&["documents"]);
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(listed.lines().any(|line| line == format!("{:<17} {here}", "commons")), "{listed}");
    assert_eq!(client.read(&here, &["estates"]).as_object().unwrap().len(), 1);
    assert_eq!(client.read(&here, &["schema"]), json!(1));
}
