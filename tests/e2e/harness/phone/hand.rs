//! What a person does on a phone.

use serde_json::json;
use thirtyfour::{Key, WebElement, error::WebDriverResult};

use super::Phone;
use crate::harness::{target::Target, wait::until};

impl Phone {
    /// Taps something that can be tapped.
    pub async fn tap(&self, target: impl Into<Target>) {
        let target = target.into();
        self.note(&format!("tap {target}"));
        until(format!("{} can tap {target}", self.name()), async || {
            let Some(element) = self.find(&target).await? else { return Ok(None) };
            let tapped = self.touchable(element).await?.click().await;
            if tapped.is_err() {
                self.put_toast_away().await?;
            }
            tapped?;
            let noticed = self.evaluate("return globalThis.noticed !== false", vec![]).await?;
            Ok((noticed == true).then_some(()))
        })
        .await;
    }

    /// Puts a toast away that lies above what one wants to tap.
    async fn put_toast_away(&self) -> WebDriverResult<()> {
        let script = "document.querySelector('[data-testid=\"toast\"] .icon-button')?.click()";
        self.evaluate(script, vec![]).await.map(drop)
    }

    /// What a finger meets: round and square buttons are drawn by their labels. It is brought to the
    /// middle of the screen, where no bar lies above it, and made to notice the tap: what is drawn
    /// anew between finger down and finger up does not.
    async fn touchable(&self, element: WebElement) -> WebDriverResult<WebElement> {
        let script = "const [one] = arguments;
            const met = one.matches('input[type=radio], input[type=checkbox]') ? one.closest('label') ?? one : one;
            met.scrollIntoView({ block: 'center', behavior: 'instant' });
            globalThis.noticed = false;
            const notice = ({ target }) => {
                const same = one.dataset.testid && `[data-testid=\"${one.dataset.testid}\"]`;
                globalThis.noticed = met.contains(target) || Boolean(same && target.closest(same));
            };
            addEventListener('click', notice, { once: true, capture: true });
            return met;";
        self.browser().execute(script, vec![element.to_json()?]).await?.element()
    }

    /// Taps something at once, without waiting for anything before or after.
    pub async fn tap_now(&self, target: impl Into<Target>) {
        let target = target.into();
        self.note(&format!("tap {target} at once"));
        let element = self.find(&target).await.ok().flatten().unwrap_or_else(|| panic!("there is no {target}"));
        let element = element.to_json().expect("elements have ids");
        let tapped = self.browser().execute("arguments[0].click()", vec![element]).await;
        assert!(tapped.is_ok(), "{target} can't be tapped");
    }

    /// Writes a text into a field in place of what is there.
    pub async fn write(&self, target: impl Into<Target>, text: &str) {
        let target = target.into();
        self.note(&format!("write “{text}” into {target}"));
        until(format!("{} can write into {target}", self.name()), async || {
            let Some(field) = self.field(&target).await? else { return Ok(None) };
            field.send_keys(Key::Control + "a").await?;
            field.send_keys(Key::Backspace).await?;
            field.send_keys(text).await?;
            Ok((field.prop("value").await?.as_deref() == Some(text)).then_some(()))
        })
        .await;
    }

    /// Sets a field that has a picker of its own (a date, a time, a list) to a value.
    pub async fn set(&self, target: impl Into<Target>, value: &str) {
        let target = target.into();
        self.note(&format!("set {target} to {value}"));
        let script = "const [field, value] = arguments;
            field.value = value;
            for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
            return field.value === value;";
        until(format!("{} can set {target}", self.name()), async || {
            let Some(field) = self.field(&target).await? else { return Ok(None) };
            let set = self.browser().execute(script, vec![field.to_json()?, json!(value)]).await?;
            Ok((set.json() == true).then_some(()))
        })
        .await;
    }

    /// The field that bears a name, or is in what bears it.
    async fn field(&self, target: &Target) -> WebDriverResult<Option<WebElement>> {
        let Some(element) = self.find(target).await? else { return Ok(None) };
        let script = "const fields = 'input, textarea, select';
            return arguments[0].matches(fields) ? arguments[0] : arguments[0].querySelector(fields);";
        let field = self.browser().execute(script, vec![element.to_json()?]).await?;
        if field.json().is_null() { Ok(None) } else { field.element().map(Some) }
    }
}
