//! What people do in Kaifong, in words that stories can use.

use crate::harness::{
    phone::{Phone, Tab},
    wait::until,
    words::word,
};

impl Phone {
    /// Goes to an address and waits until everything is there: whoever taps while a page is still
    /// filling up may tap in vain.
    pub async fn visit(&self, path: &str) {
        self.go(path).await;
        self.is_synced().await;
    }

    /// Raises a suggestion; it stands on the board then.
    pub async fn raise(&self, title: &str) {
        self.open(Tab::Suggestions).await;
        self.tap("new-suggestion").await;
        self.is_at("/suggestions/new").await;
        self.write("title", title).await;
        self.tap("save").await;
        self.is_at("/suggestions").await;
        self.sees(("suggestion-card", title)).await;
    }

    /// Raises a suggestion and opens it; returns its path.
    pub async fn raise_and_open(&self, title: &str) -> String {
        self.raise(title).await;
        self.tap(("suggestion-card", title)).await;
        self.is_titled(title).await;
        self.is_at("/suggestions/").await
    }

    /// Adds a task with one role and stays on its page; returns the page's path.
    pub async fn add_task(&self, title: &str, role: &str, places: &str) -> String {
        self.open(Tab::Tasks).await;
        self.tap("new-task").await;
        self.is_at("/tasks/new").await;
        self.write("title", title).await;
        self.write("role-name", role).await;
        self.write("role-places", places).await;
        self.tap("save").await;
        self.is_titled(title).await;
        self.is_at("/tasks/").await
    }

    /// Opens the form of the record that is shown, changes one field and saves.
    pub async fn edit(&self, field: &str, text: &str) {
        self.tap("edit").await;
        self.write(field, text).await;
        self.tap("save").await;
        self.misses("save").await;
    }

    /// Moves the suggestion that is shown.
    pub async fn move_on(&self, to: &str, note: &str) {
        self.tap("move").await;
        self.tap(format!("move-{to}").as_str()).await;
        if !note.is_empty() {
            self.write("note", note).await;
        }
        self.tap("save").await;
        self.misses("note").await;
    }

    /// Reads the title of the page.
    pub async fn is_titled(&self, title: &str) {
        self.note(&format!("see the title “{title}”"));
        until(format!("{} sees the title “{title}”", self.name()), async || {
            let shown = self.evaluate("return document.querySelector('h1')?.innerText", vec![]).await?;
            Ok((shown.as_str() == Some(title)).then_some(()))
        })
        .await;
    }

    /// Searches on the page that is shown.
    pub async fn search(&self, text: &str) {
        self.write("search", text).await;
    }

    /// Waits until something is found, and nothing else.
    pub async fn finds_only(&self, card: &str, text: &str) {
        self.note(&format!("find only `{card}` with “{text}”"));
        until(format!("{} finds only `{card}` with “{text}”", self.name()), async || {
            let found = self.texts_now(&card.into()).await?;
            Ok((!found.is_empty() && found.iter().all(|found| found.contains(text))).then_some(()))
        })
        .await;
    }

    /// Waits until the last thing done is as safe as it can be here: `saved` on this phone, or `kept`
    /// by the community.
    pub async fn is_told(&self, tick: &str) {
        self.note(&format!("be told “{tick}”"));
        until(format!("{} is told that it is {tick}", self.name()), async || {
            let script = "const toast = document.querySelector('[data-testid=\"toast\"]');
                return toast && (toast.querySelector('[data-tick]')?.dataset.tick ?? '');";
            let told = self.evaluate(script, vec![]).await?;
            if told.is_null() {
                // It goes away after a while; the badge stays.
                return Ok(self.badge().await.filter(|badge| badge.is_as_safe_as(tick)).map(drop));
            }
            let words = if tick == "saved" { "common.tick_saved" } else { "common.tick_kept" };
            Ok((told == *tick && self.page_text().await?.contains(&word(words))).then_some(()))
        })
        .await;
    }
}
