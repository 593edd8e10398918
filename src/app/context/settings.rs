//! Settings: what this device remembers of how its owner likes things. Nothing of the community.

use gloo_storage::{LocalStorage, Storage};
use kaifong_domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    locale::{self, Language},
    signal::RwSignal,
};

/// Where the settings stand in the browser's storage.
const KEY: &str = "kaifong.settings";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Appearance {
    /// As the device has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Appearance {
    /// The code in `data-theme`.
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How big text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextSize {
    /// 17 px, or 20 px in elder mode.
    #[default]
    Normal,
    /// A step bigger.
    Large,
    /// Two steps bigger.
    Largest,
}

impl TextSize {
    /// The code in `data-text`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Largest => "largest",
        }
    }
}

/// What this device remembers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The language.
    pub language: Language,
    /// Light or dark.
    pub theme: Appearance,
    /// How big text is.
    pub text: TextSize,
    /// Elder mode: bigger text, bigger targets, more time.
    pub elder: bool,
    /// The slug of the community that the device last belonged to.
    pub community: Option<String>,
    /// The slug of the community with which somebody checked in here who is not let in yet.
    pub checking_in: Option<String>,
    /// When Today was last looked at.
    pub seen_at: Option<Timestamp>,
    /// The hint about WeChat's browser has been read.
    pub hint_read: bool,
    /// The browser has been asked to keep what is stored.
    pub asked_to_keep: bool,
}

/// The settings, in context.
#[derive(Clone, Copy)]
pub struct Preferences(RwSignal<Settings>);

impl Preferences {
    /// Reads them, and again whenever they change.
    pub fn with<T>(self, read: impl FnOnce(&Settings) -> T) -> T {
        self.0.with(read)
    }

    /// Reads them once.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Settings) -> T) -> T {
        self.0.with_untracked(read)
    }

    /// Changes them, keeps them and puts them in force.
    pub fn change(self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.0.get_untracked();
        change(&mut settings);
        apply(&settings);
        save(&settings);
        self.0.set(settings);
    }
}

impl Settings {
    /// As they stand in the browser's storage.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("settings are plain data")
    }

    /// Takes over from other settings how somebody likes things; what they say of their own device stays
    /// there. Whether they make sense.
    pub fn adopt(&mut self, text: &str) -> bool {
        let Ok(Self { language, theme, text, elder, .. }) = serde_json::from_str(text) else { return false };
        (self.language, self.theme, self.text, self.elder) = (language, theme, text, elder);
        true
    }
}

pub(super) fn provide() -> Preferences {
    let settings = load();
    apply(&settings);
    let preferences = Preferences(RwSignal::new(settings));
    provide_context(preferences);
    preferences
}

/// The settings.
pub fn use_preferences() -> Preferences {
    expect_context()
}

/// Private mode may have no storage at all, and gloo-storage panics then.
fn has_storage() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

fn load() -> Settings {
    if has_storage() { LocalStorage::get(KEY).unwrap_or_default() } else { Settings::default() }
}

/// Full or forbidden storage only means that the settings live as long as the page.
fn save(settings: &Settings) {
    if has_storage() && LocalStorage::set(KEY, settings).is_err() {
        web_sys::console::warn_1(&"settings could not be kept".into());
    }
}

/// Puts the settings on the root element, where the styles look for them.
fn apply(settings: &Settings) {
    locale::speak(settings.language);
    let Some(root) = document().document_element() else { return };
    let elder = if settings.elder { "on" } else { "off" };
    for (name, value) in [
        ("lang", locale::tag(settings.language)),
        ("data-theme", settings.theme.code()),
        ("data-text", settings.text.code()),
        ("data-elder", elder),
    ] {
        // Fails only for names that aren't attribute names.
        let _ = root.set_attribute(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_one_likes_things_goes_along_and_what_a_device_remembers_stays() {
        let liked = Settings { theme: Appearance::Dark, elder: true, ..Settings::default() };
        let theirs = Settings { community: Some("other".into()), hint_read: true, ..liked.clone() };
        let mut ours = Settings { community: Some("demo".into()), ..Settings::default() };
        assert!(ours.adopt(&theirs.to_text()));
        assert_eq!(ours, Settings { community: Some("demo".into()), ..liked });
        let before = ours.clone();
        assert!(!ours.adopt("{"));
        assert_eq!(ours, before);
    }
}
