//! Whose browser a phone has.

use std::{path::Path, rc::Rc};

use thirtyfour::{WebDriver, error::WebDriverResult};

use super::{chromium::Chromium, webkit::WebKit};

/// The driver that opens a phone's browser.
#[derive(Clone)]
pub enum Maker {
    /// Chromium's.
    Chromium(Rc<Chromium>),
    /// WebKitGTK's.
    WebKit(Rc<WebKit>),
}

impl Maker {
    /// Opens a browser whose storage is in a folder.
    pub async fn open(&self, profile: &Path) -> WebDriverResult<WebDriver> {
        match self {
            Self::Chromium(chromium) => chromium.open(profile).await,
            Self::WebKit(webkit) => webkit.open().await,
        }
    }
}
