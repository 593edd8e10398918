//! Mutated previews, shown to a phone.

use std::io::{Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use kaifong_domain::document::DocumentKind;
use kaifong_replica::preview;

use super::{Report, attempt, corpus, corpus::Sample, mutation, panic, whole::Unsound};
use crate::{phone::community_of, seed::Seed};

/// Runs so many cases, each of one preview.
pub(super) fn run(first: u64, cases: u64) -> Report {
    let samples = corpus::samples();
    let mut report = Report { cases, ..Report::default() };
    for number in first..first + cases {
        let mut seed = Seed::new(number);
        let sample = &samples[seed.below(samples.len())];
        let preview = panic::hushed(|| forge(&mut seed, sample)).done.unwrap_or_default();
        // It may be said to be of another document than it is.
        let of = if seed.chance(100) { &samples[seed.below(samples.len())] } else { sample };
        attempt(&mut report, number, |report| case(of.desk.document().kind(), &preview, report));
    }
    report
}

/// A preview with something mutated in it: mostly in what it unfolds to, for hardly any other unfolds at all.
fn forge(seed: &mut Seed, sample: &Sample) -> Vec<u8> {
    let mut bytes = preview::write(&sample.desk.document().clone().entries().entries);
    if seed.chance(100) {
        mutation::bytes(seed, &mut bytes);
        return bytes;
    }
    let (mut cards, mut mutated) = (Vec::new(), DeflateEncoder::new(Vec::new(), Compression::fast()));
    DeflateDecoder::new(&*bytes).read_to_end(&mut cards).expect("it was deflated");
    mutation::bytes(seed, &mut cards);
    mutated.write_all(&cards).expect("a Vec takes any bytes");
    mutated.finish().expect("a Vec takes any bytes")
}

/// What is read of it can be shown, and is the same when it is written again.
fn case(kind: DocumentKind, bytes: &[u8], report: &mut Report) -> Result<(), Unsound> {
    let Some(entries) = preview::read(kind, bytes) else {
        report.refused("no preview");
        return Ok(());
    };
    report.accepted += 1;
    if entries.iter().any(|entry| !kind.collections().contains(&entry.record.key().collection)) {
        return Err(Unsound::Other);
    }
    if preview::read(kind, &preview::write(&entries)).as_ref() != Some(&entries) {
        return Err(Unsound::Shown);
    }
    let shown = community_of(entries).entries();
    if community_of(shown.clone()).entries() == shown { Ok(()) } else { Err(Unsound::Record) }
}
