//! A hand-over: a few letters together, with a checksum.

use kaifong_domain::handover::LetterError;
use minicbor::{Decoder, Encoder};

use super::{Letter, MAX_LETTER};
use crate::storage::{seal, unseal};

/// What a hand-over begins with; the last byte is its version.
const MAGIC: &[u8; 4] = b"KFH\x01";
/// The most bytes of a hand-over.
pub const MAX_BAG: usize = 1024 * 1024;
/// The most letters.
const LETTERS: u64 = 64;

/// Letters that go from hand to hand together, each as bytes: what a phone carries for others is passed on as it
/// came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bag(pub Vec<Vec<u8>>);

impl Bag {
    /// As bytes; `None` if it is too much for one hand-over.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut write = || {
            let mut cbor = Encoder::new(&mut bytes);
            cbor.array(self.0.len() as u64)?;
            for letter in &self.0 {
                cbor.bytes(letter)?;
            }
            Ok::<(), minicbor::encode::Error<std::convert::Infallible>>(())
        };
        write().expect("a Vec takes any bytes");
        let bytes = [MAGIC.as_slice(), &seal(&bytes)].concat();
        (bytes.len() <= MAX_BAG && self.0.len() as u64 <= LETTERS).then_some(bytes)
    }

    /// Reads what nobody vouches for.
    ///
    /// # Errors
    /// See [`LetterError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, LetterError> {
        if bytes.len() > MAX_BAG {
            return Err(LetterError::TooLarge);
        }
        let (magic, sealed) = bytes.split_at_checked(MAGIC.len()).ok_or(LetterError::Damaged)?;
        match (magic == MAGIC, magic[..3] == MAGIC[..3] && magic[3] > MAGIC[3]) {
            (true, _) => {}
            (false, true) => return Err(LetterError::Newer),
            (false, false) => return Err(LetterError::Other),
        }
        let bytes = unseal(sealed).ok_or(LetterError::Damaged)?;
        let mut cbor = Decoder::new(bytes);
        let count = cbor.array().ok().flatten().ok_or(LetterError::Damaged)?;
        if count > LETTERS {
            return Err(LetterError::TooLarge);
        }
        let letter = |_| match cbor.bytes() {
            Ok(letter) if letter.len() > MAX_LETTER => Err(LetterError::TooLarge),
            Ok(letter) => Ok(letter.to_vec()),
            Err(_) => Err(LetterError::Damaged),
        };
        (0..count).map(letter).collect::<Result<_, _>>().map(Self)
    }

    /// Its letters, opened as far as their own form goes.
    ///
    /// # Errors
    /// The first that can't be read.
    pub fn letters(&self) -> Result<Vec<Letter>, LetterError> {
        self.0.iter().map(|bytes| Letter::decode(bytes)).collect()
    }
}
