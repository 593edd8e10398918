//! Bytes for readers of the same build: postcard behind the build's fingerprint.

use serde::{Serialize, de::DeserializeOwned};

/// The fingerprint of everything whose encoding follows from its Rust types (see `build.rs`).
const FINGERPRINT: &str = env!("KAIFONG_ENCODING");

/// Encodes for this build.
pub(crate) fn encode(value: &impl Serialize) -> Vec<u8> {
    postcard::to_extend(value, FINGERPRINT.as_bytes().to_vec()).expect("plain data can always be encoded")
}

/// Decodes what this build has encoded; `None` for everything else.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes.strip_prefix(FINGERPRINT.as_bytes())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_build_wrote_is_ignored() {
        let mut bytes = encode(&7u8);
        assert_eq!(decode::<u8>(&bytes), Some(7));
        bytes[0] ^= 1;
        assert_eq!(decode::<u8>(&bytes), None);
        assert_eq!(decode::<u8>(&[]), None);
    }
}
