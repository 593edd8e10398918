//! What happens to a phone's storage.

use serde_json::{Value, json};

use super::Phone;
use crate::harness::wait::until;

/// The database of the demo community, opened; closed again when the script has returned.
const OPEN: &str = "const open = () => new Promise((found, failed) => {
        const request = indexedDB.open('kaifong-demo');
        request.onsuccess = () => found(request.result);
        request.onerror = () => failed(request.error);
    });
    const done = (request) => new Promise((found, failed) => {
        request.onsuccess = () => found(request.result);
        request.onerror = () => failed(request.error);
    });
    const database = await open();";

impl Phone {
    /// The documents' parts in storage: document and number of each increment.
    pub async fn increments(&self) -> Vec<(String, u64)> {
        let script = format!(
            "{OPEN}
             const rows = await done(database.transaction('chunks').objectStore('chunks').getAll());
             database.close();
             return rows.filter((row) => row.kind === 'increment').map((row) => [row.document, row.number]);"
        );
        let rows = self.evaluate_async(&script, vec![]).await.expect("the storage can be read");
        serde_json::from_value(rows).expect("rows have a document and a number")
    }

    /// Damages a part of a document, as a failing disk does.
    pub async fn damage(&self, document: &str, number: u64) {
        self.note(&format!("damage part {number} of {document}"));
        let script = format!(
            "const [name, number] = given; {OPEN}
             const change = database.transaction('chunks', 'readwrite');
             const store = change.objectStore('chunks');
             const row = await done(store.get([name, number]));
             for (let at = row.bytes.length >> 1; at < row.bytes.length; at += 1) row.bytes[at] ^= 0x5a;
             await done(store.put(row));
             await new Promise((stored) => {{ change.oncomplete = stored; }});
             database.close();"
        );
        self.evaluate_async(&script, vec![json!(document), json!(number)]).await.expect("the storage can be written");
    }

    /// Waits until the whole app is on the phone: the service worker has it.
    pub async fn has_the_app(&self) {
        self.note("have the app");
        let script = "const { active } = await navigator.serviceWorker.ready; return active.state === 'activated';";
        until("the app is on the phone", async || {
            Ok((self.evaluate_async(script, vec![]).await? == true).then_some(()))
        })
        .await;
    }

    /// Waits until the view is saved for the next time.
    pub async fn has_saved_its_view(&self) {
        self.note("save the view");
        let script = format!(
            "{OPEN}
             const count = await done(database.transaction('view').objectStore('view').count());
             database.close();
             return count;"
        );
        until("the view is saved", async || {
            Ok((self.evaluate_async(&script, vec![]).await?.as_u64() > Some(0)).then_some(()))
        })
        .await;
    }

    /// A command of the DevTools protocol.
    pub async fn command(&self, name: &str, parameters: Value) {
        let done = self.browser().cdp().send_raw(name, parameters).await;
        done.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
