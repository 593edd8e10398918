//! automerge-repo's client and server from npm, unmodified, with the same documents and edits.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use kaifong_domain::document::DocumentKind;
use kaifong_tests::{
    load,
    real::{node::Node, phone::Traffic},
};
use serde_json::{Value, json};

use crate::{
    EDITS, OWN, REMOTE, TASKS, TIMES,
    measure::{Reading, cpu},
};

/// Nothing more is said when nothing was for so long.
const QUIET: Duration = Duration::from_millis(700);

/// A server and a client.
struct Pair {
    server: Node,
    client: Node,
    port: Value,
    urls: Vec<Value>,
}

/// A client that comes back with so many documents, when nothing has changed.
pub async fn unchanged(documents: usize) -> Reading {
    let touched = load::touched(DocumentKind::Commons);
    let mut pair = Pair::new(&vec![touched.save(); documents]);
    pair.connect().await;
    // Once as an exercise: what it keeps of the server is there from the second time on.
    pair.disconnect().await;
    pair.connect().await;
    let mut sum = Reading::default();
    for _ in 0..TIMES {
        pair.disconnect().await;
        let before = pair.reading();
        pair.connect().await;
        let Reading { traffic, client, server } = pair.reading() - before;
        sum.traffic.bytes += traffic.bytes;
        sum.traffic.frames += traffic.frames;
        sum.client += client;
        sum.server += server;
    }
    sum / TIMES
}

/// A new client's first sync, and then its week without a network.
pub async fn first_and_week() -> [Reading; 2] {
    let mut pair = Pair::new(&[load::history(TASKS, EDITS).save()]);
    let before = pair.reading();
    pair.connect().await;
    let first = pair.reading() - before;
    pair.disconnect().await;
    pair.connect().await;
    pair.disconnect().await;
    let [remote, own] = [Vec::from(REMOTE), Vec::from(OWN)].map(|tasks| tasks.into_iter().map(key).collect::<Vec<_>>());
    pair.server.ask(&json!({ "does": "tick", "url": pair.urls[0], "tasks": remote }));
    pair.client.ask(&json!({ "does": "tick", "url": pair.urls[0], "tasks": own }));
    let before = pair.reading();
    pair.connect().await;
    [first, pair.reading() - before]
}

fn key(task: usize) -> String {
    load::task(task).0.simple().to_string()
}

impl Pair {
    fn new(documents: &[Vec<u8>]) -> Self {
        let (mut server, first) = Node::start("bench/server.mjs");
        let import = |bytes| server.ask(&json!({ "does": "import", "bytes": STANDARD.encode(bytes) }));
        let urls = documents.iter().map(import).collect();
        let (client, _) = Node::start("bench/client.mjs");
        Self { server, client, port: first["port"].clone(), urls }
    }

    /// The client connects, and both come to the same heads and to rest.
    async fn connect(&mut self) {
        self.client.ask(&json!({ "does": "connect", "port": self.port }));
        let heads = json!({ "does": "heads", "urls": self.urls });
        while self.client.ask(&heads) != self.server.ask(&heads) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.rest().await;
    }

    async fn disconnect(&mut self) {
        self.client.ask(&json!({ "does": "disconnect" }));
        self.rest().await;
    }

    async fn rest(&mut self) {
        let mut before = None;
        loop {
            let now = Some(self.traffic());
            if now == before {
                return;
            }
            before = now;
            tokio::time::sleep(QUIET).await;
        }
    }

    fn traffic(&mut self) -> Traffic {
        let traffic = self.server.ask(&json!({ "does": "traffic" }));
        let number = |name: &str| traffic[name].as_u64().expect("a number") as usize;
        Traffic { bytes: number("bytes"), frames: number("frames") }
    }

    fn reading(&mut self) -> Reading {
        Reading { traffic: self.traffic(), client: cpu(self.client.pid()), server: cpu(self.server.pid()) }
    }
}
