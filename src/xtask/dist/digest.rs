//! Names by content.

use sha2::{Digest, Sha256};

/// SHA-256 in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first 64 bits of [`hex`]: enough for a file's name.
pub fn short(bytes: &[u8]) -> String {
    let mut hex = hex(bytes);
    hex.truncate(16);
    hex
}

/// The address of a file that is served for ever under a name of its content:
/// `assets/page-0123456789abcdef.wasm`.
pub fn path(name: &str, extension: &str, bytes: &[u8]) -> String {
    format!("assets/{name}-{}.{extension}", short(bytes))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_names_the_content() {
        assert_eq!(super::path("page", "js", b"abc"), "assets/page-ba7816bf8f01cfea.js");
    }
}
