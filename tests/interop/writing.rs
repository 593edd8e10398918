//! Strangers write, as the schema has it, and people see it.

use serde_json::{Value, json};

use kaifong_tests::real::phone::now;

use crate::{client::Client, community::Meeting};

/// A suggestion as a program in JavaScript writes it: with plain strings.
fn suggestion(meeting: &Meeting, title: &str) -> Value {
    let person = meeting.phone.community().suggestions[&meeting.suggestion].raised_by.to_string();
    json!({
        "raisedBy": person, "raisedAt": now().0, "title": title, "text": "It was dark.",
        "category": { "immutable": "lighting" }, "source": "form",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_automerge_repo_client_writes_arrives_on_a_phone() {
    let mut meeting = Meeting::new().await;
    let (token, address) = meeting.kaifong.token("the form", true);
    let url = meeting.kaifong.url(&token, &Meeting::suggestions());
    let mut client = Client::start();
    client.connect(&address);
    client.read(&url, &[]);
    let (id, new) = (meeting.suggestion, meeting.new);
    client.write(&url, &["suggestions", &new.to_string()], suggestion(&meeting, "A lamp for the yard"));
    meeting.until_titled(new, "A lamp for the yard").await;
    let arrived = &meeting.phone.community().suggestions[&new];
    assert_eq!(arrived.text.0, "It was dark.");
    assert_eq!(arrived.category.code(), "lighting");
    assert_eq!(arrived.source.code(), "form");
    assert_eq!(arrived.raised_by, meeting.phone.community().suggestions[&id].raised_by);

    // A field that a phone wrote, and one that a stranger wrote, edited by the other.
    client.write(&url, &["suggestions", &id.to_string(), "title"], "A lamp and a bench");
    meeting.until_titled(id, "A lamp and a bench").await;
    meeting.retitle("A bench").await;
    client.until(&url, &["suggestions", &id.to_string(), "title"], "A bench");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_was_away_catches_up_and_so_does_everybody_else() {
    let mut meeting = Meeting::new().await;
    let (token, address) = meeting.kaifong.token("the form", true);
    let url = meeting.kaifong.url(&token, &Meeting::suggestions());
    let mut client = Client::start();
    client.connect(&address);
    client.read(&url, &[]);
    client.disconnect();
    let (id, new) = (meeting.suggestion.to_string(), meeting.new);
    client.write(&url, &["suggestions", &new.to_string()], suggestion(&meeting, "Written far away"));
    meeting.retitle("Written here meanwhile").await;
    client.connect(&address);
    client.until(&url, &["suggestions", &id, "title"], "Written here meanwhile");
    meeting.until_titled(new, "Written far away").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clients_of_theirs_see_each_other() {
    let meeting = Meeting::new().await;
    let (token, address) = meeting.kaifong.token("the form", true);
    let url = meeting.kaifong.url(&token, &Meeting::suggestions());
    let (mut one, mut other) = (Client::start(), Client::start());
    one.connect(&address);
    other.connect(&address);
    one.read(&url, &[]);
    other.read(&url, &[]);
    let path = ["suggestions", &meeting.suggestion.to_string(), "removed"];
    one.write(&url, &path, true);
    other.until(&url, &path, true);
    other.remove(&url, &path);
    one.until(&url, &path, Value::Null);
}
