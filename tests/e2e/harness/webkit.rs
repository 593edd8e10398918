//! WebKitGTK, the nearest that Linux has to Safari, driven through WebKitWebDriver on a screen of
//! its own.

use std::{
    env, fs,
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver, error::WebDriverResult};

use super::process::Program;

/// Where Debian and its family put WebKitGTK's small browser: below the folder of the architecture.
const LIBRARIES: &str = "/usr/lib";
const BROWSER: &str = "webkit2gtk-4.1/MiniBrowser";

/// The window's size: a phone's screen and the browser's own bars.
const SCREEN: (u32, u32) = (390, 844);

/// One WebKitWebDriver with its screen.
pub struct WebKit {
    address: String,
    _driver: Program,
    _screen: Program,
    _home: TempDir,
}

impl WebKit {
    /// Starts a screen and the driver.
    pub fn start() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        // It prints the number of a display that was free.
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", "800x1000x24", "-nolisten", "tcp"]).stderr(Stdio::null());
        let mut screen = Program::start(&mut xvfb);
        let display: u32 = screen.listen(|line| line.trim().parse().ok());

        let port = free_port();
        let mut driver = Command::new("WebKitWebDriver");
        driver.arg(format!("--port={port}")).stderr(Stdio::null());
        driver.env("DISPLAY", format!(":{display}")).env_remove("WAYLAND_DISPLAY");
        for folder in ["HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"] {
            driver.env(folder, home.path());
        }
        let address = format!("http://127.0.0.1:{port}");
        Self { address, _driver: Program::start(&mut driver), _screen: screen, _home: home }
    }

    /// Opens a browser. Its storage ends with it: under automation MiniBrowser keeps nothing.
    pub async fn open(&self) -> WebDriverResult<WebDriver> {
        let options = json!({ "binary": browser(), "args": ["--automation"] });
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", json!("MiniBrowser"))?;
        capabilities.set("webkitgtk:browserOptions", options)?;
        let browser = WebDriver::builder(&self.address, capabilities).request_timeout(Duration::from_secs(60)).await?;
        let (width, height) = SCREEN;
        browser.set_window_rect(0, 0, width, height).await?;
        Ok(browser)
    }
}

/// The driver takes no 0 for "any".
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
    listener.local_addr().expect("a listener has an address").port()
}

fn browser() -> PathBuf {
    if let Some(path) = env::var_os("KAIFONG_MINIBROWSER") {
        return path.into();
    }
    let folders = fs::read_dir(LIBRARIES).expect("the system has libraries").flatten();
    let found = folders.map(|folder| folder.path().join(BROWSER)).find(|path| path.is_file());
    found.expect("WebKitGTK's MiniBrowser is installed (Debian: webkit2gtk-driver)")
}
