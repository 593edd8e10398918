//! What is looked at before anybody sees it: simple rules that can be told to whoever asks.

use sha2::{Digest, Sha256};

use crate::secret::SecretHash;

/// Whether words lead elsewhere: an address of the web, or a name that looks like one.
pub(super) fn has_link(words: &str) -> bool {
    let words = words.to_lowercase();
    let is_name = |part: &str| {
        let part = part.trim_matches(|sign: char| !sign.is_ascii_alphanumeric());
        let Some((name, end)) = part.rsplit_once('.') else { return false };
        let end: String = end.chars().take_while(char::is_ascii_alphabetic).collect();
        name.chars().any(|sign| sign.is_ascii_alphabetic())
            && matches!(end.as_str(), "com" | "cn" | "net" | "org" | "top" | "xyz" | "vip" | "cc" | "shop" | "info")
    };
    words.contains("://")
        || words.contains("www.")
        || words.split(|sign: char| !sign.is_ascii() || sign.is_whitespace()).any(is_name)
}

/// The same words have the same hash, whatever stands between them.
pub(super) fn said(words: &str, place: &str) -> SecretHash {
    let bare: String =
        words.chars().chain(place.chars()).filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    SecretHash(Sha256::digest(bare).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_elsewhere_is_found() {
        for words in [
            "see https://shop.example",
            "\u{70b9}\u{8fd9}\u{91cc}www.abc",
            "Visit ABC.com now",
            "\u{52a0}\u{6211}shop.abc.vip\u{ff0c}\u{6709}\u{793c}",
            "a.b.xyz/c?d",
        ] {
            assert!(has_link(words), "{words}");
        }
        for words in [
            "3.5 m from door 2.B",
            "Lamp broken. Please come",
            "\u{7535}\u{68af}\u{574f}\u{4e86}\u{3002}\u{8bf7}\u{6765}\u{4fee}",
            "e.g. the bench",
            "12.30",
        ] {
            assert!(!has_link(words), "{words}");
        }
    }

    #[test]
    fn the_same_words_are_the_same() {
        assert_eq!(said("The lamp, broken!", "Hall"), said("the LAMP broken", " hall "));
        assert_ne!(said("The lamp", ""), said("The lamps", ""));
    }
}
