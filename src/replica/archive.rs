//! A file that holds everything of one phone, as bytes: a magic number, a version, the length of what
//! follows, the contents in postcard, and the SHA-256 of all before it. Nothing of it is believed before
//! all of it is checked (invariant I6). The checksum finds damage; it does not say who made the file.

use std::collections::BTreeSet;

use automerge::ChangeHash;
use kaifong_domain::{
    archive::{ArchiveError, Contents, MOST},
    bridge::Identity,
    document::DocumentKind,
    id::PersonId,
    refused::Refused,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{document::Document, gate, outbox::Row};

/// The last byte shows whether a program took it for text.
const MAGIC: [u8; 8] = *b"kaifong\x1a";
const VERSION: u16 = 1;
/// Magic number, version, length.
const HEAD: usize = MAGIC.len() + 2 + 4;
const CHECKSUM: usize = 32;
/// More rows than this never waited on one phone.
const MOST_ROWS: usize = 20_000;

/// The contents, as they stand in version 1: fields are only ever added in a new version.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Body {
    community: String,
    community_name: String,
    person: PersonId,
    person_name: String,
    device: [u8; 8],
    made_at: Timestamp,
    /// Snapshots by name.
    documents: Vec<(String, Vec<u8>)>,
    /// Outbox rows by change hash, as they are stored on a phone.
    outbox: Vec<([u8; 32], Vec<u8>)>,
    /// Refused commands, as they are stored on a phone.
    refused: Vec<Vec<u8>>,
    settings: String,
}

/// Everything of one phone.
pub struct Archive {
    /// Of which community, by its slug.
    pub community: String,
    /// What a person is told of it.
    pub contents: Contents,
    /// The documents.
    pub documents: Vec<Document>,
    /// The commands that waited, by the hash of their change.
    pub outbox: Vec<(ChangeHash, Row)>,
    /// The commands that were refused.
    pub refused: Vec<Refused>,
}

/// What goes into a file.
pub struct Packing<'a> {
    /// Whose it is, on which device.
    pub identity: &'a Identity,
    /// Their name.
    pub person_name: String,
    /// When.
    pub made_at: Timestamp,
    /// The documents.
    pub documents: Vec<&'a Document>,
    /// The commands that wait, by the hash of their change.
    pub outbox: Vec<(ChangeHash, &'a Row)>,
    /// The commands that were refused.
    pub refused: Vec<Refused>,
    /// How the owner likes things.
    pub settings: String,
}

impl Packing<'_> {
    /// The file.
    pub fn pack(self) -> Vec<u8> {
        let Identity { community, community_name, device, actor } = self.identity;
        let body = Body {
            community: community.clone(),
            community_name: community_name.clone(),
            person: actor.person,
            person_name: self.person_name,
            device: *device,
            made_at: self.made_at,
            documents: self.documents.iter().map(|document| (document.kind().name(), document.save_seen())).collect(),
            outbox: self.outbox.iter().map(|(hash, row)| (hash.0, plain(row))).collect(),
            refused: self.refused.iter().map(plain).collect(),
            settings: self.settings,
        };
        seal(VERSION, &plain(&body))
    }
}

fn plain(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("plain data can always be written")
}

fn seal(version: u16, body: &[u8]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend(version.to_be_bytes());
    file.extend((body.len() as u32).to_be_bytes());
    file.extend(body);
    let checksum = Sha256::digest(&file);
    file.extend(checksum);
    file
}

/// The body of a file that is as it was made.
fn unseal(file: &[u8]) -> Result<&[u8], ArchiveError> {
    if file.len() > MOST as usize {
        return Err(ArchiveError::TooLarge);
    }
    let after_magic = file.strip_prefix(&MAGIC).ok_or(ArchiveError::NotAnArchive)?;
    let (version, rest) = after_magic.split_first_chunk().ok_or(ArchiveError::Truncated)?;
    if u16::from_be_bytes(*version) > VERSION {
        return Err(ArchiveError::Newer);
    }
    let (length, rest) = rest.split_first_chunk().ok_or(ArchiveError::Truncated)?;
    let length = u32::from_be_bytes(*length) as usize;
    if rest.len() < length.saturating_add(CHECKSUM) {
        return Err(ArchiveError::Truncated);
    }
    let (body, checksum) = rest.split_at(length);
    if Sha256::digest(&file[..HEAD + length])[..] != *checksum {
        return Err(ArchiveError::Damaged);
    }
    Ok(body)
}

impl Archive {
    /// Reads a file.
    ///
    /// # Errors
    /// See [`ArchiveError`].
    pub fn read(file: &[u8]) -> Result<Self, ArchiveError> {
        let (body, rest) = postcard::take_from_bytes::<Body>(unseal(file)?).map_err(|_| ArchiveError::Damaged)?;
        let names: BTreeSet<&str> = body.documents.iter().map(|(name, _)| name.as_str()).collect();
        let too_many = body.outbox.len().max(body.refused.len()) > MOST_ROWS;
        if !rest.is_empty() || names.len() != body.documents.len() || too_many {
            return Err(ArchiveError::Damaged);
        }
        let documents: Vec<Document> =
            body.documents.iter().map(|(name, bytes)| document(name, bytes)).collect::<Result<_, _>>()?;
        let outbox: Vec<(ChangeHash, Row)> = body
            .outbox
            .iter()
            .map(|(hash, bytes)| Ok((ChangeHash(*hash), read(bytes)?)))
            .collect::<Result<_, ArchiveError>>()?;
        let refused: Vec<Refused> = body.refused.iter().map(|bytes| read(bytes)).collect::<Result<_, _>>()?;
        let contents = Contents {
            community_name: body.community_name,
            person: body.person,
            person_name: body.person_name,
            device: body.device,
            made_at: body.made_at,
            documents: documents.len() as u32,
            waiting: outbox.len() as u32,
            refused: refused.len() as u32,
            settings: body.settings,
        };
        Ok(Self { community: body.community, contents, documents, outbox, refused })
    }
}

fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, ArchiveError> {
    postcard::from_bytes(bytes).map_err(|_| ArchiveError::Damaged)
}

fn document(name: &str, snapshot: &[u8]) -> Result<Document, ArchiveError> {
    let kind = DocumentKind::from_name(name).ok_or(ArchiveError::Damaged)?;
    gate::weigh(snapshot).map_err(|_| ArchiveError::Damaged)?;
    let loaded = gate::guard(|| Document::load(kind, snapshot)).map_err(|_| ArchiveError::Damaged)?;
    loaded.map_err(|_| ArchiveError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_as_it_was_made_says_how() {
        let file = seal(VERSION, b"body");
        assert_eq!(unseal(&file), Ok(b"body".as_slice()));
        assert_eq!(unseal(b"GIF89a"), Err(ArchiveError::NotAnArchive));
        assert_eq!(unseal(&seal(VERSION + 1, b"in another way")), Err(ArchiveError::Newer));
        for length in MAGIC.len()..file.len() {
            assert_eq!(unseal(&file[..length]), Err(ArchiveError::Truncated), "{length} bytes");
        }
        assert_eq!(unseal(&[&file[..], b"!"].concat()), Err(ArchiveError::Damaged));
        for at in HEAD..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 1;
            assert_eq!(unseal(&damaged), Err(ArchiveError::Damaged), "at {at}");
        }
    }
}
