//! An unmodified automerge-repo client of npm.

use serde_json::{Value, json};

use kaifong_tests::real::node::Node;

/// The client.
pub struct Client(Node);

impl Client {
    /// A client with nothing, connected to nobody.
    pub fn start() -> Self {
        Self(Node::start("interop/client.mjs").0)
    }

    /// Connects to a server, now and whenever the line is lost.
    pub fn connect(&mut self, url: &str) {
        self.0.ask(&json!({ "does": "connect", "url": url }));
    }

    /// Hangs up.
    pub fn disconnect(&mut self) {
        self.0.ask(&json!({ "does": "disconnect" }));
    }

    /// What stands there in a document.
    pub fn read(&mut self, url: &str, path: &[&str]) -> Value {
        self.0.ask(&json!({ "does": "read", "url": url, "path": path }))
    }

    /// What stands there, or why the document can't be had.
    pub fn try_read(&mut self, url: &str, path: &[&str]) -> Result<Value, String> {
        self.0.try_ask(&json!({ "does": "read", "url": url, "path": path }))
    }

    /// Waits until this stands there.
    pub fn until(&mut self, url: &str, path: &[&str], value: impl Into<Value>) {
        self.0.ask(&json!({ "does": "until", "url": url, "path": path, "value": value.into() }));
    }

    /// Writes, as any program of theirs does.
    pub fn write(&mut self, url: &str, path: &[&str], value: impl Into<Value>) {
        self.0.ask(&json!({ "does": "write", "url": url, "path": path, "value": value.into() }));
    }

    /// Deletes what stands there.
    pub fn remove(&mut self, url: &str, path: &[&str]) {
        self.0.ask(&json!({ "does": "remove", "url": url, "path": path }));
    }

    /// Waits for something that goes wrong by itself.
    pub fn trouble(&mut self) -> String {
        self.0.overhear()
    }
}
