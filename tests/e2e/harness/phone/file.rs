//! Files that a phone downloads, and those that a person chooses.

use std::path::Path;

use serde_json::json;

use super::Phone;
use crate::harness::{target::Target, wait::until};

impl Phone {
    /// Puts downloads into a folder from now on.
    pub async fn downloads_into(&self, folder: &Path) {
        let parameters = json!({ "behavior": "allow", "downloadPath": folder });
        self.command("Browser.setDownloadBehavior", parameters).await;
    }

    /// Chooses a file.
    pub async fn choose_file(&self, target: impl Into<Target>, file: &Path) {
        let target = target.into();
        self.note(&format!("choose {} in {target}", file.display()));
        until(format!("{} can choose a file", self.name()), async || {
            let Some(input) = self.find(&target).await? else { return Ok(None) };
            input.send_keys(file.display().to_string()).await.map(Some)
        })
        .await;
    }
}
