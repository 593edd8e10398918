//! Dice that fall the same way every time: SplitMix64 (Steele, Lea and Flood, 2014).

use std::ops::RangeInclusive;

use kaifong_domain::time::Timestamp;
use uuid::Uuid;

/// Dice, and a counter that keeps ids made at one moment in order.
pub(super) struct Dice {
    state: u64,
    made: u16,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed, made: 0 }
    }

    fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0. The bias of a remainder is of no matter here.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    /// A number in a range, which is not empty.
    pub(super) fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        range.start() + (self.roll() % (range.end() - range.start() + 1) as u64) as i64
    }

    /// Whether something happens that does so `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.roll() % 100 < percent
    }

    /// One of some items, of which there is at least one.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// At most `count` different ones of some items.
    pub(super) fn pick_some<T: Copy>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut items = items.to_vec();
        self.shuffle(&mut items);
        items.truncate(count);
        items
    }

    /// Puts items in any order (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A UUID v7 of a moment.
    pub(super) fn uuid(&mut self, at: Timestamp) -> Uuid {
        self.made = self.made.wrapping_add(1) & 0x0fff;
        let mut bytes = [0; 10];
        bytes[..2].copy_from_slice(&self.made.to_be_bytes());
        bytes[2..].copy_from_slice(&self.roll().to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(at.0.unsigned_abs(), &bytes).into_uuid()
    }
}
