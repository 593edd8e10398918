//! How much may be under way at once. Who is slow gets less, not more to wait for: what changes meanwhile
//! goes with the next parcel, and no queue grows.

use std::collections::VecDeque;

/// After so many bytes the other side is asked to say when it has taken them in.
const STRIDE: usize = 16 * 1024;
/// With so many bytes asked about and not taken in, nothing more is said.
const ROOM: usize = 96 * 1024;

/// What is under way on a line.
#[derive(Default)]
pub(super) struct Window {
    /// Since the other side was last asked.
    since: usize,
    /// Asked about, and not taken in yet.
    asked: VecDeque<usize>,
}

impl Window {
    /// Whether something may be said.
    pub(super) fn has_room(&self) -> bool {
        self.asked.iter().sum::<usize>() < ROOM
    }

    /// How many bytes have been sent and, as far as one knows, not taken in.
    pub(super) fn under_way(&self) -> usize {
        self.since + self.asked.iter().sum::<usize>()
    }

    /// So many bytes are sent; whether to ask about them.
    pub(super) fn send(&mut self, bytes: usize) -> bool {
        self.since += bytes;
        let asks = self.since >= STRIDE;
        if asks {
            self.asked.push_back(std::mem::take(&mut self.since));
        }
        asks
    }

    /// What was asked about first is taken in.
    pub(super) fn taken(&mut self) {
        self.asked.pop_front();
    }
}
