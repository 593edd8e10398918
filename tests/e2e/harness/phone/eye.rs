//! What a person sees on a phone.

use serde_json::json;
use thirtyfour::{WebElement, error::WebDriverResult};

use super::Phone;
use crate::harness::{target::Target, wait::until};

/// Everything visible that a target means; what is in an open sheet first, as it lies above the page.
const ALL: &str = "const [id, text] = arguments;
    const all = [...document.querySelectorAll(`[data-testid=\"${id}\"]`)];
    const isSeen = (one) => one.checkVisibility({ visibilityProperty: true });
    const isAbove = (one) => one.closest('dialog[open]') !== null;
    const seen = all.filter((one) => isSeen(one) && (text === null || one.textContent.includes(text)));
    seen.sort((one, other) => isAbove(other) - isAbove(one));";

impl Phone {
    /// The first visible thing that a target means, if there is one now.
    pub async fn find(&self, target: &Target) -> WebDriverResult<Option<WebElement>> {
        let script = format!("{ALL} return seen[0] ?? null;");
        let found = self.browser().execute(script, vec![json!(target.test_id), json!(target.text)]).await?;
        if found.json().is_null() { Ok(None) } else { found.element().map(Some) }
    }

    /// The texts of everything visible that a target means, now.
    pub async fn texts_now(&self, target: &Target) -> WebDriverResult<Vec<String>> {
        let script = format!("{ALL} return seen.map((one) => one.innerText);");
        let found = self.browser().execute(script, vec![json!(target.test_id), json!(target.text)]).await?;
        found.convert()
    }

    /// Waits until something is there.
    pub async fn sees(&self, target: impl Into<Target>) {
        let target = target.into();
        self.note(&format!("see {target}"));
        until(format!("{} sees {target}", self.name()), async || self.find(&target).await).await;
    }

    /// Waits until something is gone.
    pub async fn misses(&self, target: impl Into<Target>) {
        let target = target.into();
        self.note(&format!("see no {target}"));
        until(format!("{} sees no {target}", self.name()), async || {
            Ok(self.find(&target).await?.is_none().then_some(()))
        })
        .await;
    }

    /// Waits until a text is somewhere on the screen.
    pub async fn reads(&self, text: &str) {
        self.note(&format!("read “{text}”"));
        until(format!("{} reads “{text}”", self.name()), async || {
            Ok(self.page_text().await?.contains(text).then_some(()))
        })
        .await;
    }

    /// Waits until a text is nowhere on the screen.
    pub async fn reads_no(&self, text: &str) {
        self.note(&format!("read no “{text}”"));
        until(format!("{} reads no “{text}”", self.name()), async || {
            Ok((!self.page_text().await?.contains(text)).then_some(()))
        })
        .await;
    }

    /// All visible text.
    pub async fn page_text(&self) -> WebDriverResult<String> {
        self.browser().execute("return document.body.innerText", vec![]).await?.convert()
    }

    /// The text of something, once it is there.
    pub async fn text(&self, target: impl Into<Target>) -> String {
        let target = target.into();
        until(format!("{} sees {target}", self.name()), async || Ok(self.texts_now(&target).await?.into_iter().next()))
            .await
    }

    /// The texts of many things, once there is at least one.
    pub async fn texts(&self, target: impl Into<Target>) -> Vec<String> {
        let target = target.into();
        until(format!("{} sees {target}", self.name()), async || {
            Ok(Some(self.texts_now(&target).await?).filter(|texts| !texts.is_empty()))
        })
        .await
    }

    /// An attribute of the page's root element.
    pub async fn root(&self, attribute: &str) -> String {
        let script = "return document.documentElement.getAttribute(arguments[0]) ?? ''";
        until("the page has a root", async || {
            self.browser().execute(script, vec![json!(attribute)]).await?.convert().map(Some)
        })
        .await
    }

    /// Whether something can be tapped while a toast is shown.
    pub async fn can_tap_below_a_toast(&self, target: impl Into<Target>) -> bool {
        let target = target.into();
        self.note(&format!("look whether {target} lies below the toast"));
        let script = "const [one] = arguments;
            const { x, y, width, height } = one.getBoundingClientRect();
            const isFree = one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
            const isToastShown = document.querySelector('[data-testid=\"toast\"]') !== null;
            return isFree ? isToastShown : isToastShown ? null : false;";
        until(format!("{target} is free or the toast is gone"), async || {
            let Some(element) = self.find(&target).await? else { return Ok(None) };
            Ok(self.evaluate(script, vec![element.to_json()?]).await?.as_bool())
        })
        .await
    }

    /// The size of ordinary text, in pixels.
    pub async fn font_size(&self) -> f64 {
        let script = "return parseFloat(getComputedStyle(document.body).fontSize)";
        until("there is text", async || Ok(self.evaluate(script, vec![]).await?.as_f64())).await
    }

    /// The title of the first card of a kind: a word of it that stands alone on its line.
    pub async fn title_of_a(&self, card: &str) -> String {
        let script = "const title = document.querySelector(`[data-testid=\"${arguments[0]}\"] [class$=\"-title\"]`);
            return title && title.innerText.trim();";
        until(format!("{} sees a title", self.name()), async || {
            Ok(self.evaluate(script, vec![json!(card)]).await?.as_str().map(str::to_owned))
        })
        .await
    }
}
