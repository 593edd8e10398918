//! Previews: they show what the documents show, and nothing that they should not.

use kaifong_domain::{
    command::Command,
    id::CommentId,
    record::{Collection, Entry},
};
use uuid::Uuid;

use super::pen::{Pen, SUGGESTION, SUGGESTIONS, TASKS};
use crate::preview::{read, write};

fn shown(pen: &mut Pen) -> Vec<Entry> {
    let (id, text) = (CommentId(Uuid::from_u128(9)), "It is dark there.".into());
    pen.give(Command::Comment { id, suggestion: SUGGESTION, text });
    pen.document(SUGGESTIONS).entries().entries
}

#[test]
fn a_preview_shows_what_the_document_shows() {
    let [mut pen] = Pen::several();
    let entries = shown(&mut pen);
    assert!(entries.len() > 1);
    assert_eq!(read(SUGGESTIONS, &write(&entries)), Some(entries));
    assert_eq!(read(SUGGESTIONS, &write(&[])), Some(vec![]));
}

#[test]
fn what_stands_in_another_document_is_passed_over() {
    let [mut pen] = Pen::several();
    let entries = shown(&mut pen);
    assert!(entries.iter().all(|entry| entry.record.key().collection != Collection::Tasks));
    assert_eq!(read(TASKS, &write(&entries)), Some(vec![]));
}

#[test]
fn what_is_no_preview_is_none() {
    let [mut pen] = Pen::several();
    let preview = write(&shown(&mut pen));
    for length in 0..preview.len() {
        assert_eq!(read(SUGGESTIONS, &preview[..length]), None, "cut at {length}");
    }
    let bomb = crate::deflate::deflate(&vec![0; 5 * 1024 * 1024]);
    assert_eq!(read(SUGGESTIONS, &bomb), None);
}
