//! What a browser has to complain about.

use thirtyfour::BrowserLogEntry;

/// The errors among a browser's log entries: exceptions, `console.error`, violations of the content
/// security policy, failed requests; of the page and of its workers.
pub fn complaints(entries: &[BrowserLogEntry]) -> Vec<String> {
    entries
        .iter()
        .filter(|entry| entry.level == "SEVERE" && !is_no_server(entry))
        .map(|entry| entry.message.clone())
        .collect()
}

/// That there is no server is a browser's complaint about every try to reach it, not the app's.
fn is_no_server(entry: &BrowserLogEntry) -> bool {
    entry.message.contains("net::ERR_CONNECTION_")
}
