//! What a page hears from its worker, overheard.

use kaifong_domain::{
    bridge::{ToPage, ToWorker, ViewSource},
    command::Command,
    id::RequestId,
};
use serde_json::{Value, json};

use super::Phone;
use crate::harness::wait::until;

/// Notes in `seen`, in order: that the view came from where it was `saved`, that a first card was
/// `drawn`, that the view came from the `documents`.
const OVERHEAR: &str = "(([view, saved], card) => {
    globalThis.seen = [];
    const Real = Worker;
    globalThis.Worker = class extends Real {
        constructor(...given) {
            super(...given);
            globalThis.overheard = this;
            this.addEventListener('message', ({ data }) => {
                if (data instanceof Uint8Array && data[0] === view) seen.push(data.at(-1) === saved ? 'saved' : 'documents');
            });
        }
    };
    const watching = new MutationObserver(() => {
        if (document.querySelector(card) === null) return;
        watching.disconnect();
        seen.push('drawn');
    });
    watching.observe(document, { childList: true, subtree: true });
})";

impl Phone {
    /// Overhears every page that is loaded in this tab from now on.
    pub async fn overhear(&self, card: &str) {
        let script = format!("{OVERHEAR}({}, '[data-testid={card}]')", json!(marks()));
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Gives a command to the worker of a page that is overheard, as if a form had.
    pub async fn gives(&self, request: RequestId, command: Command) {
        self.note(&format!("give {}", command.name()));
        let message = postcard::to_allocvec(&ToWorker::Execute { request, command }).expect("it can be encoded");
        let script = "overheard.postMessage(new Uint8Array(arguments[0]))";
        let given = self.evaluate(script, vec![json!(message)]).await;
        assert!(given.is_ok(), "the worker can't be told");
    }

    /// Tells what a story has put into the worker's script, on a channel of its own.
    pub async fn tell_the_worker(&self, channel: &str, word: bool) {
        self.note(&format!("tell {channel}: {word}"));
        let script = "new BroadcastChannel(arguments[0]).postMessage(arguments[1])";
        let told = self.evaluate(script, vec![json!(channel), json!(word)]).await;
        assert!(told.is_ok(), "the worker can't be told");
    }

    /// Lets a worker that was made to wait come to its documents, or not.
    pub async fn holds_its_documents_back(&self, back: bool) {
        self.note(&format!("hold the documents back: {back}"));
        let script = "if (given[0]) await caches.open('held-back'); else await caches.delete('held-back');";
        assert!(self.evaluate_async(script, vec![json!(back)]).await.is_ok(), "the caches can't be reached");
    }

    /// Waits until the page has its view from the documents; what it saw until then, in order.
    pub async fn has_its_documents(&self) -> Vec<String> {
        self.note("have the documents");
        until("the documents are there", async || {
            let seen = self.evaluate("return globalThis.seen ?? []", vec![]).await?;
            let seen: Vec<String> = serde_json::from_value(seen).unwrap_or_default();
            Ok(Some(seen).filter(|seen| seen.iter().any(|event| event == "documents")))
        })
        .await
    }
}

/// The first byte of a message with a view, and the last one if it is the saved one.
fn marks() -> [Value; 2] {
    let message = ToPage::View { entries: Vec::new(), from: ViewSource::Saved };
    let bytes = postcard::to_allocvec(&message).expect("plain data can be encoded");
    [json!(bytes.first()), json!(bytes.last())]
}
