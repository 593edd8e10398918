//! Deflated bytes (RFC 1951), within bounds.

use std::io::{Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

/// The most that something from outside may unfold to, in bytes.
pub(crate) const MOST: usize = 4 * 1024 * 1024;

/// Deflated bytes can't be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inflating {
    /// They are not deflated bytes.
    Malformed,
    /// They unfold to more than allowed.
    TooMuch,
}

/// Deflates bytes.
pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("a Vec takes any bytes");
    encoder.finish().expect("a Vec takes any bytes")
}

/// Inflates at most `most` bytes.
pub(crate) fn inflate(deflated: &[u8], most: usize) -> Result<Vec<u8>, Inflating> {
    let mut inflated = Vec::new();
    let limit = most as u64 + 1;
    DeflateDecoder::new(deflated).take(limit).read_to_end(&mut inflated).map_err(|_| Inflating::Malformed)?;
    if inflated.len() > most { Err(Inflating::TooMuch) } else { Ok(inflated) }
}
