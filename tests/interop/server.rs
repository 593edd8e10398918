//! Our replica at automerge-repo's own server.

use kaifong_domain::{command::Command, document::DocumentKind, id::SuggestionId, suggestion::SuggestionEdit};
use kaifong_replica::schema::DocumentId;
use kaifong_tests::real::{
    kaifong::COMMUNITY,
    node::Node,
    phone::{Phone, now},
};
use serde_json::{Value, json};

/// automerge-repo's server, unmodified.
struct Server {
    node: Node,
    address: String,
    /// The address of the document in which suggestions are now.
    url: String,
}

impl Server {
    fn start() -> Self {
        let (node, first) = Node::start("interop/server.mjs");
        let kind = DocumentKind::Suggestions(now().date().year());
        let url = format!("automerge:{}", DocumentId::of(COMMUNITY, kind).to_base58());
        Self { node, address: format!("ws://127.0.0.1:{}", first["port"]), url }
    }

    /// Waits until a suggestion has this title there.
    fn until_titled(&mut self, id: SuggestionId, title: &str) {
        let path = ["suggestions", &id.to_string(), "title"];
        self.node.ask(&json!({ "does": "until", "url": self.url, "path": path, "value": title }));
    }

    fn write(&mut self, path: &[&str], value: impl Into<Value>) {
        self.node.ask(&json!({ "does": "write", "url": self.url, "path": path, "value": value.into() }));
    }
}

async fn raise(phone: &mut Phone, title: &str) -> SuggestionId {
    let id = SuggestionId(phone.seed.uuid());
    phone.ask(Command::RaiseSuggestion { id, edits: vec![SuggestionEdit::Title(title.into())] }).await;
    id
}

async fn until_titled(phone: &mut Phone, id: SuggestionId, title: &str) {
    let titled = |phone: &Phone| phone.community().suggestions.get(&id).is_some_and(|found| found.title == title);
    phone.until(&format!("a title is {title:?}"), |phone| titled(phone).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_and_an_automerge_repo_server_have_the_same() {
    let mut server = Server::start();
    let mut phone = Phone::alone(1);
    let id = raise(&mut phone, "A lamp for the stairs").await;
    phone.greet(&server.address).await;
    phone.until_synced().await;
    server.until_titled(id, "A lamp for the stairs");

    let path = ["suggestions", &id.to_string(), "title"];
    server.write(&path, "A bench");
    until_titled(&mut phone, id, "A bench").await;
    let second = raise(&mut phone, "A lamp for the yard").await;
    phone.until_synced().await;
    server.until_titled(second, "A lamp for the yard");

    let mut other = Phone::alone(2);
    other.greet(&server.address).await;
    until_titled(&mut other, id, "A bench").await;
    until_titled(&mut other, second, "A lamp for the yard").await;
    // It is only ours that promises to keep something.
    assert_eq!(phone.kept(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_comes_back_to_an_automerge_repo_server() {
    let mut server = Server::start();
    let mut phone = Phone::alone(3);
    let id = raise(&mut phone, "A lamp for the stairs").await;
    phone.greet(&server.address).await;
    phone.until_synced().await;
    server.until_titled(id, "A lamp for the stairs");
    for round in ["First", "Second"] {
        phone.hang_up().await;
        let here = raise(&mut phone, &format!("{round}, written here")).await;
        server.write(&["suggestions", &id.to_string(), "title"], format!("{round}, written there"));
        phone.greet(&server.address).await;
        until_titled(&mut phone, id, &format!("{round}, written there")).await;
        phone.until_synced().await;
        server.until_titled(here, &format!("{round}, written here"));
    }
}
