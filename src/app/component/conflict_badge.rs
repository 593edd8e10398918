//! The mark of a record in which something was written apart, and nobody has said yet what holds.

use leptos::prelude::*;

use super::{
    badge::{Tone, badge},
    icon::Glyph,
};

/// Draws the mark; nothing if all is settled.
pub fn conflict_badge(is_open: bool) -> Option<AnyView> {
    is_open.then(|| badge(Tone::Waiting, Some(Glyph::Alert), say!(conflict.mark)))
}
