//! What an attribute or a property is set to.

use std::{borrow::Cow, sync::Arc};

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// What an attribute or a property is set to.
#[derive(Clone)]
pub enum Worth {
    /// Not set.
    Nothing,
    /// Set or not.
    Flag(bool),
    /// This text.
    Text(Cow<'static, str>),
    /// Whatever it is at the moment.
    Live(Arc<dyn Fn() -> Worth + Send + Sync>),
}

impl Worth {
    /// As an attribute: `None` if it is not there.
    pub(super) fn text(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Nothing | Self::Flag(false) => None,
            Self::Flag(true) => Some(Cow::Borrowed("")),
            Self::Text(text) => Some(text.clone()),
            Self::Live(worth) => worth().text(),
        }
    }

    /// As a property of the element's object.
    pub(super) fn js(&self) -> JsValue {
        match self {
            Self::Nothing => JsValue::UNDEFINED,
            Self::Flag(flag) => JsValue::from_bool(*flag),
            Self::Text(text) => JsValue::from_str(text),
            Self::Live(worth) => worth().js(),
        }
    }

    /// As a switch.
    pub(super) fn is_on(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Flag(flag) => *flag,
            Self::Text(_) => true,
            Self::Live(worth) => worth().is_on(),
        }
    }
}

impl From<bool> for Worth {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&'static str> for Worth {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Worth {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<T: Into<Worth>> From<Option<T>> for Worth {
    fn from(worth: Option<T>) -> Self {
        worth.map_or(Self::Nothing, Into::into)
    }
}

impl<F, T> From<F> for Worth
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Into<Worth>,
{
    fn from(worth: F) -> Self {
        Self::Live(Arc::new(move || worth().into()))
    }
}

impl<T> From<Signal<T>> for Worth
where
    T: Clone + Into<Worth> + Send + Sync + 'static,
{
    fn from(signal: Signal<T>) -> Self {
        Self::Live(Arc::new(move || signal.get().into()))
    }
}
