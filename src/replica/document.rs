//! One document: its history, and the entries it shows.

mod history;
mod merging;
mod parcel;
mod parting;

use std::collections::BTreeSet;

use automerge::{
    ActorId, Automerge, AutomergeError, Change as StoredChange, ChangeHash, LoadOptions, OnPartialLoad, PatchLog, ROOT,
    ReadDoc, StringMigration,
    sync::{Message, State, SyncDoc},
    transaction::CommitOptions,
};
use kaifong_domain::{
    change::{Change, Write},
    document::DocumentKind,
    record::{Collection, Entry, RecordKey},
    time::Timestamp,
};

pub(crate) use self::parcel::open;
pub use self::parcel::{Parcel, Unpacked, close, hashes};
pub use self::parting::Parted;
use crate::{
    projection::{self, Reading},
    schema,
    transaction::{self, WriteError},
};

/// A document's bytes do not make a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are damaged")]
pub struct Damaged;

/// What came of a transaction or a sync message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Entries that are new or have changed.
    pub entries: Vec<Entry>,
    /// Records that can't be seen, or not any more: deleted by a stranger, or not to be read by this version.
    pub gone: Vec<RecordKey>,
    /// How many of those are there and can't be read by this version.
    pub unreadable: u32,
}

/// A change made here.
#[derive(Clone, Debug, PartialEq)]
pub struct Committed {
    /// Its hash.
    pub hash: ChangeHash,
    /// Its bytes, as they are stored.
    pub bytes: Vec<u8>,
    /// What can be seen of it.
    pub outcome: Outcome,
}

/// One document.
#[derive(Clone)]
pub struct Document {
    kind: DocumentKind,
    doc: Automerge,
    /// Records that were made or written apart on several phones: edits of what loses make no patches, so
    /// these are read again whenever something comes in.
    contested: BTreeSet<RecordKey>,
}

impl Document {
    /// A document as it begins.
    pub fn new(kind: DocumentKind) -> Self {
        Self { kind, doc: schema::genesis(kind), contested: BTreeSet::new() }
    }

    /// Loads a snapshot; what its kind has gained since it was saved is laid in it.
    ///
    /// # Errors
    /// [`Damaged`] if it is not a document of this kind, whole.
    pub fn load(kind: DocumentKind, snapshot: &[u8]) -> Result<Self, Damaged> {
        let options =
            LoadOptions::new().on_partial_load(OnPartialLoad::Error).migrate_strings(StringMigration::NoMigration);
        let mut doc = Automerge::load_with_options(snapshot, options).map_err(|_| Damaged)?;
        schema::complete(&mut doc, kind).ok_or(Damaged)?;
        Ok(Self { kind, doc, contested: BTreeSet::new() })
    }

    /// Takes in stored changes. Those whose history is not all there wait for it unseen.
    ///
    /// # Errors
    /// [`Damaged`] if they can't be read.
    pub fn absorb(&mut self, changes: &[u8]) -> Result<(), Damaged> {
        self.doc.apply_changes(changes_in(changes)?).map_err(|_| Damaged)
    }

    /// A copy with changes applied; `None` if they do not fit, or their history is not all there.
    pub(crate) fn with(&self, changes: &[&StoredChange]) -> Option<Self> {
        let mut copy = self.clone();
        copy.doc.apply_changes(changes.iter().copied().cloned()).ok()?;
        changes.iter().all(|change| copy.has(&change.hash())).then_some(copy)
    }

    /// The counter of a change's last operation; 0 if it is not here.
    pub(crate) fn max_op(&self, hash: &ChangeHash) -> u64 {
        self.doc.get_change_meta_by_hash(hash).map_or(0, |change| change.max_op)
    }

    /// Which document it is.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// Sets who writes from now on.
    pub fn set_actor(&mut self, actor: ActorId) {
        self.doc.set_actor(actor);
    }

    /// Whether a newer major version wrote it: it can be read and not written (invariant I8).
    pub fn is_newer(&self) -> bool {
        match self.doc.get(ROOT, schema::MAJOR_KEY) {
            Ok(Some((value, _))) => value.as_i64().is_none_or(|major| major > schema::MAJOR),
            _ => true,
        }
    }

    /// Makes the changes of one command as one Automerge change (invariant I1). `None` if they write
    /// nothing.
    ///
    /// # Errors
    /// See [`WriteError`]; the document stays as it was.
    pub fn commit(
        &mut self,
        changes: &[Change],
        command: &str,
        at: Timestamp,
    ) -> Result<Option<Committed>, WriteError> {
        let options = CommitOptions::default().with_message(command).with_time(at.0.div_euclid(1000));
        let before = self.doc.get_heads();
        let mut tx = self.doc.transaction_log_patches(PatchLog::active()).map_err(AutomergeError::from)?;
        if let Err(error) = changes.iter().try_for_each(|change| transaction::write(&mut tx, &change.write())) {
            tx.rollback();
            return Err(error);
        }
        let (Some(hash), mut log) = tx.commit_with(options) else { return Ok(None) };
        let patches = self.doc.make_patches(&mut log);
        let mut touched = projection::touched(&patches);
        // An edit to a losing map of a contested record makes no patch.
        touched.extend(changes.iter().map(|change| match change.write() {
            Write::Create(key, _) | Write::Put(key, ..) | Write::Part(key, _) => key,
        }));
        let outcome = self.read(touched);
        Ok(Some(Committed { hash, bytes: self.doc.save_after(&before), outcome }))
    }

    /// Takes in a sync message.
    ///
    /// # Errors
    /// Its changes do not fit; parts of the message may have been taken in, never half a change.
    pub fn receive(&mut self, state: &mut State, message: Message) -> Result<Outcome, AutomergeError> {
        let mut log = PatchLog::active();
        let received = self.doc.receive_sync_message_log_patches(state, message, &mut log);
        let patches = self.doc.make_patches(&mut log);
        let mut touched = projection::touched(&patches);
        touched.extend(self.contested.iter().copied());
        let outcome = self.read(touched);
        received?;
        Ok(outcome)
    }

    /// What can be seen of the changes that are not in the history of `heads`.
    pub fn outcome_since(&mut self, heads: &[ChangeHash]) -> Outcome {
        let patches = self.doc.diff(heads, &self.doc.get_heads());
        let mut touched = projection::touched(&patches);
        touched.extend(self.contested.iter().copied());
        self.read(touched)
    }

    /// The next sync message for a peer, if there is something to say.
    pub fn speak(&self, state: &mut State) -> Option<Message> {
        self.doc.generate_sync_message(state)
    }

    /// Everything that can be seen in it.
    pub fn entries(&mut self) -> Outcome {
        self.entries_of(self.kind.collections())
    }

    /// What can be seen in some of its collections.
    pub fn entries_of(&mut self, collections: &[Collection]) -> Outcome {
        let mut all = BTreeSet::new();
        for collection in collections {
            if let Some(object) = projection::collection(&self.doc, *collection) {
                all.extend(projection::keys(&self.doc, *collection, &object));
            }
        }
        self.read(all)
    }

    fn read(&mut self, keys: BTreeSet<RecordKey>) -> Outcome {
        let mut outcome = Outcome::default();
        for key in keys {
            let Some(collection) = projection::collection(&self.doc, key.collection) else { continue };
            let reading = projection::read(&self.doc, &collection, key);
            if reading.is_apart() || projection::is_contested(&self.doc, &collection, key) {
                self.contested.insert(key);
            }
            match reading {
                Reading::Entry(entry) => outcome.entries.push(*entry),
                Reading::Unreadable => {
                    outcome.unreadable += 1;
                    outcome.gone.push(key);
                }
                Reading::Absent => outcome.gone.push(key),
            }
        }
        outcome
    }

    /// The heads of its history.
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.doc.get_heads()
    }

    /// Whether it holds a change.
    pub fn has(&self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(hash).is_some()
    }

    /// The bytes of a change; `None` if it is not here.
    pub fn change(&self, hash: &ChangeHash) -> Option<Vec<u8>> {
        self.doc.get_change_by_hash(hash).map(|change| change.raw_bytes().to_vec())
    }

    /// The hashes of changes that are not in the history of `heads`; heads that it does not hold say
    /// nothing.
    pub fn beyond(&self, heads: &[ChangeHash]) -> BTreeSet<ChangeHash> {
        let known: Vec<ChangeHash> = heads.iter().copied().filter(|head| self.has(head)).collect();
        self.doc.get_changes_meta(&known).into_iter().map(|change| change.hash).collect()
    }

    /// Who wrote the changes that are not in the history of `heads`.
    pub fn authors_after(&self, heads: &[ChangeHash]) -> BTreeSet<ActorId> {
        self.doc.get_changes_meta(heads).into_iter().map(|change| change.actor.into_owned()).collect()
    }

    /// Changes that are not in the history of `heads`, as they are stored.
    pub fn save_after(&self, heads: &[ChangeHash]) -> Vec<u8> {
        self.doc.save_after(heads)
    }

    /// The bytes of each change that is not in the history of `heads`.
    pub fn changes_after(&self, heads: &[ChangeHash]) -> Vec<Vec<u8>> {
        let known: Vec<ChangeHash> = heads.iter().copied().filter(|head| self.has(head)).collect();
        self.doc.get_changes(&known).into_iter().map(|mut change| change.bytes().to_vec()).collect()
    }

    /// All of it.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    /// The Automerge document, for checks.
    pub fn automerge(&self) -> &Automerge {
        &self.doc
    }
}

/// Reads stored changes.
fn changes_in(bytes: &[u8]) -> Result<Vec<StoredChange>, Damaged> {
    let (mut changes, mut rest) = (Vec::new(), bytes);
    while !rest.is_empty() {
        let length = chunk_length(rest).filter(|length| *length <= rest.len()).ok_or(Damaged)?;
        let (chunk, after) = rest.split_at(length);
        changes.push(single_change(chunk)?);
        rest = after;
    }
    Ok(changes)
}

/// Reads one change.
fn single_change(chunk: &[u8]) -> Result<StoredChange, Damaged> {
    let change = StoredChange::try_from(chunk).map_err(|_| Damaged)?;
    if change.hash().0[..4] == chunk[4..8] { Ok(change) } else { Err(Damaged) }
}

/// How long the chunk is that `bytes` begin with, from its header: four magic bytes, four of checksum,
/// one of type, and the length of what follows in LEB128 (Automerge's binary format).
fn chunk_length(bytes: &[u8]) -> Option<usize> {
    const BEFORE_LENGTH: usize = 9;
    let mut length = 0_usize;
    for (index, byte) in bytes.get(BEFORE_LENGTH..)?.iter().take(5).enumerate() {
        length |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return length.checked_add(BEFORE_LENGTH + index + 1);
        }
    }
    None
}
