//! Messages that are forged as a whole cut the link; nothing of them is taken in.

use std::io::Read;

use automerge::sync::{ChunkList, Have, Message, MessageVersion};
use flate2::{Compression, bufread::DeflateEncoder};
use kaifong_replica::gate::Violation;
use kaifong_tests::forge::{Desk, bare_message, chunk, leb128, seal};

use super::{good, whole};

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut deflated = Vec::new();
    DeflateEncoder::new(bytes, Compression::best()).read_to_end(&mut deflated).unwrap();
    deflated
}

/// A chunk as it is, with a checksum of our choice.
fn raw_chunk(kind: u8, checksum: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = [&[0x85, 0x6f, 0x4a, 0x83], &checksum[..], &[kind]].concat();
    leb128(&mut bytes, data.len() as u64);
    bytes.extend_from_slice(data);
    bytes
}

fn violates(name: &str, message: &[u8], violation: Violation) {
    let mut desk = Desk::new();
    let before = desk.document().heads();
    assert_eq!(desk.say(message), Err(violation), "{name}");
    assert_eq!(desk.document().heads(), before, "{name}");
    whole(desk.document(), name);
}

/// A message in which one summary of what the sender has is this filter.
fn filtered(filter: &[u64], bits: &[u8]) -> Vec<u8> {
    let mut filter_bytes = Vec::new();
    filter.iter().for_each(|number| leb128(&mut filter_bytes, *number));
    filter_bytes.extend_from_slice(bits);
    let mut message = vec![0x42, 0, 0, 1, 0];
    leb128(&mut message, filter_bytes.len() as u64);
    message.extend(filter_bytes);
    message.push(0);
    message
}

#[test]
fn a_message_that_makes_no_sense_is_a_violation() {
    let honest = seal(good(&Desk::new(), "Hall"));
    let mut flipped = honest.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let document = Desk::new().document().save();
    let many = [vec![0x42, 0, 0, 0], vec![0xff, 0xff, 0xff, 0xff, 0x0f]].concat();
    for (name, message, violation) in [
        ("nothing", vec![], Violation::Malformed),
        ("no message", b"\x41hello".to_vec(), Violation::Malformed),
        ("cut short", vec![0x42, 1, 2, 3], Violation::Malformed),
        ("more chunks than bytes", many, Violation::Malformed),
        ("no chunk", bare_message(vec![], vec![b"GET / HTTP/1.1".to_vec()]), Violation::Malformed),
        ("a chunk of no type", bare_message(vec![], vec![chunk(7, b"?")]), Violation::Malformed),
        ("a flipped bit", bare_message(vec![], vec![flipped]), Violation::Checksum),
        ("a document", bare_message(vec![], vec![document]), Violation::Document),
        ("a bundle of nothing", bare_message(vec![], vec![chunk(3, b"bundle")]), Violation::Malformed),
        ("probes without end", filtered(&[1, 10, 4_000_000_000], &[0; 2]), Violation::Malformed),
        ("no probes", filtered(&[1, 10, 0], &[0; 2]), Violation::Malformed),
        ("no bits", filtered(&[1, 0, 7], &[]), Violation::Malformed),
        ("fewer bits than said", filtered(&[4_000_000_000, 10, 7], &[0; 2]), Violation::Malformed),
    ] {
        violates(name, &message, violation);
    }
}

/// 64 KB of a frame reached 196 MiB in bare Automerge, 522 KB reached 1.5 GiB.
#[test]
fn what_unfolds_to_too_much_is_a_bomb() {
    let megabytes = |count: usize| deflate(&vec![0; count << 20]);
    let bomb = raw_chunk(2, [0; 4], &megabytes(60));
    assert!(bomb.len() < 64 * 1024, "{}", bomb.len());
    violates("one chunk", &bare_message(vec![], vec![bomb]), Violation::Bomb);
    // Each within the bound, and too much together.
    let zeroes = vec![0; 3 << 20];
    let fits: [u8; 4] = chunk(1, &zeroes)[4..8].try_into().unwrap();
    let chunks = vec![raw_chunk(2, fits, &deflate(&zeroes)); 2];
    violates("two chunks", &bare_message(vec![], chunks), Violation::Bomb);
    // A bundle's columns: no deps, no actors, one deflated column for the changes.
    let column = megabytes(60);
    let mut bundle = vec![0, 0, 1, 0b1010];
    leb128(&mut bundle, column.len() as u64);
    bundle.extend(column);
    violates("a bundle", &bare_message(vec![], vec![chunk(3, &bundle)]), Violation::Bomb);
    // A few bytes that stand for a thousand million values.
    let mut bundle = vec![0, 0, 1, 2];
    let mut run = vec![];
    leb128(&mut run, 1_000_000_000);
    run.push(1);
    leb128(&mut bundle, run.len() as u64);
    bundle.extend(run);
    violates("a run", &bare_message(vec![], vec![chunk(3, &bundle)]), Violation::Bomb);
}

#[test]
fn a_deflated_change_and_a_bundle_are_taken() {
    let mut desk = Desk::new();
    let change = seal(good(&desk, "Hall"));
    let fits: [u8; 4] = change[4..8].try_into().unwrap();
    let data = &change[9 + if change.len() > 137 { 2 } else { 1 }..];
    assert_eq!(desk.bring(vec![raw_chunk(2, fits, &deflate(data))]), Ok(vec![]));
    let mut writer = Desk::at(desk.document().clone());
    let before = writer.document().heads();
    for place in ["One", "Two", "Three"] {
        let next = seal(good(&writer, place));
        assert_eq!(writer.bring(vec![next]), Ok(vec![]));
    }
    let doc = writer.document().automerge();
    let hashes: Vec<_> = doc.get_changes(&before).iter().map(automerge::Change::hash).collect();
    let bundle = doc.bundle(hashes).unwrap().bytes().to_vec();
    assert_eq!(desk.bring(vec![bundle]), Ok(vec![]));
    assert_eq!(desk.document().heads(), writer.document().heads());
    whole(desk.document(), "a bundle");
}

/// Hashes out of order are not taken as they come: Automerge relies on their order where it writes them.
#[test]
fn a_peer_may_name_its_hashes_in_any_order() {
    let mut desk = Desk::new();
    let mut message = vec![0x43, 2];
    message.extend([9; 32]);
    message.extend([1; 32]);
    message.extend([0, 0, 0]);
    assert_eq!(desk.say(&message), Ok(vec![]));
}

#[test]
fn only_so_much_may_wait() {
    let mut desk = Desk::new();
    let filler = |number: u32| {
        let mut change = good(&desk, &"x".repeat(70));
        change.deps = vec![automerge::ChangeHash([7; 32])];
        change.seq = u64::from(number) + 1;
        change.message = Some("m".repeat(250));
        seal(change)
    };
    let chunks: Vec<Vec<u8>> = (0..6_000).map(filler).collect();
    let mut cut = None;
    for some in chunks.chunks(400) {
        cut = desk.bring(some.to_vec()).err();
        if cut.is_some() {
            break;
        }
    }
    assert_eq!(cut, Some(Violation::TooMuch));
}

/// The kind of message with which a peer asks for everything is no violation.
#[test]
fn an_empty_message_is_fine() {
    let (heads, need, have) = (vec![], vec![], vec![Have::default()]);
    let message = Message { heads, need, have, changes: ChunkList::empty(), flags: None, version: MessageVersion::V2 };
    assert_eq!(Desk::new().say(&message.encode()), Ok(vec![]));
}
