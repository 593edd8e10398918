//! Changes on their way to a peer of our own kind: packed small, in parts that can each be taken in when
//! they come. A bundle (experimental in Automerge) is only ever on the wire, never at rest.

use std::{borrow::Cow, collections::BTreeSet};

use automerge::{Bundle, Change as StoredChange, ChangeHash, ChangeMetadata, PatchLog, ReadDoc};
use sha2::{Digest, Sha256};

use super::{Damaged, Document, Outcome, chunk_length, single_change};
use crate::{
    deflate::{self, Inflating, deflate, inflate},
    projection, schema,
    sync::session::ReceiveError,
};

/// So few changes may be smaller one by one than as a bundle.
const FEW: usize = 4;
/// The most changes, and about the most operations, in one parcel: each part of a long history is made,
/// sent, taken in and stored by itself.
const MOST_CHANGES: usize = 2_000;
const MOST_OPERATIONS: u64 = 20_000;
/// What a parcel's first byte says of the rest.
const PLAIN: u8 = 0;
const DEFLATED: u8 = 1;
/// Behind magic and checksum a chunk has its type; this one is a bundle's.
const TYPE: usize = 8;
const BUNDLE: u8 = 3;

/// Changes packed for a peer.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// Chunks of Automerge's binary format, as [`close`] leaves them: a bundle, or changes one after the other.
    pub bytes: Vec<u8>,
    /// The peer holds the history of these once it has taken the parcel in.
    pub held: Vec<ChangeHash>,
    /// Whether it then holds all of the document.
    pub is_last: bool,
}

/// What came out of a parcel.
#[derive(Debug, PartialEq)]
pub struct Unpacked {
    /// What can be seen of it.
    pub outcome: Outcome,
    /// The changes in it on which no other in it rests.
    pub tips: Vec<ChangeHash>,
}

impl Document {
    /// Packs the first changes that a peer lacks which holds the history of `held`, in about `most`
    /// bytes: one change may be larger.
    pub fn pack(&self, held: &[ChangeHash], most: usize) -> Parcel {
        self.pack_of(held, &self.heads(), most)
    }

    /// The same of the history of these `heads`, and of nothing that is newer.
    pub fn pack_of(&self, held: &[ChangeHash], heads: &[ChangeHash], most: usize) -> Parcel {
        let known: Vec<ChangeHash> = held.iter().copied().filter(|head| self.has(head)).collect();
        let mut missing = self.doc.get_changes_meta(&known);
        let is_all = self.heads() == heads;
        let newer = if is_all { BTreeSet::new() } else { self.beyond(heads) };
        // Everybody has the first change of all; an older version does not have those that its kind has gained.
        missing.retain(|change| !change.deps.is_empty() && !newer.contains(&change.hash));
        let mut count = first_part(&missing);
        loop {
            let part = &missing[..count];
            let bytes = self.wrap(part);
            if bytes.len() <= most || count <= 1 {
                let is_last = count == missing.len();
                let held = if is_last && is_all { heads.to_vec() } else { frontier(known, part) };
                return Parcel { bytes: close(&bytes), held, is_last };
            }
            count /= 2;
        }
    }

    fn wrap(&self, part: &[ChangeMetadata<'_>]) -> Vec<u8> {
        if part.is_empty() {
            return vec![];
        }
        let hashes = || part.iter().map(|change| change.hash);
        let bundle = self.doc.bundle(hashes()).expect("the changes are the document's own").bytes().to_vec();
        let singly = || -> Vec<u8> {
            let changes = hashes().filter_map(|hash| self.doc.get_change_by_hash(&hash));
            changes.flat_map(|mut change| change.bytes().to_vec()).collect()
        };
        let singly = (part.len() <= FEW).then(singly).filter(|singly| singly.len() <= bundle.len());
        singly.unwrap_or(bundle)
    }

    /// Takes in a parcel: all of it, or nothing.
    ///
    /// # Errors
    /// See [`ReceiveError`].
    pub fn unpack(&mut self, parcel: &[u8]) -> Result<Unpacked, ReceiveError> {
        let changes = changes_in(&open(parcel).map_err(|_| ReceiveError::NotAMessage)?);
        let changes = changes.map_err(|_| ReceiveError::NotAMessage)?;
        let hashes: BTreeSet<ChangeHash> = changes.iter().map(StoredChange::hash).collect();
        let deps: BTreeSet<ChangeHash> = changes.iter().flat_map(|change| change.deps().iter().copied()).collect();
        if !deps.iter().all(|dep| hashes.contains(dep) || self.has(dep)) {
            return Err(ReceiveError::Orphaned);
        }
        let (mut log, targets) = (PatchLog::active(), projection::Targets::of(&changes));
        let applied = self.doc.apply_changes_log_patches(changes, &mut log);
        let patches = self.doc.make_patches(&mut log);
        let mut touched = projection::touched(&patches);
        touched.extend(self.contested.iter().copied().chain(targets.records(&self.doc)));
        let outcome = self.read(touched);
        applied?;
        Ok(Unpacked { outcome, tips: hashes.difference(&deps).copied().collect() })
    }

    /// The newest changes of the history that is left without some of the changes.
    pub fn heads_without(&self, without: impl Fn(&ChangeHash) -> bool) -> Vec<ChangeHash> {
        self.newest(&self.heads(), without)
    }

    /// The newest changes of the history of `heads` that is left without some of the changes.
    pub fn newest(&self, heads: &[ChangeHash], without: impl Fn(&ChangeHash) -> bool) -> Vec<ChangeHash> {
        let (mut left, mut seen, mut stack) = (BTreeSet::new(), BTreeSet::new(), heads.to_vec());
        while let Some(hash) = stack.pop() {
            if !seen.insert(hash) {
                continue;
            }
            match self.doc.get_change_meta_by_hash(&hash) {
                Some(change) if without(&hash) => stack.extend(change.deps),
                _ => drop(left.insert(hash)),
            }
        }
        left.into_iter().collect()
    }

    /// A few changes of the history, the closer together the newer: whoever has lost a part of it finds
    /// the place from which to go on. The first change of all is among them.
    pub fn samples(&self, without: impl Fn(&ChangeHash) -> bool) -> Vec<ChangeHash> {
        let all = self.doc.get_changes_meta(&[]);
        let told: Vec<ChangeHash> = all.iter().map(|change| change.hash).filter(|hash| !without(hash)).collect();
        let mut samples: BTreeSet<ChangeHash> = self.heads_without(without).into_iter().collect();
        let steps = std::iter::successors(Some(1_usize), |step| step.checked_mul(2));
        samples.extend(steps.map_while(|step| told.len().checked_sub(step).map(|index| told[index])));
        samples.extend(told.first());
        samples.into_iter().collect()
    }

    /// Whether nothing was ever written in it.
    pub fn is_blank(&self) -> bool {
        self.is_beginning(&self.heads())
    }

    /// Whether these heads are first changes, which are everybody's own.
    pub fn is_beginning(&self, heads: &[ChangeHash]) -> bool {
        let is_first = |change: ChangeMetadata<'_>| schema::is_first(self.kind, &change);
        heads.iter().all(|head| self.doc.get_change_meta_by_hash(head).is_some_and(is_first))
    }
}

/// The hashes of the changes in a parcel.
///
/// # Errors
/// [`Damaged`] if it can't be read.
pub fn hashes(parcel: &[u8]) -> Result<Vec<ChangeHash>, Damaged> {
    let chunks = open(parcel).map_err(|_| Damaged)?;
    changes_in(&chunks).map(|changes| changes.iter().map(StoredChange::hash).collect())
}

/// Chunks as a parcel: behind a byte that says how, deflated or, where that is no smaller, as they are. A
/// bundle's columns are not deflated in themselves, and much in them is alike.
pub fn close(chunks: &[u8]) -> Vec<u8> {
    if chunks.is_empty() {
        return vec![];
    }
    let deflated = deflate(chunks);
    let (how, bytes) = if deflated.len() < chunks.len() { (DEFLATED, &*deflated) } else { (PLAIN, chunks) };
    [&[how], bytes].concat()
}

/// A parcel's chunks, within bounds.
pub(crate) fn open(parcel: &[u8]) -> Result<Cow<'_, [u8]>, Inflating> {
    match parcel.split_first() {
        None => Ok(Cow::Borrowed(parcel)),
        Some((&PLAIN, chunks)) => Ok(Cow::Borrowed(chunks)),
        Some((&DEFLATED, bytes)) => inflate(bytes, deflate::MOST).map(Cow::Owned),
        Some(_) => Err(Inflating::Malformed),
    }
}

/// How many of the changes go into the first part.
fn first_part(missing: &[ChangeMetadata<'_>]) -> usize {
    let mut operations = 0;
    let fits = |change: &&ChangeMetadata<'_>| {
        operations += (change.max_op + 1).saturating_sub(change.start_op);
        operations <= MOST_OPERATIONS
    };
    let count = missing.iter().take(MOST_CHANGES).take_while(fits).count();
    count.max(1).min(missing.len())
}

/// What is held after a part: what was held and its changes, without those on which its changes rest.
fn frontier(held: Vec<ChangeHash>, part: &[ChangeMetadata<'_>]) -> Vec<ChangeHash> {
    let mut frontier: BTreeSet<ChangeHash> = held.into_iter().collect();
    for change in part {
        frontier.retain(|hash| !change.deps.contains(hash));
        frontier.insert(change.hash);
    }
    frontier.into_iter().collect()
}

/// Reads changes as they come over the wire.
fn changes_in(bytes: &[u8]) -> Result<Vec<StoredChange>, Damaged> {
    let (mut changes, mut rest) = (Vec::new(), bytes);
    while !rest.is_empty() {
        let length = chunk_length(rest).filter(|length| *length <= rest.len()).ok_or(Damaged)?;
        let (chunk, after) = rest.split_at(length);
        if chunk[TYPE] == BUNDLE {
            if Sha256::digest(&chunk[TYPE..])[..4] != chunk[4..TYPE] {
                return Err(Damaged);
            }
            let bundle = Bundle::try_from(chunk).map_err(|_| Damaged)?;
            changes.extend(bundle.to_changes().map_err(|_| Damaged)?);
        } else {
            changes.push(single_change(chunk)?);
        }
        rest = after;
    }
    Ok(changes)
}
