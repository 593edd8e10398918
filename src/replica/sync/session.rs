//! A session: how far two peers have come with each document, on either side of a line.

use std::collections::BTreeMap;

use automerge::{
    ActorId, AutomergeError, ChangeHash,
    sync::{ChunkList, Message, MessageVersion, State},
};
use kaifong_domain::document::DocumentKind;

use crate::{
    document::{Document, Outcome},
    gate::{self, Actors, Delivered, Pass, Passed, Violation, Watch},
    sync::frame::RefusedChange,
};

/// What a peer sent can't be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It is not a sync message, or its changes are not changes.
    #[error("not a sync message")]
    NotAMessage,
    /// It brings another change in the place of one that is held: two phones, or one and its restored
    /// backup, wrote under one name.
    #[error("another number {seq} of {actor}")]
    Forked {
        /// Under which name.
        actor: ActorId,
        /// The number of the change.
        seq: u64,
    },
    /// Its changes rest on others that are not held here.
    #[error("changes without what they rest on")]
    Orphaned,
    /// Its changes do not fit.
    #[error("changes that do not fit: {0}")]
    Automerge(AutomergeError),
}

impl From<AutomergeError> for ReceiveError {
    fn from(error: AutomergeError) -> Self {
        match error {
            AutomergeError::DuplicateSeqNumber(seq, actor) => Self::Forked { actor, seq },
            error => Self::Automerge(error),
        }
    }
}

/// What stands before each change in a message, at most, in bytes.
const PREFIX: usize = 10;

/// The state of sync with one peer.
#[derive(Default)]
pub struct Session {
    states: BTreeMap<DocumentKind, State>,
    /// What the gate remembers, on the side that has one.
    watches: BTreeMap<DocumentKind, Watch>,
    is_gated: bool,
    /// Nothing that the peer writes is taken in.
    is_read_only: bool,
}

impl Session {
    /// A session with a peer that nobody vouches for: whatever it says passes the gate, and it is told
    /// that only changes are read here.
    pub fn gated() -> Self {
        Self { is_gated: true, ..Self::default() }
    }

    /// A gated session with a peer that may read and not write: what it writes is passed over, and it is
    /// told so.
    pub fn read_only() -> Self {
        Self { is_read_only: true, ..Self::gated() }
    }

    /// Takes in a sync message.
    ///
    /// # Errors
    /// See [`ReceiveError`].
    pub fn receive(&mut self, document: &mut Document, message: &[u8]) -> Result<Outcome, ReceiveError> {
        let message = Message::decode(message).map_err(|_| ReceiveError::NotAMessage)?;
        Ok(take_in(document, self.state(document.kind()), message)?)
    }

    /// Takes in a sync message from a peer that nobody vouches for (invariant I6); the changes that were
    /// refused.
    ///
    /// # Errors
    /// See [`Violation`]; the document stays as it was.
    pub fn receive_at_gate(
        &mut self,
        pass: &Pass<'_>,
        document: &mut Document,
        actors: &mut Actors,
        message: &[u8],
    ) -> Result<Vec<RefusedChange>, Violation> {
        let watch = self.watches.entry(document.kind()).or_default();
        let Passed { message, refused } = if self.is_read_only {
            gate::unopened(message)?
        } else {
            gate::pass(pass, document, actors, watch, message)?
        };
        let state = self.state(document.kind());
        match gate::guard(|| take_in(document, state, message)) {
            Ok(Ok(_)) => Ok(refused),
            Ok(Err(_)) => Err(Violation::Malformed),
            Err(_) => Err(Violation::Panicked),
        }
    }

    /// Takes in a parcel from a peer that nobody vouches for (invariant I6).
    ///
    /// # Errors
    /// See [`Violation`]; the document stays as it was.
    pub fn deliver_at_gate(
        &mut self,
        pass: &Pass<'_>,
        document: &mut Document,
        actors: &mut Actors,
        parcel: &[u8],
    ) -> Result<Delivered, Violation> {
        gate::deliver(pass, document, actors, self.watches.entry(document.kind()).or_default(), parcel)
    }

    /// Whether something of the peer's waits for what it rests on.
    pub fn has_waiting(&self, kind: DocumentKind) -> bool {
        self.watches.get(&kind).is_some_and(Watch::has_waiting)
    }

    /// The bytes of the peer's changes that wait, and how many others are remembered that are not in a document.
    pub fn burden(&self) -> (usize, usize) {
        let add = |(bytes, count): (usize, usize), watch: &Watch| (bytes + watch.waiting(), count + watch.outside());
        self.watches.values().fold((0, 0), add)
    }

    /// Takes in changes that came in a letter; those that were refused.
    ///
    /// # Errors
    /// See [`Violation`].
    pub fn bring(
        &mut self,
        pass: &Pass<'_>,
        document: &mut Document,
        actors: &mut Actors,
        chunks: &[Vec<u8>],
    ) -> Result<Vec<RefusedChange>, Violation> {
        gate::bring(pass, document, actors, self.watches.entry(document.kind()).or_default(), chunks)
    }

    /// Whether a change of the peer's was refused.
    pub fn has_refused(&self, kind: DocumentKind, hash: &ChangeHash) -> bool {
        self.watches.get(&kind).is_some_and(|watch| watch.has_refused(hash))
    }

    /// What to say to the peer about a document now, as messages of at most about `most` bytes each.
    pub fn speak(&mut self, document: &Document, most: usize) -> Vec<Vec<u8>> {
        let state = self.state(document.kind());
        let shared = state.shared_heads.clone();
        let Some(mut message) = document.speak(state) else { return vec![] };
        if self.is_gated {
            gate::read_only_changes(&mut message);
        }
        let bare = Message { changes: ChunkList::empty(), ..message.clone() }.encode().len();
        let changes: usize = message.changes.iter().map(|change| change.len() + PREFIX).sum();
        if bare + changes <= most {
            return vec![message.encode()];
        }
        split(message, document.changes_after(&shared), most.saturating_sub(bare))
    }

    /// Begins anew with a document, which is another one now.
    pub fn forget(&mut self, kind: DocumentKind) {
        self.states.remove(&kind);
    }

    /// Whether the peer has said that it has exactly what `document` holds.
    pub fn is_even(&self, document: &Document) -> bool {
        self.their_heads(document.kind()).is_some_and(|heads| *heads == document.heads())
    }

    /// Whether the peer has begun to sync a document.
    pub fn knows(&self, kind: DocumentKind) -> bool {
        self.states.contains_key(&kind)
    }

    fn state(&mut self, kind: DocumentKind) -> &mut State {
        let beginning = self.beginning();
        self.states.entry(kind).or_insert(beginning)
    }

    fn beginning(&self) -> State {
        if self.is_read_only { State::new_read_only() } else { State::new() }
    }

    fn their_heads(&self, kind: DocumentKind) -> Option<&Vec<ChangeHash>> {
        self.states.get(&kind)?.their_heads.as_ref()
    }
}

/// Takes in a message. A peer that says it has what we have is, to Automerge, a peer that knows that we
/// have it too. That holds only if every message is answered at once; here several may come before one
/// answer goes, and a peer that was not told our heads would wait for them forever.
fn take_in(document: &mut Document, state: &mut State, message: Message) -> Result<Outcome, AutomergeError> {
    let told = state.last_sent_heads.clone();
    let agrees = message.changes.is_empty() && !message.heads.is_empty() && message.heads == document.heads();
    let outcome = document.receive(state, message)?;
    if agrees {
        state.last_sent_heads = told;
    }
    Ok(outcome)
}

/// Splits a message whose changes don't fit into one frame; the changes go in the order of their
/// history, so each part can be taken in when it comes.
fn split(message: Message, changes: Vec<Vec<u8>>, most: usize) -> Vec<Vec<u8>> {
    let mut parts: Vec<Vec<Vec<u8>>> = vec![vec![]];
    let mut size = 0;
    for change in changes {
        let length = change.len() + PREFIX;
        if size > 0 && size + length > most {
            parts.push(vec![]);
            size = 0;
        }
        size += length;
        parts.last_mut().expect("there is always a part").push(change);
    }
    let part = |changes| Message { changes: ChunkList::from(changes), version: MessageVersion::V1, ..message.clone() };
    parts.into_iter().map(|changes| part(changes).encode()).collect()
}
