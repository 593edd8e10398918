//! Sessions: what is too long for one frame is split, and nobody waits for what was said already.

use std::collections::BTreeSet;

use kaifong_domain::{command::Command, community::Community, id::CommentId, suggestion::SuggestionEdit};
use uuid::Uuid;

use super::pen::{NOON, Pen, SUGGESTION, SUGGESTIONS};
use crate::{
    document::Document,
    gate::{Actors, Author, Pass, Rights, Violation, Vouched},
    sync::session::Session,
};

/// Text that does not compress.
fn noise(seed: u64, length: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let sign = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from_u32(0x4e00 + (state % 0x5000) as u32).unwrap()
    };
    (0..length).map(sign).collect()
}

fn comment(pen: &mut Pen, number: u64) {
    let (id, text) = (CommentId(Uuid::from_u128(1_000 + u128::from(number))), noise(number, 1_000));
    pen.give(Command::Comment { id, suggestion: SUGGESTION, text });
}

fn hear(session: &mut Session, document: &mut Document, messages: &[Vec<u8>]) {
    for message in messages {
        session.receive(document, message).unwrap();
    }
}

#[test]
fn a_week_offline_fits_into_frames() {
    const MOST: usize = 64 * 1024;
    let [mut writer, mut reader] = Pen::several();
    (0..100).for_each(|number| comment(&mut writer, number));
    let (mut up, mut down) = (Session::default(), Session::default());
    let (long, short) = (writer.document(SUGGESTIONS), reader.document(SUGGESTIONS));
    let mut frames = 0;
    for _ in 0..10 {
        let said = up.speak(long, MOST);
        assert!(
            said.iter().all(|message| message.len() <= MOST),
            "{:?}",
            said.iter().map(Vec::len).collect::<Vec<_>>()
        );
        frames = frames.max(said.len());
        for (index, message) in said.iter().enumerate() {
            let before = short.heads();
            down.receive(short, message).unwrap();
            assert!(said.len() == 1 || short.heads() != before, "part {index} can be taken in when it comes");
        }
        hear(&mut up, long, &down.speak(short, MOST));
    }
    assert!(frames > 2, "only {frames} frames");
    assert_eq!(long.heads(), short.heads());
    assert!(up.is_even(long) && down.is_even(short));
}

/// The summary of what one has (a Bloom filter) takes its share of each frame: with a long history on
/// both sides it is bigger than a frame's other fields.
#[test]
fn a_long_history_leaves_less_room_in_a_frame() {
    const MOST: usize = 4 * 1024;
    let [mut writer, mut reader] = Pen::several();
    for number in 0..900 {
        writer.give(Command::EditSuggestion {
            id: SUGGESTION,
            edits: vec![SuggestionEdit::Title(format!("Lamp {number}"))],
        });
    }
    writer.meet(&mut reader);
    reader.give(Command::EditSuggestion { id: SUGGESTION, edits: vec![SuggestionEdit::Place("Yard".into())] });
    (0..4).for_each(|number| comment(&mut writer, number));
    let (mut up, mut down) = (Session::default(), Session::default());
    let (long, short) = (writer.document(SUGGESTIONS), reader.document(SUGGESTIONS));
    for _ in 0..10 {
        hear(&mut up, long, &down.speak(short, usize::MAX));
        let said = up.speak(long, MOST);
        for message in &said {
            assert!(message.len() <= MOST + 1_200, "{} bytes", message.len());
        }
        hear(&mut down, short, &said);
    }
    assert_eq!(long.heads(), short.heads());
}

/// A server takes in several messages before it answers. Automerge held a peer that says it has what we
/// have for one that knows it, and the phone waited forever for an answer to its changes.
#[test]
fn a_peer_that_was_not_answered_is_still_told() {
    let [mut writer, mut reader] = Pen::several();
    let (mut up, mut down) = (Session::default(), Session::default());
    let (long, short) = (writer.document(SUGGESTIONS).clone(), reader.document(SUGGESTIONS));
    // The phone knows what the server has, and the server's question is under way.
    hear(&mut up, &mut long.clone(), &down.speak(short, usize::MAX));
    comment(&mut writer, 1);
    let long = writer.document(SUGGESTIONS);
    let brings = up.speak(long, usize::MAX);
    hear(&mut up, long, &ask_again(&mut down, short));
    let says_it_has = up.speak(long, usize::MAX);
    hear(&mut down, short, &brings);
    hear(&mut down, short, &says_it_has);
    assert_eq!(short.heads(), long.heads());
    hear(&mut up, long, &down.speak(short, usize::MAX));
    assert!(up.is_even(long), "the phone was never told");
}

/// What the server says next though nothing has changed there: its first word once more.
fn ask_again(down: &mut Session, short: &Document) -> Vec<Vec<u8>> {
    let again = down.speak(short, usize::MAX);
    if again.is_empty() { Session::default().speak(short, usize::MAX) } else { again }
}

/// Takes in a message as a server does.
fn at_gate(session: &mut Session, document: &mut Document, message: &[u8]) -> Result<(), Violation> {
    let (devices, missing, mut actors) = (BTreeSet::new(), BTreeSet::new(), Actors::of(document));
    let (author, vouched) = (Author::Device([2; 8]), Vouched::new());
    let (rights, known, is_refilling) = (Rights::Program, Community::default(), false);
    let (devices, missing, vouched) = (&devices, &missing, &vouched);
    let dead = &BTreeSet::new();
    let pass = Pass { author, rights, known: &known, now: NOON, devices, is_refilling, missing, vouched, dead };
    session.receive_at_gate(&pass, document, &mut actors, message).map(|refused| assert_eq!(refused, []))
}

#[test]
fn what_is_no_message_is_refused_and_changes_nothing() {
    let [mut writer, mut reader] = Pen::several();
    comment(&mut writer, 1);
    let (mut up, mut down) = (Session::default(), Session::default());
    let (long, short) = (writer.document(SUGGESTIONS), reader.document(SUGGESTIONS));
    hear(&mut up, long, &down.speak(short, usize::MAX));
    let brings = up.speak(long, usize::MAX).remove(0);
    let before = short.heads();
    for length in 0..brings.len() {
        // What stands behind the changes may be missing: older peers do not send it.
        if at_gate(&mut down, short, &brings[..length]).is_ok() {
            assert!(brings.len() - length < 8 && short.heads() != before, "cut at {length}");
            break;
        }
        assert_eq!(short.heads(), before, "cut at {length}");
    }
    let mut flipped = brings.clone();
    let [mut fresh] = Pen::several();
    let short = fresh.document(SUGGESTIONS);
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let refused = at_gate(&mut Session::default(), short, &flipped);
    assert_eq!(refused, Err(Violation::Checksum));
    assert_eq!(short.heads(), before);
}
