//! A container: what leaves a phone as a file or a picture and comes in again, perhaps years later and on
//! another phone. Layout: eight magic bytes, what it holds (1), the version of what it holds (1), the
//! content, and the SHA-256 of everything before it (32).

use sha2::{Digest, Sha256};

const MAGIC: &[u8; 8] = b"KAIFONG\x1a";
const HEADER: usize = MAGIC.len() + 2;
const CHECKSUM: usize = 32;
/// No container is larger, in bytes: a phone would not have the memory to read it.
pub const MAX_CONTAINER: usize = 256 * 1024 * 1024;

/// What a container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Everything that a phone has of a community.
    Phone,
    /// Changes that wait, handed to somebody else's phone.
    HandOver,
}

impl Content {
    fn code(self) -> u8 {
        match self {
            Self::Phone => b'P',
            Self::HandOver => b'H',
        }
    }
}

/// The bytes are not a container of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContainerError {
    /// They are something else altogether.
    #[error("not a file of kaifong's")]
    Foreign,
    /// They hold something else.
    #[error("a file of kaifong's of another kind")]
    OtherContent,
    /// They are not whole.
    #[error("the file is damaged or not whole")]
    Damaged,
    /// A newer version made them.
    #[error("a newer version of kaifong made the file")]
    Newer,
}

/// Puts something into a container.
pub fn pack(content: Content, version: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + payload.len() + CHECKSUM);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[content.code(), version]);
    bytes.extend_from_slice(payload);
    let checksum = Sha256::digest(&bytes);
    bytes.extend_from_slice(&checksum);
    bytes
}

/// What is in a container, with its version: at most `known`.
///
/// # Errors
/// See [`ContainerError`]; nothing of a damaged container is looked at.
pub fn unpack(content: Content, known: u8, bytes: &[u8]) -> Result<(u8, &[u8]), ContainerError> {
    if !bytes.starts_with(MAGIC) {
        return Err(ContainerError::Foreign);
    }
    if bytes.len() < HEADER + CHECKSUM || bytes.len() > MAX_CONTAINER {
        return Err(ContainerError::Damaged);
    }
    let (whole, checksum) = bytes.split_at(bytes.len() - CHECKSUM);
    if Sha256::digest(whole)[..] != *checksum {
        return Err(ContainerError::Damaged);
    }
    match (whole[MAGIC.len()], whole[MAGIC.len() + 1]) {
        (code, _) if code != content.code() => Err(ContainerError::OtherContent),
        (_, version) if version > known => Err(ContainerError::Newer),
        (_, version) => Ok((version, &whole[HEADER..])),
    }
}
