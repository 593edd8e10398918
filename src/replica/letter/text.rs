//! A hand-over as a text: it survives every messenger, in a file or pasted, also between other words.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kaifong_domain::handover::LetterError;

use super::MAX_BAG;

/// What stands before it.
const BEGIN: &str = "KAIFONG-1:";
/// What a text of any version begins with.
const ANY: &str = "KAIFONG-";
/// What stands after it: without it, the end is missing.
const END: char = '.';

/// Writes a hand-over's bytes, in Base64 for addresses (RFC 4648, section 5).
pub fn write(bytes: &[u8]) -> String {
    let mut text = BEGIN.to_owned();
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
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
    let (signs, _) = text[at + BEGIN.len()..].split_once(END).ok_or(LetterError::Damaged)?;
    // Four signs are three bytes.
    let signs: String = signs.chars().filter(|sign| !sign.is_whitespace()).take(MAX_BAG / 3 * 4 + 4).collect();
    let bytes = URL_SAFE_NO_PAD.decode(signs).map_err(|_| LetterError::Damaged)?;
    if bytes.len() > MAX_BAG { Err(LetterError::TooLarge) } else { Ok(bytes) }
}
