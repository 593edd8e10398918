//! A modified client: between the changes of an honest one it stores one that no gate lets in.

use automerge::{
    ActorId, ObjType,
    transaction::{Transactable, Transaction},
};
use kaifong_domain::{
    command::{Command, Given},
    document::DocumentKind,
    field::Field,
    id::RequestId,
    record::{Collection, RecordKey},
    suggestion::SuggestionEdit,
};
use kaifong_replica::{
    actor::actor,
    document::Document,
    outbox::Row,
    storage::{ChunkId, ChunkKind, StoreOp, Write, seal},
};

use super::{Done, World};
use crate::{founding, stranger::record};

const KIND: DocumentKind = DocumentKind::Suggestions(2026);

impl World {
    /// Puts a change that nobody lets in on a phone's disk, as if a command had made it, and switches the phone
    /// off; whether there was something to write on.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn tamper(&mut self, index: usize) -> Result<bool, crate::ledger::Broken> {
        let (choice, nonce, request) = (self.seed.below(3), self.seed.bytes(), RequestId(self.seed.uuid()));
        let (at, phone) = (self.clock(index), &self.phones[index]);
        let is_at_rest = phone.writing.is_none() && phone.unsaved.is_empty();
        let held = phone.replica.as_ref().filter(|_| is_at_rest).and_then(|replica| {
            replica.documents().find(|(kind, _)| *kind == KIND).map(|(_, document)| document.clone())
        });
        let author = actor(phone.identity.device, nonce);
        let Some((hash, bytes)) = held.and_then(|document| forged(&document, author, choice)) else { return Ok(false) };
        self.kill(index)?;
        self.tell(|| format!("phone {index}: {request} is forged as {hash}"));
        let disk = &mut self.phones[index].disk;
        let numbers = disk.chunks.keys().filter(|id| id.document == KIND.name()).map(|id| id.number);
        let number = numbers.max().map_or(0, |last| last + 1);
        let edits = vec![SuggestionEdit::Title("Forged".into())];
        let given = Given { command: Command::EditSuggestion { id: founding::suggestion(0), edits }, at };
        let row = Row { document: KIND.name(), chunk: number, request, given, records: vec![] };
        let row = postcard::to_allocvec(&row).expect("a row has only what postcard can write");
        let chunk = ChunkId { document: KIND.name(), number, kind: ChunkKind::Increment };
        let ops = vec![StoreOp::PutChunk(chunk, seal(&bytes)), StoreOp::PutOutbox(hash.0, row)];
        disk.store(&Write { id: 0, ops });
        self.ledger.forge((index, request), KIND, hash);
        Ok(true)
    }

    /// Nothing that was forged is with the community.
    pub(super) fn look_for_forgeries(&self) -> Done {
        let hub = self.server.hub.iter();
        hub.flat_map(|hub| hub.kinds().filter_map(|kind| Some((kind, hub.document(kind)?))))
            .try_for_each(|(kind, document)| self.ledger.let_in(kind, document))
    }
}

/// A change that writes what the schema has no place for.
fn forged(document: &Document, author: ActorId, choice: usize) -> Option<(automerge::ChangeHash, Vec<u8>)> {
    let mut doc = document.automerge().clone().with_actor(author);
    let before = doc.get_heads();
    let key = RecordKey { collection: Collection::Suggestions, id: founding::suggestion(0).0 };
    let mut tx: Transaction<'_> = doc.transaction();
    let record = record(&tx, key)?;
    let done = match choice {
        0 => tx.put(&record, Field::Title.code(), 1.5),
        1 => tx.put(&record, Field::Removed.code(), "perhaps"),
        _ => tx.put_object(&record, Field::Title.code(), ObjType::List).map(drop),
    };
    done.ok()?;
    let hash = tx.commit().0?;
    Some((hash, doc.save_after(&before)))
}
