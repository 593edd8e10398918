//! A state in one word, with its icon.

use leptos::prelude::*;

use super::icon::{Glyph, icon};

use crate::markup::view;

/// How a badge is meant; also its CSS class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Just so.
    Plain,
    /// Good, settled.
    Good,
    /// Waiting for something.
    Waiting,
    /// Needs attention.
    Bad,
    /// New.
    New,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Good => "badge badge-good",
            Self::Waiting => "badge badge-waiting",
            Self::Bad => "badge badge-bad",
            Self::New => "badge badge-new",
        }
    }
}

/// Draws a badge.
pub fn badge(tone: Tone, glyph: Option<Glyph>, text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <span class=tone.class()>{glyph.map(icon)}<span>{text}</span></span> }.into_any()
}
