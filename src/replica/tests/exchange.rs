//! Parcels and exchanges: packed small, taken in whole, resumed where the line broke, and never more under
//! way than the other side takes.

use automerge::ChangeHash;
use kaifong_domain::{command::Command, id::CommentId, suggestion::SuggestionEdit};
use uuid::Uuid;

use super::pen::{Pen, SUGGESTION, SUGGESTIONS};
use crate::{
    document::{Document, Parcel, hashes, open},
    sync::{
        exchange::{Exchange, Said},
        session::ReceiveError,
    },
};

const MOST: usize = 4 * 1024;

fn rename(pen: &mut Pen, number: usize) {
    let edits = vec![SuggestionEdit::Title(format!("Lamp {number}"))];
    pen.give(Command::EditSuggestion { id: SUGGESTION, edits });
}

fn comment(pen: &mut Pen, number: usize, length: usize) {
    let sign = |index: usize| char::from_u32(0x4e00 + ((number * 7_919 + index * 104_729) % 0x5000) as u32).unwrap();
    let (id, text) = (CommentId(Uuid::from_u128(1_000 + number as u128)), (0..length).map(sign).collect());
    pen.give(Command::Comment { id, suggestion: SUGGESTION, text });
}

fn say(exchange: &mut Exchange, document: &Document) -> Option<Said> {
    exchange.speak(document, |held| document.pack(held, MOST))
}

/// Everything that one side says while the other takes it in.
fn bring(from: (&mut Exchange, &Document), to: (&mut Exchange, &mut Document)) -> usize {
    let mut parts = 0;
    while let Some(Said { bytes, heads, asks }) = say(from.0, from.1) {
        to.0.take(to.1, &bytes, heads).unwrap();
        if asks {
            from.0.taken();
        }
        parts += 1;
    }
    parts
}

#[test]
fn a_hundred_edits_take_a_few_hundred_bytes() {
    let [mut writer, mut reader] = Pen::several();
    let held = reader.document(SUGGESTIONS).heads();
    (0..100).for_each(|number| rename(&mut writer, number));
    let Parcel { bytes, is_last, .. } = writer.document(SUGGESTIONS).pack(&held, MOST);
    assert!(bytes.len() < 700 && is_last, "{} bytes", bytes.len());
    let unpacked = reader.document(SUGGESTIONS).unpack(&bytes).unwrap();
    assert_eq!(unpacked.tips, writer.document(SUGGESTIONS).heads());
    assert_eq!(unpacked.outcome.entries.len(), 1, "the suggestion is shown once");
    assert_eq!(reader.document(SUGGESTIONS).heads(), writer.document(SUGGESTIONS).heads());
    assert_eq!(reader.document(SUGGESTIONS).save(), writer.document(SUGGESTIONS).save());
}

#[test]
fn nothing_at_rest_is_a_bundle() {
    let [mut writer, mut reader] = Pen::several();
    let held = reader.document(SUGGESTIONS).heads();
    (0..20).for_each(|number| rename(&mut writer, number));
    let parcel = writer.document(SUGGESTIONS).pack(&held, MOST);
    assert_eq!(hashes(&parcel.bytes).unwrap().len(), 20);
    assert!(reader.document(SUGGESTIONS).absorb(&parcel.bytes).is_err(), "storage does not know bundles");
    reader.document(SUGGESTIONS).unpack(&parcel.bytes).unwrap();
    let stored = reader.document(SUGGESTIONS).save_after(&held);
    let [mut fresh] = Pen::several();
    fresh.document(SUGGESTIONS).absorb(&stored).unwrap();
    assert_eq!(fresh.document(SUGGESTIONS).heads(), writer.document(SUGGESTIONS).heads());
}

#[test]
fn a_parcel_that_makes_no_sense_changes_nothing() {
    let [mut writer, mut reader] = Pen::several();
    let held = reader.document(SUGGESTIONS).heads();
    (0..20).for_each(|number| rename(&mut writer, number));
    let short = reader.document(SUGGESTIONS);
    let Parcel { bytes, .. } = writer.document(SUGGESTIONS).pack(&held, MOST);
    for length in 1..bytes.len() {
        assert!(short.unpack(&bytes[..length]).is_err(), "cut at {length}");
    }
    for index in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[index] ^= 1;
        let is_same = open(&flipped).is_ok_and(|chunks| Ok(chunks) == open(&bytes));
        assert!(is_same || short.unpack(&flipped).is_err(), "flipped at {index}");
    }
    assert_eq!(short.heads(), held);

    let middle = writer.document(SUGGESTIONS).heads();
    rename(&mut writer, 20);
    let Parcel { bytes, .. } = writer.document(SUGGESTIONS).pack(&middle, MOST);
    assert!(matches!(short.unpack(&bytes), Err(ReceiveError::Orphaned)));
    assert_eq!(short.heads(), held, "what rests on something else does not wait for it unseen");
}

#[test]
fn a_long_history_comes_in_parts_and_goes_on_where_the_line_broke() {
    let [mut writer] = Pen::several();
    (0..40).for_each(|number| comment(&mut writer, number, 500));
    let long = writer.document(SUGGESTIONS).clone();
    let whole = bring((&mut Exchange::default(), &long), (&mut Exchange::default(), &mut Document::new(SUGGESTIONS)));
    assert!(whole > 8, "only {whole} parts");

    let (mut short, mut parts) = (Document::new(SUGGESTIONS), 0);
    while short.heads() != long.heads() {
        // A new line, on which one part arrives.
        let (mut up, mut down) = (Exchange::default(), Exchange::default());
        down.answer(SUGGESTIONS, short.heads());
        up.ask(SUGGESTIONS, short.heads(), false);
        let Said { bytes, heads, .. } = say(&mut down, &long).unwrap();
        assert!(bytes.len() <= MOST + 1_000, "{} bytes", bytes.len());
        up.take(&mut short, &bytes, heads).unwrap();
        parts += 1;
    }
    assert_eq!(parts, whole, "nothing was sent twice");
}

#[test]
fn who_takes_nothing_in_is_sent_no_more_and_then_the_newest() {
    let [mut writer, mut reader] = Pen::several();
    let heads = reader.document(SUGGESTIONS).heads();
    let (mut up, mut down) = (Exchange::default(), Exchange::default());
    [&mut up, &mut down].into_iter().for_each(|exchange| exchange.agree(SUGGESTIONS, heads.clone()));
    let mut under_way = Vec::new();
    for number in 0..400 {
        comment(&mut writer, number, 500);
        under_way.extend(say(&mut down, writer.document(SUGGESTIONS)));
    }
    let bytes: usize = under_way.iter().map(|said| said.bytes.len()).sum();
    assert!(bytes < 150 * 1024, "{bytes} bytes wait");
    assert!(down.has_word(writer.document(SUGGESTIONS)));
    for Said { bytes, heads, asks } in under_way {
        up.take(reader.document(SUGGESTIONS), &bytes, heads).unwrap();
        if asks {
            down.taken();
        }
    }
    bring((&mut down, writer.document(SUGGESTIONS)), (&mut up, reader.document(SUGGESTIONS)));
    assert!(up.is_even(reader.document(SUGGESTIONS)));
}

#[test]
fn edits_made_apart_cross_on_the_line() {
    let [mut one, mut other] = Pen::several();
    let heads = one.document(SUGGESTIONS).heads();
    let (mut up, mut down) = (Exchange::default(), Exchange::default());
    [&mut up, &mut down].into_iter().for_each(|exchange| exchange.agree(SUGGESTIONS, heads.clone()));
    for number in 0..3 {
        rename(&mut one, number);
        comment(&mut other, number, 10);
        let crossing = say(&mut up, one.document(SUGGESTIONS)).unwrap();
        bring((&mut down, other.document(SUGGESTIONS)), (&mut up, one.document(SUGGESTIONS)));
        down.take(other.document(SUGGESTIONS), &crossing.bytes, vec![]).unwrap();
    }
    assert_eq!(one.document(SUGGESTIONS).heads(), other.document(SUGGESTIONS).heads());
    assert_eq!(say(&mut up, one.document(SUGGESTIONS)), None, "nothing is sent back to where it came from");
    assert_eq!(say(&mut down, other.document(SUGGESTIONS)), None);
}

#[test]
fn samples_find_the_place_where_two_histories_part() {
    let [mut writer] = Pen::several();
    (0..300).for_each(|number| rename(&mut writer, number));
    let backup = writer.document(SUGGESTIONS).clone();
    (300..500).for_each(|number| rename(&mut writer, number));
    let document = writer.document(SUGGESTIONS);
    let samples = document.samples(|_| false);
    assert!(samples.len() < 20, "{} samples", samples.len());
    let known: Vec<ChangeHash> = samples.into_iter().filter(|hash| backup.has(hash)).collect();
    let again = document.beyond(&known).len();
    assert!((200..=400).contains(&again), "{again} changes are sent for 200");

    let own = document.beyond(&backup.heads());
    assert_eq!(document.heads_without(|hash| own.contains(hash)), backup.heads());
    assert!(document.samples(|hash| own.contains(hash)).iter().all(|hash| backup.has(hash)));
}
