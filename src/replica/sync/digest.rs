//! A digest of everything a side holds, in two levels: a root to see in 32 bytes that nothing differs,
//! and buckets to see what does.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use sha2::{Digest as _, Sha256};

/// The SHA-256 of everything a side holds.
pub type Root = [u8; 32];

/// The documents that a side holds, by name, with their heads in order. A document in which nothing was
/// ever written counts for nothing, and is not among them.
pub type Holdings = BTreeMap<String, Vec<ChangeHash>>;

/// How many bytes of SHA-256 stand for a bucket.
const SUMMARY: usize = 8;
/// The most buckets.
const MOST: usize = 128;

/// The root of what a side holds.
pub fn root(holdings: &Holdings) -> Root {
    sum(Sha256::new(), holdings.iter()).finalize().into()
}

/// The buckets of what a side holds, [`SUMMARY`] bytes each, for a peer that has asked with another root.
/// The peer's root is their salt: to make two states that look alike is no easier than to guess, and what
/// looked alike once does not look alike the next time.
pub fn buckets(holdings: &Holdings, asker: &Root) -> Vec<u8> {
    let count = (holdings.len() * 2).next_power_of_two().min(MOST);
    summaries(holdings, asker, count).concat()
}

/// In which buckets the asker's holdings differ from those that were answered; `None` if that is no answer.
pub fn differing(holdings: &Holdings, asker: &Root, answer: &[u8]) -> Option<BTreeSet<u8>> {
    let (theirs, rest) = answer.as_chunks::<SUMMARY>();
    if !rest.is_empty() || !theirs.len().is_power_of_two() || theirs.len() > MOST {
        return None;
    }
    let ours = summaries(holdings, asker, theirs.len());
    let all = 0..theirs.len();
    let differing: BTreeSet<u8> =
        all.clone().filter(|index| ours[*index] != theirs[*index]).map(|index| index as u8).collect();
    // The roots differ: if no bucket does, two happen to look alike, and all are opened.
    Some(if differing.is_empty() { all.map(|index| index as u8).collect() } else { differing })
}

/// How many buckets an answer has.
pub fn count(answer: &[u8]) -> usize {
    answer.len() / SUMMARY
}

/// The bucket of a document.
pub fn bucket(name: &str, count: usize) -> u8 {
    Sha256::digest(name)[0] & (count.clamp(1, MOST) - 1) as u8
}

fn summaries(holdings: &Holdings, asker: &Root, count: usize) -> Vec<[u8; SUMMARY]> {
    let mut sums = vec![Sha256::new().chain_update(asker); count];
    for (name, heads) in holdings {
        let sum_of = &mut sums[usize::from(bucket(name, count))];
        *sum_of = sum(sum_of.clone(), std::iter::once((name, heads)));
    }
    let short = |sum: Sha256| sum.finalize()[..SUMMARY].try_into().expect("SHA-256 is longer");
    sums.into_iter().map(short).collect()
}

/// Lengths stand before names and lists, so that no two holdings are written alike.
fn sum<'a>(sum: Sha256, holdings: impl Iterator<Item = (&'a String, &'a Vec<ChangeHash>)>) -> Sha256 {
    holdings.fold(sum, |sum, (name, heads)| {
        let lengths = [name.len() as u32, heads.len() as u32].map(u32::to_be_bytes);
        let sum = sum.chain_update(lengths.concat()).chain_update(name);
        heads.iter().fold(sum, |sum, head| sum.chain_update(head))
    })
}
