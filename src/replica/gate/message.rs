//! A sync message, within bounds before Automerge reads it.

use automerge::sync::Message;

use super::{Violation, guard, reader::Reader};

/// The most hashes in any of a message's lists.
const HASHES: usize = 4_096;
/// The most summaries of what a peer has: Automerge's own peers send one.
const SUMMARIES: usize = 8;
/// The most bits and probes for each entry of a Bloom filter: Automerge's own have 10 and 7. The probes
/// are made one by one for every change of the document, so a peer must not choose how many.
const BITS: usize = 64;
const PROBES: usize = 32;
/// The most chunks.
const CHUNKS: usize = 16_384;

/// Reads a sync message of version 1 or 2.
pub(super) fn read(bytes: &[u8]) -> Result<Message, Violation> {
    sized(bytes).ok_or(Violation::Malformed)?;
    let message = guard(|| Message::decode(bytes)).map_err(|_| Violation::Panicked)?;
    let mut message = message.map_err(|_| Violation::Malformed)?;
    // Automerge takes hashes to be sorted where it writes them.
    for hashes in [&mut message.heads, &mut message.need].into_iter().chain(lists(&mut message.have)) {
        hashes.sort_unstable();
        hashes.dedup();
    }
    Ok(message)
}

fn lists(have: &mut [automerge::sync::Have]) -> impl Iterator<Item = &mut Vec<automerge::ChangeHash>> {
    have.iter_mut().map(|have| &mut have.last_sync)
}

fn sized(bytes: &[u8]) -> Option<()> {
    let mut reader = Reader::new(bytes);
    matches!(reader.byte()?, 0x42 | 0x43).then_some(())?;
    reader.hashes(HASHES)?;
    reader.hashes(HASHES)?;
    for _ in 0..reader.length(SUMMARIES)? {
        reader.hashes(HASHES)?;
        filter(Reader::new(reader.prefixed(usize::MAX)?))?;
    }
    for _ in 0..reader.length(CHUNKS)? {
        reader.prefixed(usize::MAX)?;
    }
    Some(())
}

/// A Bloom filter: empty, or its entries, bits and probes for each, and the bits.
fn filter(mut reader: Reader<'_>) -> Option<()> {
    if reader.is_empty() {
        return Some(());
    }
    let entries = reader.length(usize::MAX / BITS)?;
    let (bits, probes) = (reader.length(BITS)?, reader.length(PROBES)?);
    let fits = bits > 0 && probes > 0 && reader.rest().len() == (entries * bits).div_ceil(8);
    (entries == 0 || fits).then_some(())
}
