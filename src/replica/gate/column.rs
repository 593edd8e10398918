//! How much a chunk's columns unfold to, told before Automerge unfolds them: a few bytes of a run-length
//! encoding can stand for more values than there is memory. (Automerge's binary format: a column is its
//! specification, four bits of type and one for "deflated", with the length of its data.)

use std::borrow::Cow;

use super::{Violation, reader::Reader};
use crate::deflate::inflate;

/// What a chunk's columns may hold.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Values in any one column, and in all its groups together.
    pub(super) values: u64,
    /// Bytes after inflating, together.
    pub(super) bytes: usize,
}

/// The most columns.
const COLUMNS: usize = 32;
/// The longest text in a column of texts, in bytes: a map's key, a message. Values stand elsewhere.
const TEXT: usize = 1_024;

const GROUP: u32 = 0;
const BOOLEAN: u32 = 4;
const TEXTS: u32 = 5;
const VALUE: u32 = 7;
const TYPE: u32 = 0b0111;
const DEFLATED: u32 = 0b1000;

/// Reads the columns' specifications.
pub(super) fn layout(reader: &mut Reader<'_>) -> Result<Vec<(u32, usize)>, Violation> {
    let columns = reader.length(COLUMNS).ok_or(Violation::Malformed)?;
    let column = |_| {
        let specification = u32::try_from(reader.unsigned()?).ok()?;
        Some((specification, reader.length(usize::MAX)?))
    };
    (0..columns).map(column).collect::<Option<_>>().ok_or(Violation::Malformed)
}

/// Reads over the columns' data; what it unfolds to is within bounds.
pub(super) fn scan(reader: &mut Reader<'_>, layout: &[(u32, usize)], bounds: &mut Bounds) -> Result<(), Violation> {
    for (specification, length) in layout {
        let data = reader.take(*length).ok_or(Violation::Malformed)?;
        let is_deflated = specification & DEFLATED != 0;
        let data = if is_deflated { Cow::Owned(inflate(data, bounds.bytes)?) } else { Cow::Borrowed(data) };
        bounds.bytes = bounds.bytes.checked_sub(data.len()).ok_or(Violation::Bomb)?;
        column(specification & TYPE, &data, bounds.values)?;
    }
    Ok(())
}

fn column(kind: u32, data: &[u8], most: u64) -> Result<(), Violation> {
    let counted = match kind {
        VALUE => Some(0),
        BOOLEAN => booleans(Reader::new(data)),
        kind => runs(Reader::new(data), kind, most),
    };
    match counted {
        Some(count) if count <= most => Ok(()),
        Some(_) => Err(Violation::Bomb),
        None => Err(Violation::Malformed),
    }
}

/// Runs of no and yes in turn.
fn booleans(mut reader: Reader<'_>) -> Option<u64> {
    let mut count = 0_u64;
    while !reader.is_empty() {
        count = count.saturating_add(reader.unsigned()?);
    }
    Some(count)
}

/// A run is a count and a value; minus a count and so many values; or zero and a count of nothing. A
/// group's values are counts themselves, and so are added up.
fn runs(mut reader: Reader<'_>, kind: u32, most: u64) -> Option<u64> {
    let (mut count, mut within) = (0_u64, 0_u64);
    while !reader.is_empty() && count <= most {
        match reader.signed()? {
            0 => count = count.saturating_add(reader.unsigned()?),
            run if run > 0 => {
                count = count.saturating_add(run.unsigned_abs());
                within = within.saturating_add(value(&mut reader, kind)?.saturating_mul(run.unsigned_abs()));
            }
            run => {
                count = count.saturating_add(run.unsigned_abs());
                for _ in 0..run.unsigned_abs().min(most.saturating_add(1)) {
                    within = within.saturating_add(value(&mut reader, kind)?);
                }
            }
        }
    }
    Some(count.max(within))
}

/// How many values stand behind one value of a column.
fn value(reader: &mut Reader<'_>, kind: u32) -> Option<u64> {
    match kind {
        GROUP => reader.unsigned(),
        TEXTS => reader.prefixed(TEXT).map(|_| 0),
        // Signed or not, the bytes are the same as far as their length goes.
        _ => reader.signed().map(|_| 0),
    }
}
