//! Who may write, and how far each actor has come.

use std::collections::{BTreeMap, BTreeSet};

use super::Pass;
use crate::{actor::device_of, document::Document, schema};
use automerge::{ActorId, ChangeHash};
use kaifong_domain::access::Actor;

/// Who stands behind a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// A device that has proved itself: it writes under actors of its own.
    Device([u8; 8]),
    /// A program with an integration token, such as an automerge-repo peer: it writes under any actor
    /// that is not a device's.
    Integration,
}

impl Author {
    /// The device, if it is one.
    pub(crate) fn device(self) -> Option<[u8; 8]> {
        match self {
            Self::Device(device) => Some(device),
            Self::Integration => None,
        }
    }
}

/// The longest actor id that an integration may choose, in bytes; Automerge's own have 16.
const LONGEST: usize = 32;

/// How far an actor has come in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Last {
    /// The number of its last change.
    pub(super) seq: u64,
    /// The last change.
    pub(super) hash: ChangeHash,
}

/// The actors of a document. Kept beside it, because Automerge tells of an actor only by way of all
/// changes.
#[derive(Clone, Debug, Default)]
pub struct Actors(BTreeMap<ActorId, Last>);

impl Actors {
    /// The actors of a document that was just loaded.
    pub fn of(document: &Document) -> Self {
        let mut actors = Self::default();
        actors.note_since(document, &[]);
        actors
    }

    /// Takes note of what has been written since these heads.
    pub(crate) fn note_since(&mut self, document: &Document, heads: &[ChangeHash]) {
        for change in document.automerge().get_changes_meta(heads) {
            self.note(change.actor.into_owned(), change.seq, change.hash);
        }
    }

    pub(super) fn last(&self, actor: &ActorId) -> Option<Last> {
        self.0.get(actor).copied()
    }

    pub(super) fn note(&mut self, actor: ActorId, seq: u64, hash: ChangeHash) {
        let last = self.0.entry(actor).or_insert(Last { seq, hash });
        if last.seq < seq {
            *last = Last { seq, hash };
        }
    }

    /// The devices that have written in the document.
    pub fn devices(&self) -> BTreeSet<[u8; 8]> {
        self.0.keys().filter_map(device_of).collect()
    }
}

/// Changes that whoever brings them need not have written: their author's device has signed them, to be
/// delivered by somebody else, and the server has found that device and its signature good. They are the
/// author's, with the author's rights.
pub type Vouched = BTreeMap<ChangeHash, Actor>;

/// Whether who stands behind a link may bring a change that nobody has brought before.
pub(super) fn may_bring(pass: &Pass<'_>, hash: &ChangeHash, actor: &ActorId) -> bool {
    // Those that this version knows are here already.
    if schema::is_genesis(actor) {
        return false;
    }
    if pass.vouched.contains_key(hash) || pass.missing.contains(hash) {
        return true;
    }
    let length = actor.to_bytes().len();
    match (pass.author, device_of(actor)) {
        (Author::Device(device), Some(writer)) => device == writer || pass.is_refilling,
        (Author::Device(_), None) => pass.is_refilling,
        (Author::Integration, Some(writer)) => !pass.devices.contains(&writer),
        (Author::Integration, None) => (1..=LONGEST).contains(&length),
    }
}
