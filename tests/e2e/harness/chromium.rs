//! Chromium, driven through chromedriver.

use std::{path::Path, process::Command};

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver, error::WebDriverResult};

use super::process::Program;

/// A phone's screen, in CSS pixels.
const SCREEN: (u32, u32) = (360, 740);

/// One chromedriver; its browsers end when it does, as they hang on a pipe to it.
pub struct Chromium {
    address: String,
    _program: Program,
}

impl Chromium {
    /// Starts chromedriver on a free port.
    pub fn start() -> Self {
        let mut program = Program::start(Command::new("chromedriver").arg("--port=0"));
        let port = program.listen(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        Self { address: format!("http://127.0.0.1:{port}"), _program: program }
    }

    /// Opens a browser whose storage is in a folder.
    pub async fn open(&self, profile: &Path) -> WebDriverResult<WebDriver> {
        WebDriver::builder(&self.address, capabilities(profile)).await
    }
}

fn capabilities(profile: &Path) -> Capabilities {
    let (width, height) = SCREEN;
    let profile = format!("--user-data-dir={}", profile.display());
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // The browser ends with its driver, even when that is killed.
        "--remote-debugging-pipe",
        &profile,
    ];
    let capabilities = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "args": arguments,
            "mobileEmulation": {
                "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2, "touch": true, "mobile": true },
            },
        },
    });
    match capabilities {
        serde_json::Value::Object(map) => Capabilities::from(map),
        _ => unreachable!("it was written as an object"),
    }
}
