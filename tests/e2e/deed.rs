//! What people do in Kaifong, in words that stories can use.

use serde_json::Value;

use crate::harness::{
    phone::{Phone, Tab},
    wait::until,
    words::word,
};

impl Phone {
    /// Raises a suggestion and stays on its page; returns the page's path.
    pub async fn raise(&self, title: &str) -> String {
        self.open(Tab::Suggestions).await;
        self.tap("new-suggestion").await;
        self.is_at("/suggestions/new").await;
        self.write("title", title).await;
        self.tap("save").await;
        self.is_at_new_record("/suggestions/").await
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
        self.is_at_new_record("/tasks/").await
    }

    /// Waits until a form has led to what was made; returns its path.
    async fn is_at_new_record(&self, folder: &str) -> String {
        until("the form leads to what was made", async || {
            let path = self.browser().current_url().await?.path().to_owned();
            Ok(Some(path).filter(|path| path.starts_with(folder) && !path.ends_with("/new")))
        })
        .await
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
            let script = "return document.querySelector('[data-testid=\"toast\"] [data-tick]')?.dataset.tick";
            let told = self.evaluate(script, vec![]).await?;
            let words = if tick == "saved" { "common.tick_saved" } else { "common.tick_kept" };
            Ok((told == Value::from(tick) && self.page_text().await?.contains(&word(words))).then_some(()))
        })
        .await;
    }
}
