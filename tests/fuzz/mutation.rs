//! How the fuzzer mutates.

use automerge::{
    ActorId, Change, ExpandedChange, ObjType, ScalarValue as S,
    legacy::{ElementId, Key, ObjectId, Op, OpId, OpType},
};

use super::corpus::Sample;
use crate::{
    forge::{bare_message, chunk},
    seed::Seed,
};

/// A message with a change in which something is mutated, and perhaps honest ones around it.
pub(super) fn changes(seed: &mut Seed, sample: &Sample) -> Vec<u8> {
    if seed.chance(50) {
        let mut message = bare_message(sample.hashes.clone(), vec![sample.change.clone()]);
        bytes(seed, &mut message);
        return message;
    }
    let mut chunks = vec![change(seed, sample)];
    if seed.chance(200) {
        chunks.insert(seed.below(2), sample.change.clone());
    }
    if seed.chance(100) {
        chunks.push(sample.bundle.clone());
    }
    bare_message(vec![], chunks)
}

/// A message with a bundle in which something is mutated.
pub(super) fn bundle(seed: &mut Seed, sample: &Sample) -> Vec<u8> {
    bare_message(vec![], vec![resealed(seed, 3, &sample.bundle)])
}

/// A parcel with a change or a bundle in which something is mutated.
pub(super) fn parcel(seed: &mut Seed, sample: &Sample, is_bundle: bool) -> Vec<u8> {
    if is_bundle { resealed(seed, 3, &sample.bundle) } else { change(seed, sample) }
}

/// A change in which something is mutated: its bytes, or what they say.
fn change(seed: &mut Seed, sample: &Sample) -> Vec<u8> {
    if seed.chance(500) {
        return resealed(seed, 1, &sample.change);
    }
    let mut change = sample.expanded.clone();
    for _ in 0..=seed.below(3) {
        envelope(seed, sample, &mut change);
    }
    Change::from(change).raw_bytes().to_vec()
}

/// A chunk with some of its bytes changed, and a checksum that fits.
fn resealed(seed: &mut Seed, kind: u8, bytes: &[u8]) -> Vec<u8> {
    let header = 9 + bytes[9..].iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    let mut data = bytes[header..].to_vec();
    self::bytes(seed, &mut data);
    chunk(kind, &data)
}

/// Changes a few bytes.
pub(super) fn bytes(seed: &mut Seed, bytes: &mut Vec<u8>) {
    for _ in 0..=seed.below(4) {
        if bytes.is_empty() {
            return;
        }
        let index = seed.below(bytes.len());
        match seed.below(6) {
            0 => bytes[index] ^= 1 << seed.below(8),
            1 => bytes[index] = seed.draw() as u8,
            2 => bytes.insert(index, seed.draw() as u8),
            3 => drop(bytes.remove(index)),
            4 => bytes[index] = *seed.pick(&[0, 1, 0x7f, 0x80, 0xff, 0x3f, 0x40]).unwrap_or(&0),
            _ => bytes[index] = bytes[index].wrapping_add(1),
        }
    }
}

/// Changes a part of a change.
fn envelope(seed: &mut Seed, sample: &Sample, change: &mut ExpandedChange) {
    let count = change.operations.len();
    match seed.below(30) {
        0 => change.seq = change.seq.wrapping_add(seed.draw() % 3).wrapping_sub(1),
        1 => {
            let start = change.start_op.get().wrapping_add(seed.draw() % 4).wrapping_sub(2);
            change.start_op = start.try_into().unwrap_or(change.start_op);
        }
        2 => change.start_op = (seed.draw() >> seed.below(63) | 1).try_into().unwrap_or(change.start_op),
        3 => change.deps = sample.hashes.iter().copied().filter(|_| seed.chance(200)).collect(),
        4 => change.time = seed.draw() as i64 >> seed.below(63),
        5 => change.message = Some("m".repeat(seed.below(300))),
        6 => change.actor_id = actor(seed, sample),
        7 if count > 0 => drop(change.operations.remove(seed.below(count))),
        8 if count > 0 => {
            let copy = change.operations[seed.below(count)].clone();
            change.operations.insert(seed.below(count + 1), copy);
        }
        9 if count > 1 => change.operations.swap(seed.below(count), seed.below(count)),
        _ if count > 0 => {
            let index = seed.below(count);
            operation(seed, sample, &mut change.operations[index]);
        }
        _ => {}
    }
}

fn operation(seed: &mut Seed, sample: &Sample, op: &mut Op) {
    match seed.below(6) {
        0 => op.action = action(seed),
        1 => op.obj = if seed.chance(200) { ObjectId::Root } else { ObjectId::Id(id(seed, sample)) },
        2 => op.key = key(seed, sample),
        3 => op.insert = !op.insert,
        4 => op.pred = (0..seed.below(3)).map(|_| id(seed, sample)).collect(),
        _ => {
            let near = op.pred.iter().map(|id| id.increment_by(seed.draw() % 3)).collect();
            op.pred = near;
        }
    }
}

fn actor(seed: &mut Seed, sample: &Sample) -> ActorId {
    let known = seed.pick(&sample.actors).map(|(actor, _)| actor.clone());
    known.filter(|_| seed.chance(700)).unwrap_or_else(|| ActorId::from(seed.bytes::<16>()))
}

fn id(seed: &mut Seed, sample: &Sample) -> OpId {
    let (actor, last) = seed.pick(&sample.actors).cloned().unwrap_or_else(|| (ActorId::from([1]), 9));
    OpId::new(seed.draw() % (last + 3), &actor)
}

fn key(seed: &mut Seed, sample: &Sample) -> Key {
    const KEYS: [&str; 12] =
        ["title", "text", "place", "schema", "suggestions", "made", "removed", "skills", "tea", "mood", "", "raisedAt"];
    match seed.below(4) {
        0 => Key::Seq(ElementId::Head),
        1 => Key::Seq(ElementId::Id(id(seed, sample))),
        _ => Key::Map((*seed.pick(&KEYS).unwrap_or(&"x")).into()),
    }
}

fn action(seed: &mut Seed) -> OpType {
    match seed.below(12) {
        0 => OpType::Make(ObjType::Map),
        1 => OpType::Make(ObjType::List),
        2 => OpType::Make(ObjType::Text),
        3 => OpType::Make(ObjType::Table),
        4 => OpType::Delete,
        5 => OpType::Increment(seed.draw() as i64),
        6 => OpType::Put(S::Null),
        7 => OpType::Put(S::Counter((seed.draw() as i64).into())),
        8 => OpType::Put(S::Int(seed.draw() as i64 >> seed.below(63))),
        9 => OpType::Put(S::Boolean(seed.chance(500))),
        10 => OpType::MarkEnd(seed.chance(500)),
        _ => OpType::Put(S::Str("字".repeat(seed.below(40)).into())),
    }
}
