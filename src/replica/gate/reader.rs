//! Reading bytes that nobody vouches for: what is too short or too long is `None`, and nothing is kept
//! that was not there.

/// A place in bytes.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// All that is left.
    pub(super) fn rest(self) -> &'a [u8] {
        self.0
    }

    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// An unsigned number in LEB128.
    pub(super) fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return None;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A signed number in LEB128.
    pub(super) fn signed(&mut self) -> Option<i64> {
        let mut number = 0_i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let signed = shift + 7 < 64 && byte & 0x40 != 0;
                return Some(if signed { number | -1 << (shift + 7) } else { number });
            }
        }
        None
    }

    /// A length, or a count, of at most `most`.
    pub(super) fn length(&mut self, most: usize) -> Option<usize> {
        let length = usize::try_from(self.unsigned()?).ok()?;
        (length <= most).then_some(length)
    }

    /// Bytes with their length before them.
    pub(super) fn prefixed(&mut self, most: usize) -> Option<&'a [u8]> {
        let length = self.length(most)?;
        self.take(length)
    }

    /// Change hashes with their count before them.
    pub(super) fn hashes(&mut self, most: usize) -> Option<&'a [u8]> {
        let count = self.length(most)?;
        self.take(count * 32)
    }
}
