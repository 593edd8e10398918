//! What a person knows of Kaifong: its tabs, its badge, its links.

use serde::Deserialize;

use super::Phone;
use crate::harness::wait::until;

/// The tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Today,
    Tasks,
    Suggestions,
    Neighbours,
    Me,
}

impl Tab {
    /// As addresses name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Tasks => "tasks",
            Self::Suggestions => "suggestions",
            Self::Neighbours => "neighbours",
            Self::Me => "me",
        }
    }
}

/// What the badge says about syncing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Badge {
    /// Whether the line to the server stands.
    line: String,
    /// How many changes the community does not keep yet.
    waiting: u32,
}

impl Badge {
    /// Whether every change is as safe as a tick says: `saved` or `kept`.
    pub fn is_as_safe_as(&self, tick: &str) -> bool {
        let is_kept = self.line == "synced" && self.waiting == 0;
        if tick == "kept" { is_kept } else { is_kept || self.waiting > 0 }
    }
}

impl Phone {
    /// Opens a sign-in link and waits until the community is there.
    pub async fn sign_in(&self, link: &str) {
        self.note("sign in");
        until("the link opens", async || self.browser().goto(link).await.map(Some)).await;
        self.tap("enter").await;
        self.sees("my-duties").await;
        self.is_synced().await;
    }

    /// Opens a tab.
    pub async fn open(&self, tab: Tab) {
        self.tap(format!("tab-{}", tab.code()).as_str()).await;
        self.is_at(&format!("/{}", tab.code())).await;
    }

    /// Waits until the page's path is this one, or begins with it if it ends with a slash; returns it.
    pub async fn is_at(&self, expected: &str) -> String {
        self.note(&format!("be at {expected}"));
        until(format!("{} is at {expected}", self.name()), async || {
            let path = self.browser().current_url().await?.path().to_owned();
            let is_there = path == expected || expected.ends_with('/') && path.starts_with(expected);
            Ok(is_there.then_some(path))
        })
        .await
    }

    /// Waits until the page's address has this query.
    pub async fn is_at_query(&self, query: &str) {
        self.note(&format!("be at “{query}”"));
        until(format!("{} is at “{query}”", self.name()), async || {
            let found = self.browser().execute("return location.search", vec![]).await?;
            Ok((found.json() == query).then_some(()))
        })
        .await;
    }

    /// What the badge says, if there is one.
    pub async fn badge(&self) -> Option<Badge> {
        let script = "const badge = document.querySelector('[data-testid=\"sync-badge\"]');
            return badge && { line: badge.dataset.line, waiting: Number(badge.dataset.waiting) };";
        self.browser().execute(script, vec![]).await.ok()?.convert().ok()
    }

    /// Waits until both sides have the same.
    pub async fn is_synced(&self) {
        self.badge_says("everything kept", |badge| badge.line == "synced" && badge.waiting == 0).await;
    }

    /// Waits until there is no line, and so many changes wait for it.
    pub async fn is_offline_with(&self, waiting: u32) {
        let is_so = |badge: &Badge| badge.line != "synced" && badge.waiting == waiting;
        self.badge_says(&format!("{waiting} waiting without a line"), is_so).await;
    }

    async fn badge_says(&self, what: &str, is_so: impl Fn(&Badge) -> bool) {
        self.note(&format!("see the badge: {what}"));
        until(format!("{}'s badge says: {what}", self.name()), async || {
            Ok(self.badge().await.filter(|badge| is_so(badge)))
        })
        .await;
    }

    /// Comes back into reception: the browser says that there is a network.
    pub async fn wake(&self) {
        self.note("back in reception");
        let woken = self.browser().execute("dispatchEvent(new Event('online'))", vec![]).await;
        assert!(woken.is_ok(), "{} can't be woken", self.name());
    }
}
