//! A hand-over as QR codes that are shown one after another. Each holds a piece of it and says which, so that
//! they can be read in any order, again and again, until all are there.
//!
//! The text of a code has only signs of QR's alphanumeric mode (ISO/IEC 18004): Base45 (RFC 9285) costs three
//! such signs for two bytes, and every camera's reader hands it on as it is, which bytes are not sure of.

use kaifong_domain::handover::{LetterError, Reading};
use sha2::{Digest, Sha256};

/// What the text of a code begins with; the digit is the version.
const BEGIN: &str = "KF1:";
/// The bytes of a hand-over in one code. With what stands around them, 391 signs: version 12 of 40 at level M,
/// which cheap cameras read from another phone's screen.
const PIECE: usize = 248;
/// The most codes: whoever would have to scan more sends a file.
const CODES: usize = 99;
/// The bytes of a checksum.
const CHECKSUM: usize = 4;
/// The bytes before a piece: the hand-over's checksum, the code's number, how many there are.
const HEAD: usize = CHECKSUM + 2;
const SIGNS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// The texts of a hand-over's codes; none if they would be too many.
pub fn write(bytes: &[u8]) -> Vec<String> {
    let count = bytes.len().div_ceil(PIECE);
    if count == 0 || count > CODES {
        return vec![];
    }
    let whole = checksum(bytes);
    // Equal pieces make equal codes, which a camera finds at once when one takes the other's place.
    let pieces = bytes.chunks(bytes.len().div_ceil(count));
    let all = pieces.len() as u8;
    let code = |(number, piece): (usize, &[u8])| {
        let mut code = [&whole, [number as u8, all].as_slice(), piece].concat();
        let checksum = checksum(&code);
        code.extend(checksum);
        [BEGIN, &base45(&code)].concat()
    };
    pieces.enumerate().map(code).collect()
}

/// The codes of a hand-over that have been read.
#[derive(Clone, Debug, Default)]
pub struct Collector {
    whole: [u8; CHECKSUM],
    pieces: Vec<Option<Vec<u8>>>,
}

/// What reading a code has led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Collected {
    /// Some are missing.
    Some(Reading),
    /// All are there: the hand-over's bytes.
    All(Vec<u8>),
}

impl Collector {
    /// Takes in the text of a code. One of another hand-over begins anew.
    ///
    /// # Errors
    /// [`LetterError::Other`] for a code of something else, [`LetterError::Newer`], [`LetterError::Damaged`].
    pub fn take(&mut self, text: &str) -> Result<Collected, LetterError> {
        let (whole, number, all, piece) = read(text)?;
        if self.whole != whole || self.pieces.len() != all {
            *self = Self { whole, pieces: vec![None; all] };
        }
        self.pieces[number] = Some(piece);
        let read = self.pieces.iter().flatten().count();
        if read < all {
            return Ok(Collected::Some(Reading { read: read as u32, all: all as u32 }));
        }
        let bytes = std::mem::take(self).pieces.into_iter().flatten().flatten().collect::<Vec<u8>>();
        // Codes that were made to fit by their own checksums may still be of two hand-overs.
        if checksum(&bytes) == whole { Ok(Collected::All(bytes)) } else { Err(LetterError::Damaged) }
    }
}

type Piece = ([u8; CHECKSUM], usize, usize, Vec<u8>);

fn read(text: &str) -> Result<Piece, LetterError> {
    let Some(signs) = text.strip_prefix(BEGIN) else {
        let version = text.strip_prefix("KF").and_then(|rest| rest.split_once(':'));
        let is_newer = version.is_some_and(|(version, _)| version.parse::<u16>().is_ok_and(|version| version > 1));
        return Err(if is_newer { LetterError::Newer } else { LetterError::Other });
    };
    let code = unbase45(signs).ok_or(LetterError::Damaged)?;
    let (code, sum) = code.split_last_chunk::<CHECKSUM>().ok_or(LetterError::Damaged)?;
    let (head, piece) = code.split_first_chunk::<HEAD>().ok_or(LetterError::Damaged)?;
    let [a, b, c, d, number, all] = *head;
    let (number, all) = (usize::from(number), usize::from(all));
    let fits = number < all && all <= CODES && (1..=PIECE).contains(&piece.len());
    if checksum(code) != *sum || !fits {
        return Err(LetterError::Damaged);
    }
    Ok(([a, b, c, d], number, all, piece.to_vec()))
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let mut checksum = [0; CHECKSUM];
    checksum.copy_from_slice(&Sha256::digest(bytes)[..CHECKSUM]);
    checksum
}

/// Base45: two bytes are three signs, the least one first; one byte is two.
fn base45(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    for pair in bytes.chunks(2) {
        let mut number = pair.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte));
        for _ in 0..=pair.len() {
            text.push(char::from(SIGNS[number % 45]));
            number /= 45;
        }
    }
    text
}

fn unbase45(text: &str) -> Option<Vec<u8>> {
    if text.len() > 3 * (HEAD + PIECE + CHECKSUM) {
        return None;
    }
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks(3) {
        let mut number = 0;
        for sign in group.iter().rev() {
            number = number * 45 + SIGNS.iter().position(|other| other == sign)?;
        }
        match group.len() {
            3 => bytes.extend(u16::try_from(number).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}
