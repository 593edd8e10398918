//! A hand-over as a text: it survives every messenger, in a file or pasted, also between other words.

use kaifong_domain::handover::LetterError;

use super::MAX_BAG;

/// What stands before it.
const BEGIN: &str = "KAIFONG-1:";
/// What a text of any version begins with.
const ANY: &str = "KAIFONG-";
/// What stands after it: without it, the end is missing.
const END: char = '.';
/// The signs of Base64 for addresses (RFC 4648, section 5).
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes a hand-over's bytes.
pub fn write(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(BEGIN.len() + bytes.len() * 4 / 3 + 3);
    text.push_str(BEGIN);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        (0..=group.len()).for_each(|place| text.push(char::from(SIGNS[(bits >> (18 - 6 * place) & 63) as usize])));
    }
    text.push(END);
    text
}

/// Finds a hand-over's bytes in a text. Line breaks that a messenger has put in do no harm.
///
/// # Errors
/// See [`LetterError`].
pub fn read(text: &str) -> Result<Vec<u8>, LetterError> {
    let Some(at) = text.find(BEGIN) else {
        let is_newer = text.find(ANY).is_some_and(|at| {
            let digits = text[at + ANY.len()..].chars().take_while(char::is_ascii_digit).count();
            digits > 0 && text[at + ANY.len() + digits..].starts_with(':')
        });
        return Err(if is_newer { LetterError::Newer } else { LetterError::Other });
    };
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for sign in text[at + BEGIN.len()..].chars() {
        if sign.is_whitespace() {
            continue;
        }
        if sign == END {
            return Ok(bytes);
        }
        let value = SIGNS.iter().position(|other| char::from(*other) == sign).ok_or(LetterError::Damaged)?;
        (bits, held) = (bits << 6 | value as u32, held + 6);
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
        if bytes.len() > MAX_BAG {
            return Err(LetterError::TooLarge);
        }
    }
    Err(LetterError::Damaged)
}
