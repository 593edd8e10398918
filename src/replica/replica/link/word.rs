//! What the server says of a document: taken in, stored, and shown.

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, refused::Cause, time::Timestamp};

use super::super::Replica;
use crate::{
    actor::actor,
    document::Outcome,
    effect::Effect,
    schema::DocumentId,
    sync::{frame::FrameError, session::ReceiveError},
};

/// What the server says of a document's changes.
pub(super) enum Word<'a> {
    /// Automerge's sync message.
    Message(&'a [u8]),
    /// A parcel, and the heads that the server has told with it.
    Parcel {
        /// The parcel.
        bytes: &'a [u8],
        /// The heads; there may be none.
        heads: &'a [ChangeHash],
    },
}

impl Replica {
    /// Takes in Automerge's sync message.
    pub(super) fn take_sync(
        &mut self,
        now: Timestamp,
        id: DocumentId,
        data: &[u8],
        effects: &mut Vec<Effect>,
    ) -> Result<(), FrameError> {
        let Some(kind) = self.kind_of(id) else { return Ok(()) };
        self.shelf(kind);
        self.take_word(now, kind, &Word::Message(data), effects)
    }

    /// Takes in what the server says of a document. Where it has another change of ours in the place of one
    /// that is held here, its word counts.
    pub(super) fn take_word(
        &mut self,
        now: Timestamp,
        kind: DocumentKind,
        word: &Word<'_>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), FrameError> {
        let mut again = vec![];
        let mut received = match self.receive(now, kind, word, effects) {
            Err(ReceiveError::Forked { actor, seq }) => {
                again = self.yield_to(kind, &actor, seq, now, effects);
                self.receive(now, kind, word, effects)
            }
            received => received,
        };
        if matches!(received, Err(ReceiveError::Orphaned)) && self.link.has_parted {
            // The server can't know what is gone here: on the next line both compare anew.
            self.dial_anew(effects);
            received = Ok(Outcome::default());
        }
        let outcome = received.map_err(|_| FrameError::Field("data"));
        if let Ok(outcome) = &outcome {
            self.show(kind, outcome.clone(), effects);
        }
        self.replay(again, Cause::Overtaken, now, effects);
        self.merge_aside(effects);
        outcome.map(drop)
    }

    /// Takes in what the server says, and stores what it brings.
    fn receive(
        &mut self,
        now: Timestamp,
        kind: DocumentKind,
        word: &Word<'_>,
        effects: &mut Vec<Effect>,
    ) -> Result<Outcome, ReceiveError> {
        let own = actor(self.setup.identity.device, self.nonce.get());
        let Some(shelf) = self.shelves.get_mut(&kind) else { return Ok(Outcome::default()) };
        let before = shelf.document.heads();
        let received = match (word, &mut self.link.exchange) {
            (Word::Parcel { bytes, heads, .. }, Some(exchange)) => {
                exchange.take(&mut shelf.document, bytes, heads.to_vec())
            }
            (Word::Message(bytes) | Word::Parcel { bytes, .. }, _) => {
                self.link.session.receive(&mut shelf.document, bytes)
            }
        };
        let changes = shelf.document.save_after(&before);
        if !changes.is_empty() {
            let is_ours = shelf.document.authors_after(&before).contains(&own);
            let (_, op) = shelf.increment(&changes);
            self.writer.add([op], None);
            // Somebody else writes, or wrote, under our name: this phone was restored from a backup.
            if is_ours {
                self.renew_nonce(now);
            }
            self.count_kept(kind, effects);
        }
        received
    }
}
