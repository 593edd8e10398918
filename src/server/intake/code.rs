//! The code with which a resident follows a suggestion: 128 bits, made of the key under which the suggestion was
//! sent. So whoever sends it again, because the answer was lost, gets the same code, and the server need not keep it.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

use crate::secret::SecretHash;

/// The signs of a code: Crockford's Base32, which has no letter that looks like a number.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many signs 128 bits are.
const LENGTH: usize = 26;
/// So many stand together.
const GROUP: usize = 5;

/// The key under which a suggestion is sent: 128 bits that the sender's browser has drawn.
#[derive(Clone, Copy)]
pub(super) struct Key([u8; 16]);

/// Not a key, or not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 128 bits as they are written here")]
pub(super) struct Malformed;

impl FromStr for Key {
    type Err = Malformed;

    /// 32 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let is_hex = text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        let bits = is_hex.then(|| u128::from_str_radix(text, 16).ok()).flatten().ok_or(Malformed)?;
        Ok(Self(bits.to_be_bytes()))
    }
}

impl Key {
    /// What the server keeps of it.
    pub(super) fn hash(self) -> SecretHash {
        SecretHash(Sha256::digest(self.0).into())
    }

    /// The code that goes with it.
    pub(super) fn code(self) -> Code {
        let digest = Sha256::new().chain_update("kaifong-follow-1\n").chain_update(self.0).finalize();
        let mut code = [0; 16];
        code.copy_from_slice(&digest[..16]);
        Code(code)
    }
}

/// A code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code([u8; 16]);

impl Code {
    /// What the server keeps of it.
    pub(super) fn hash(self) -> SecretHash {
        SecretHash(Sha256::digest(self.0).into())
    }
}

impl fmt::Display for Code {
    /// Groups of five signs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = u128::from_be_bytes(self.0);
        for place in 0..LENGTH {
            if place > 0 && place % GROUP == 0 {
                f.write_str("-")?;
            }
            let sign = bits >> (5 * (LENGTH - 1 - place)) & 31;
            write!(f, "{}", char::from(SIGNS[sign as usize]))?;
        }
        Ok(())
    }
}

impl FromStr for Code {
    type Err = Malformed;

    /// In capitals or not, with anything between the signs that a person or a messenger may put there; what looks like
    /// a 1 or a 0 is one.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (mut bits, mut read) = (0_u128, 0);
        for sign in text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-') {
            let sign = match sign.to_ascii_uppercase() {
                'I' | 'L' => '1',
                'O' => '0',
                sign => sign,
            };
            let value = SIGNS.iter().position(|other| char::from(*other) == sign).ok_or(Malformed)?;
            if read == LENGTH || read == 0 && value > 7 {
                return Err(Malformed);
            }
            (bits, read) = (bits << 5 | value as u128, read + 1);
        }
        if read == LENGTH { Ok(Self(bits.to_be_bytes())) } else { Err(Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written_down() {
        for number in [0_u128, 1, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let code = Code(number.to_be_bytes());
            let text = code.to_string();
            assert_eq!(text.len(), LENGTH + 5, "{text}");
            for written in
                [text.clone(), text.to_lowercase(), text.replace('-', " "), text.replace('0', "o").replace('1', "l")]
            {
                assert_eq!(written.parse(), Ok(code), "{written}");
            }
        }
        for text in [
            "",
            "0",
            "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z",
            "00000-00000-00000-00000-00000-00",
            "U0000-00000-00000-00000-00000-0",
        ] {
            assert_eq!(text.parse::<Code>(), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn a_key_always_has_the_same_code_and_keys_of_their_own_have_codes_of_their_own() {
        let [one, other] = ["00000000000000000000000000000001", "00000000000000000000000000000002"]
            .map(|text| text.parse::<Key>().unwrap());
        assert_eq!(one.code(), one.code());
        assert_ne!(one.code(), other.code());
        assert_ne!(one.code().0, one.0, "whoever sees a code does not know the key");
        for text in ["", "1", "+0000000000000000000000000000001", "0000000000000000000000000000000g"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
    }
}
