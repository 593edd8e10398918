//! What one's own claim has come to, and whether something still waits to be sent.

use kaifong_domain::claim::Seat;
use leptos::prelude::*;

use super::{
    badge::{Tone, badge},
    icon::Glyph,
};
use crate::locale::words::seat::own_seat as words;

/// Draws one's own seat.
pub fn seat_badge(seat: Seat) -> AnyView {
    match seat {
        Seat::Confirmed => badge(Tone::Good, Some(Glyph::Check), words(seat)),
        Seat::Pending | Seat::Waiting(_) => badge(Tone::Waiting, Some(Glyph::Clock), words(seat)),
    }
}

/// Draws the mark of what is saved on this phone only; nothing if it has been sent.
pub fn unsent_badge(unsent: bool) -> Option<AnyView> {
    unsent.then(|| badge(Tone::Waiting, Some(Glyph::Phone), say!(tasks.unsent)))
}
