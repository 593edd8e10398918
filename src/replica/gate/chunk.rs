//! A sync message's chunks, each within bounds before Automerge sees a byte of it.

use automerge::{Bundle, Change, ChangeHash};
use kaifong_domain::rejection::Rejection;
use sha2::{Digest, Sha256};

use super::{
    Violation,
    column::{self, Bounds},
    guard,
    reader::Reader,
};
use crate::deflate::{MOST, inflate};

/// The most operations of a change: a task with two long texts, both written anew, has 16,000.
const OPERATIONS: u64 = 20_000;
/// The most operations that a bundle's changes have together.
const BUNDLED: u64 = 100_000;
/// The most changes that one may rest on directly: as many as there were phones apart.
const DEPENDENCIES: usize = 1_024;
/// The most authors that a chunk can name, and the longest actor id.
pub(super) const ACTORS: usize = 4_096;
const ACTOR: usize = 64;
/// The longest message of a change, in bytes.
const MESSAGE: usize = 1_024;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const DOCUMENT: u8 = 0;
const CHANGE: u8 = 1;
const DEFLATED: u8 = 2;
const BUNDLE: u8 = 3;

/// A change as it came.
pub(super) struct Arrival {
    pub(super) hash: ChangeHash,
    /// The change, or why it is none.
    pub(super) change: Result<Change, Rejection>,
}

/// Reads all of a message's chunks.
pub(super) fn arrivals<'a>(lists: impl Iterator<Item = &'a [u8]>) -> Result<Vec<Arrival>, Violation> {
    let mut budget = MOST;
    let mut arrivals = Vec::new();
    for list in lists {
        let mut reader = Reader::new(list);
        while !reader.is_empty() {
            chunk(&mut reader, &mut budget, &mut arrivals)?;
        }
    }
    Ok(arrivals)
}

fn chunk(reader: &mut Reader<'_>, budget: &mut usize, arrivals: &mut Vec<Arrival>) -> Result<(), Violation> {
    let (checksum, kind, data) = header(reader).ok_or(Violation::Malformed)?;
    match kind {
        CHANGE | DEFLATED => {
            let inflated = if kind == DEFLATED { inflate(data, *budget)? } else { data.to_vec() };
            *budget = budget.checked_sub(inflated.len()).ok_or(Violation::Bomb)?;
            let (hash, bytes) = sealed(CHANGE, &inflated, checksum)?;
            arrivals.push(Arrival { hash, change: read(&inflated, &bytes) });
        }
        BUNDLE => {
            let (_, bytes) = sealed(BUNDLE, data, checksum)?;
            let mut bounds = Bounds { values: BUNDLED, bytes: *budget };
            bundled(data, &mut bounds)?;
            *budget = bounds.bytes;
            arrivals.extend(unbundle(&bytes)?);
        }
        DOCUMENT => return Err(Violation::Document),
        _ => return Err(Violation::Malformed),
    }
    Ok(())
}

/// The data of a chunk that is a whole document, with nothing after it.
pub(super) fn document(bytes: &[u8]) -> Result<&[u8], Violation> {
    let mut reader = Reader::new(bytes);
    match header(&mut reader) {
        Some((_, DOCUMENT, data)) if reader.is_empty() => Ok(data),
        _ => Err(Violation::Malformed),
    }
}

fn header<'a>(reader: &mut Reader<'a>) -> Option<(&'a [u8], u8, &'a [u8])> {
    let magic = reader.take(MAGIC.len())?;
    let (checksum, kind) = (reader.take(4)?, reader.byte()?);
    let data = reader.prefixed(usize::MAX)?;
    (magic == MAGIC).then_some((checksum, kind, data))
}

/// The hash of a chunk, and the chunk as it is when nothing of it is deflated.
fn sealed(kind: u8, data: &[u8], checksum: &[u8]) -> Result<(ChangeHash, Vec<u8>), Violation> {
    let mut tail = vec![kind];
    let mut length = data.len();
    while length >= 0x80 {
        tail.push(length as u8 | 0x80);
        length >>= 7;
    }
    tail.push(length as u8);
    tail.extend_from_slice(data);
    let hash: [u8; 32] = Sha256::digest(&tail).into();
    if hash[..4] != *checksum {
        return Err(Violation::Checksum);
    }
    Ok((ChangeHash(hash), [&MAGIC, checksum, &tail].concat()))
}

/// Reads a change that is within bounds.
fn read(data: &[u8], bytes: &[u8]) -> Result<Change, Rejection> {
    let mut bounds = Bounds { values: OPERATIONS, bytes: MOST };
    sized(data, &mut bounds).map_err(|violation| match violation {
        Violation::Bomb => Rejection::TooLarge,
        _ => Rejection::Malformed,
    })?;
    match guard(|| Change::try_from(bytes)) {
        Ok(Ok(change)) => Ok(change),
        Ok(Err(_)) | Err(_) => Err(Rejection::Malformed),
    }
}

/// Reads over a change: what it rests on, its author, its number, its first operation, its time, its
/// message, the other authors it names, and its columns.
fn sized(data: &[u8], bounds: &mut Bounds) -> Result<(), Violation> {
    let mut reader = Reader::new(data);
    let head = |reader: &mut Reader<'_>| {
        reader.hashes(DEPENDENCIES)?;
        reader.prefixed(ACTOR)?;
        reader.unsigned()?;
        reader.unsigned()?;
        reader.signed()?;
        reader.prefixed(MESSAGE)?;
        actors(reader)
    };
    head(&mut reader).ok_or(Violation::Malformed)?;
    let columns = column::layout(&mut reader)?;
    column::scan(&mut reader, &columns, bounds)?;
    // What follows is nothing that our writers know.
    if reader.is_empty() { Ok(()) } else { Err(Violation::Malformed) }
}

/// Reads over a bundle: what it rests on, its authors, the columns of its changes and of their operations.
fn bundled(data: &[u8], bounds: &mut Bounds) -> Result<(), Violation> {
    let mut reader = Reader::new(data);
    reader.hashes(ACTORS).ok_or(Violation::Malformed)?;
    actors(&mut reader).ok_or(Violation::Malformed)?;
    for _ in 0..2 {
        let columns = column::layout(&mut reader)?;
        column::scan(&mut reader, &columns, bounds)?;
    }
    if reader.is_empty() { Ok(()) } else { Err(Violation::Malformed) }
}

pub(super) fn actors(reader: &mut Reader<'_>) -> Option<()> {
    let count = reader.length(ACTORS)?;
    (0..count).try_for_each(|_| reader.prefixed(ACTOR).map(drop))
}

/// A bundle's changes. Each is looked at as if it had come alone.
fn unbundle(bytes: &[u8]) -> Result<Vec<Arrival>, Violation> {
    let changes = guard(|| Bundle::try_from(bytes).ok()?.to_changes().ok()).map_err(|_| Violation::Panicked)?;
    let arrival = |change: Change| {
        let (hash, large) = (change.hash(), change.len() as u64 > OPERATIONS);
        Arrival { hash, change: if large { Err(Rejection::TooLarge) } else { Ok(change) } }
    };
    Ok(changes.ok_or(Violation::Malformed)?.into_iter().map(arrival).collect())
}
