//! A whole document's bytes, weighed before Automerge unfolds them.

use super::{
    Violation, chunk,
    column::{self, Bounds},
    reader::Reader,
};

/// The most operations of a document, ten years of a busy community's.
const OPERATIONS: u64 = 4_000_000;
/// The most that it may unfold to, in bytes.
const UNFOLDED: usize = 256 * 1024 * 1024;

/// Reads over a document: its authors, its heads, the layouts of both its tables, and these.
///
/// # Errors
/// It is no document, or it would unfold to more than any real one.
pub(crate) fn weigh(snapshot: &[u8]) -> Result<(), Violation> {
    let data = chunk::document(snapshot)?;
    let mut reader = Reader::new(data);
    chunk::actors(&mut reader).and_then(|()| reader.hashes(chunk::ACTORS)).ok_or(Violation::Malformed)?;
    let layouts = [column::layout(&mut reader)?, column::layout(&mut reader)?];
    let mut bounds = Bounds { values: OPERATIONS, bytes: UNFOLDED };
    layouts.iter().try_for_each(|layout| column::scan(&mut reader, layout, &mut bounds))
}

#[cfg(test)]
mod tests {
    use kaifong_domain::document::DocumentKind;

    use super::*;
    use crate::document::Document;

    /// A document without authors and heads, whose first table has one column.
    fn snapshot(specification: u8, column: &[u8]) -> Vec<u8> {
        let length = column.len() as u8;
        let data = [&[0, 0, 1, specification, length, 0], column].concat();
        [&[0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 0, data.len() as u8], &data[..]].concat()
    }

    #[test]
    fn a_real_document_is_light_and_one_that_unfolds_without_end_is_not() {
        assert_eq!(weigh(&Document::new(DocumentKind::Tasks(2026)).save_seen()), Ok(()));
        // Three times the number 7, and 2⁴⁰ times.
        assert_eq!(weigh(&snapshot(0x12, &[3, 7])), Ok(()));
        let many = [0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 7];
        assert_eq!(weigh(&snapshot(0x12, &many)), Err(Violation::Bomb));
        assert_eq!(weigh(&snapshot(0x12, &many[..4])), Err(Violation::Malformed));
        assert_eq!(weigh(b"no document"), Err(Violation::Malformed));
        let mut trailing = Document::new(DocumentKind::Roster).save_seen();
        trailing.push(0);
        assert_eq!(weigh(&trailing), Err(Violation::Malformed), "nothing stands after it");
    }
}
