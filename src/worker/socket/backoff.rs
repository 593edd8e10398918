//! Pauses between tries.

/// The first pause, in milliseconds.
const FIRST: i32 = 500;
/// After so many doublings the pause is the longest.
const DOUBLINGS: u32 = 6;
/// The longest pause, in milliseconds.
const LONGEST: i32 = 30_000;

/// Doubles with every try that leads to nothing.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    doublings: u32,
}

impl Backoff {
    /// The next pause, in milliseconds: somewhere in its upper half, by chance, so that not everybody
    /// comes back at once after the server was away.
    pub(super) fn next(&mut self, chance: u16) -> i32 {
        let whole = (FIRST << self.doublings).min(LONGEST);
        self.doublings = (self.doublings + 1).min(DOUBLINGS);
        let half = whole / 2;
        half + half * i32::from(chance) / i32::from(u16::MAX)
    }

    /// Back to the first pause.
    pub(super) fn reset(&mut self) {
        self.doublings = 0;
    }

    /// On to the longest pause.
    pub(super) fn slow_down(&mut self) {
        self.doublings = DOUBLINGS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_half_a_minute() {
        let mut backoff = Backoff::default();
        let longest: Vec<_> = (0..9).map(|_| backoff.next(u16::MAX)).collect();
        assert_eq!(longest, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
        assert_eq!(backoff.next(0), 15_000);
        backoff.reset();
        assert_eq!(backoff.next(0), 250);
        backoff.slow_down();
        assert_eq!(backoff.next(u16::MAX), 30_000);
    }
}
