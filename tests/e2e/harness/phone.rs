//! A phone in somebody's hand: a browser with storage of its own.
//!
//! What a person does is in [`hand`], what they see in [`eye`], what they know of Kaifong in [`app`].

mod app;
mod bridge;
mod eye;
mod file;
mod hand;
mod storage;
mod tabs;

use std::{cell::RefCell, path::PathBuf, process::Command, rc::Rc};

use serde_json::Value;
use thirtyfour::{BrowserLogEntry, WebDriver, error::WebDriverResult};
use tokio::time::Instant;

pub use app::Tab;

use super::{log::complaints, maker::Maker, wait::until};

/// A phone.
#[derive(Clone)]
pub struct Phone(Rc<Inner>);

struct Inner {
    name: String,
    bought: Instant,
    maker: Maker,
    profile: PathBuf,
    origin: String,
    browser: RefCell<Option<WebDriver>>,
    /// What the browser had logged before it was closed.
    logged: RefCell<Vec<BrowserLogEntry>>,
    /// Parts of complaints that belong to the story.
    expected: RefCell<Vec<String>>,
}

impl Phone {
    /// Takes a new phone out of its box and opens the browser.
    pub async fn new(name: &str, maker: Maker, profile: PathBuf, origin: String) -> Self {
        let inner = Inner {
            name: name.to_owned(),
            bought: Instant::now(),
            maker,
            profile,
            origin,
            browser: RefCell::default(),
            logged: RefCell::default(),
            expected: RefCell::default(),
        };
        let phone = Self(Rc::new(inner));
        phone.open_browser().await;
        phone
    }

    /// What the story calls it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The browser.
    pub fn browser(&self) -> WebDriver {
        self.open_one().expect("the browser is open")
    }

    /// The browser, unless it is closed.
    pub fn open_one(&self) -> Option<WebDriver> {
        self.0.browser.borrow().clone()
    }

    /// Opens the browser, with what it has stored.
    pub async fn open_browser(&self) {
        self.note("open the browser");
        let browser = until("a browser opens", async || self.0.maker.open(&self.0.profile).await.map(Some)).await;
        *self.0.browser.borrow_mut() = Some(browser);
    }

    /// Closes the browser as one closes a program.
    pub async fn close_browser(&self) {
        self.note("close the browser");
        self.read_log().await;
        let browser = self.0.browser.take().expect("the browser is open");
        browser.quit().await.expect("a browser can be closed");
    }

    /// Kills the browser (SIGKILL), as a battery that is empty does.
    pub async fn kill_browser(&self) {
        self.note("kill the browser");
        self.read_log().await;
        let browser = self.0.browser.take().expect("the browser is open");
        let process = browser.capabilities().get("goog:processID").and_then(Value::as_u64);
        let process = process.expect("chromedriver says which process it is").to_string();
        let killed = Command::new("kill").args(["-KILL", &process]).status();
        assert!(killed.is_ok_and(|status| status.success()), "the browser can't be killed");
        // There is nothing left that could quit.
        let _ = browser.leak();
    }

    /// Goes to an address of the app by itself, as from a bookmark.
    pub async fn go(&self, path: &str) {
        self.note(&format!("go to {path}"));
        let address = format!("{}{path}", self.0.origin);
        until("a page is opened", async || self.browser().goto(&address).await.map(Some)).await;
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.note("reload");
        until("the page is loaded anew", async || self.browser().refresh().await.map(Some)).await;
    }

    /// Evaluates a script in the page.
    pub async fn evaluate(&self, script: &str, arguments: Vec<Value>) -> WebDriverResult<Value> {
        Ok(self.browser().execute(script, arguments).await?.json().clone())
    }

    /// Evaluates an `async` script in the page and waits for what it returns.
    pub async fn evaluate_async(&self, script: &str, arguments: Vec<Value>) -> WebDriverResult<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async (...given) => {{ {script} }})(...arguments).then(
               (value) => done({{ value: value === undefined ? null : value }}),
               (error) => done({{ error: String(error) }}));"
        );
        let outcome = self.browser().execute_async(script, arguments).await?.json().clone();
        match outcome.get("error") {
            None => Ok(outcome["value"].clone()),
            Some(error) => panic!("a script in {} failed: {error}", self.name()),
        }
    }

    /// What the browser has logged since it was bought.
    pub async fn log(&self) -> Vec<BrowserLogEntry> {
        self.read_log().await;
        self.0.logged.borrow().clone()
    }

    /// From now on, complaints that contain a text belong to the story.
    pub fn expects(&self, complaint: &str) {
        self.0.expected.borrow_mut().push(complaint.to_owned());
    }

    /// What the browser has complained about, and should not have.
    pub async fn complaints(&self) -> Vec<String> {
        let mut complaints = complaints(&self.log().await);
        let expected = self.0.expected.borrow();
        complaints.retain(|complaint| !expected.iter().any(|expected| complaint.contains(expected)));
        complaints
    }

    /// Drivers hand out each entry once; WebKit's has none.
    async fn read_log(&self) {
        if let Some(browser) = self.open_one() {
            let entries = browser.browser_log().await.unwrap_or_default();
            self.0.logged.borrow_mut().extend(entries);
        }
    }

    /// Tells what is done, and when; seen when the story fails.
    pub fn note(&self, what: &str) {
        println!("{:6.1} s [{}] {what}", self.0.bought.elapsed().as_secs_f32(), self.name());
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(browser) = self.browser.take() {
            // Its driver ends it. It can't have quit already, and saying goodbye takes a second.
            let _ = browser.leak();
        }
    }
}
