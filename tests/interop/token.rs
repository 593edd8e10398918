//! Tokens: who gets in with one, and what becomes of it.

use serde_json::json;

use kaifong_tests::real::kaifong::{COMMUNITY, Kaifong};

use crate::{client::Client, community::Meeting};

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

fn documents(kaifong: &Kaifong, header: &str) -> String {
    kaifong.http(&format!("GET /api/{COMMUNITY}/documents HTTP/1.1{header}"), "")
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_token_that_works_opens_and_it_is_never_logged() {
    let meeting = Meeting::new().await;
    let kaifong = &meeting.kaifong;
    let (token, address) = kaifong.token("notice board", false);
    let bearer = |token: &str| format!("\r\nAuthorization: Bearer {token}");
    assert_eq!(status(&documents(kaifong, "")), "401");
    assert_eq!(status(&documents(kaifong, &bearer(&token.replace(&token[..1], "-")))), "401");
    assert_eq!(status(&documents(kaifong, &format!("{}\r\nOrigin: http://evil.example", bearer(&token)))), "403");
    let listed = documents(kaifong, &bearer(&token));
    assert!(listed.to_ascii_lowercase().contains("cache-control: no-store"), "{listed}");

    let mut client = Client::start();
    client.connect(&address);
    let url = kaifong.url(&token, "commons");
    assert_eq!(client.read(&url, &["schema"]), json!(1));
    let log = kaifong.log();
    assert!(log.contains("notice board") && !log.contains(&token), "the log names the integration, not its token");

    let list = String::from_utf8(kaifong.integration(&["list"]).stdout).unwrap();
    assert!(list.contains("reads, since") && list.contains("last connected") && !list.contains(&token), "{list}");
    let again = kaifong.integration(&["add", "--name", "notice board"]);
    assert!(String::from_utf8(again.stderr).unwrap().contains("is let in already"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_ends_the_link_and_opens_no_other() {
    let meeting = Meeting::new().await;
    let kaifong = &meeting.kaifong;
    let (token, address) = kaifong.token("notice board", false);
    let mut client = Client::start();
    client.connect(&address);
    client.read(&kaifong.url(&token, "commons"), &["schema"]);
    assert!(kaifong.integration(&["revoke", "--name", "notice board"]).status.success());
    // The adapter dials again by itself, and throws what the server answers.
    assert_eq!(client.trouble(), "Unexpected server response: 401");
    assert_eq!(status(&documents(kaifong, &format!("\r\nAuthorization: Bearer {token}"))), "401");
    assert!(!kaifong.integration(&["revoke", "--name", "notice board"]).status.success());
    let (fresh, _) = kaifong.token("notice board", false);
    assert_ne!(fresh, token, "the name can be given again, with another token");
}
