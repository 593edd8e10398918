//! Forged messages: changes that no honest writer makes, with checksums that fit.

use std::collections::BTreeSet;

use automerge::{
    ActorId, Change, ChangeHash, ExpandedChange,
    legacy::{Key, ObjectId, Op, OpId, OpType, SortedVec},
    sync::{ChunkList, Message, MessageVersion},
};
use kaifong_domain::{
    access::{AccessRole, Actor},
    community::Community,
    document::DocumentKind,
    time::Timestamp,
};
use kaifong_replica::{
    actor::actor,
    document::{Document, close},
    gate::{self, Actors, Author, Pass, Rights, Violation, Vouched, Watch},
    sync::frame::RefusedChange,
};
use sha2::{Digest, Sha256};

use crate::{founding, world::NOON};

/// The document that most forgeries are aimed at.
pub const KIND: DocumentKind = DocumentKind::Suggestions(2026);
/// The forger's device.
pub const DEVICE: [u8; 8] = [9; 8];

/// A document behind a gate, and a link to it on which somebody forges.
#[derive(Clone, Default)]
pub struct Desk {
    /// The document, once it is there.
    document: Option<Document>,
    /// Who the server takes the forger for.
    author: Option<Author>,
    /// What they may do, if it is not a coordinator.
    rights: Option<Rights>,
    /// What the server knows of its other documents.
    pub known: Community,
    actors: Actors,
    watch: Watch,
    is_refilling: bool,
    missing: BTreeSet<ChangeHash>,
    /// What others have signed for the forger to bring.
    pub vouched: Vouched,
}

impl Desk {
    /// The founded community's suggestions behind a gate.
    pub fn new() -> Self {
        let mut document = Document::new(KIND);
        let chunks = founding::store().remove(&KIND.name()).expect("the community has suggestions");
        chunks.iter().for_each(|chunk| document.absorb(chunk).expect("what was founded can be read"));
        document.set_actor(actor(DEVICE, [0; 8]));
        Self::at(document)
    }

    /// Any document behind a gate.
    pub fn at(document: Document) -> Self {
        Self { actors: Actors::of(&document), document: Some(document), ..Self::default() }
    }

    /// The same, where somebody else is let in.
    #[must_use]
    pub fn with_author(self, author: Author) -> Self {
        Self { author: Some(author), ..self }
    }

    /// The same, where the forger has these rights.
    #[must_use]
    pub fn with_rights(self, rights: Rights) -> Self {
        Self { rights: Some(rights), ..self }
    }

    /// The same, after its store has lost something.
    #[must_use]
    pub fn refilling(self) -> Self {
        Self { is_refilling: true, ..self }
    }

    /// The same, after its store has lost these changes.
    #[must_use]
    pub fn missing(self, missing: BTreeSet<ChangeHash>) -> Self {
        Self { missing, ..self }
    }

    /// The document.
    ///
    /// # Panics
    /// If there is none.
    pub fn document(&self) -> &Document {
        self.document.as_ref().expect("a desk has a document")
    }

    /// Brings changes in one message, and beside it in one parcel: the gate does not care how they come.
    ///
    /// # Errors
    /// Why the link is cut.
    ///
    /// # Panics
    /// If the two ways do not lead to the same.
    pub fn bring(&mut self, chunks: Vec<Vec<u8>>) -> Result<Vec<RefusedChange>, Violation> {
        let mut beside = self.clone();
        let delivered = beside.deliver(&close(&chunks.concat()));
        let said = self.say(&message(chunks));
        assert_eq!(delivered, said, "by parcel, and by message");
        assert_eq!(beside.document().heads(), self.document().heads(), "by parcel, and by message");
        said
    }

    /// Says a message.
    ///
    /// # Errors
    /// Why the link is cut.
    pub fn say(&mut self, message: &[u8]) -> Result<Vec<RefusedChange>, Violation> {
        self.at_gate(|pass, document, actors, watch| {
            gate::pass(pass, document, actors, watch, message).map(|passed| passed.refused)
        })
    }

    /// Delivers a parcel.
    ///
    /// # Errors
    /// Why the link is cut.
    pub fn deliver(&mut self, parcel: &[u8]) -> Result<Vec<RefusedChange>, Violation> {
        self.at_gate(|pass, document, actors, watch| {
            gate::deliver(pass, document, actors, watch, parcel).map(|delivered| delivered.refused)
        })
    }

    fn at_gate<T>(&mut self, pass: impl FnOnce(&Pass<'_>, &mut Document, &mut Actors, &mut Watch) -> T) -> T {
        let devices = BTreeSet::from([DEVICE, [1; 8]]);
        let author = self.author.unwrap_or(Author::Device(DEVICE));
        let is_refilling = self.is_refilling;
        let (missing, vouched) = (self.missing.clone(), self.vouched.clone());
        let now = Timestamp(NOON);
        let coordinator = Actor::new(founding::person(1), AccessRole::Coordinator);
        let (rights, known) = (self.rights.unwrap_or(Rights::Of(coordinator)), self.known.clone());
        let (devices, missing, vouched) = (&devices, &missing, &vouched);
        let dead = &BTreeSet::new();
        let way = Pass { author, rights, known: &known, now, devices, is_refilling, missing, vouched, dead };
        let document = self.document.as_mut().expect("a desk has a document");
        pass(&way, document, &mut self.actors, &mut self.watch)
    }

    /// The next change of the forger's, as far as its envelope goes: right, and empty.
    pub fn envelope(&self) -> ExpandedChange {
        let document = self.document();
        let author = actor(DEVICE, [0; 8]);
        let own = document.automerge().get_changes_meta(&[]).into_iter().filter(|change| *change.actor == author);
        let all = document.automerge().get_changes_meta(&[]);
        let last = all.iter().map(|change| change.max_op).max().unwrap_or(0);
        ExpandedChange {
            operations: vec![],
            actor_id: author.clone(),
            hash: None,
            seq: own.count() as u64 + 1,
            start_op: (last + 1).try_into().expect("it is not zero"),
            time: NOON / 1_000,
            message: Some("Forge/1".into()),
            deps: document.heads(),
            extra_bytes: vec![],
            author: None,
        }
    }
}

/// A change's bytes, as they go over the wire.
pub fn seal(change: ExpandedChange) -> Vec<u8> {
    Change::from(change).raw_bytes().to_vec()
}

/// A sync message that brings chunks, and says that the sender has what is in them.
pub fn message(chunks: Vec<Vec<u8>>) -> Vec<u8> {
    let hash = |chunk: &Vec<u8>| Change::try_from(chunk.as_slice()).ok().map(|change| change.hash());
    // A chunk may be so broken that reading it panics: then it has no hash to tell of.
    let heads: BTreeSet<ChangeHash> =
        chunks.iter().filter_map(|chunk| std::panic::catch_unwind(|| hash(chunk)).ok().flatten()).collect();
    bare_message(heads.into_iter().collect(), chunks)
}

/// A sync message with these heads and chunks.
pub fn bare_message(mut heads: Vec<ChangeHash>, chunks: Vec<Vec<u8>>) -> Vec<u8> {
    heads.sort_unstable();
    let (need, have, version) = (vec![], vec![], MessageVersion::V1);
    Message { heads, need, have, changes: ChunkList::from(chunks), flags: None, version }.encode()
}

/// A chunk of some type with a checksum that fits.
pub fn chunk(kind: u8, data: &[u8]) -> Vec<u8> {
    let mut tail = vec![kind];
    leb128(&mut tail, data.len() as u64);
    tail.extend_from_slice(data);
    let digest = Sha256::digest(&tail);
    [&[0x85, 0x6f, 0x4a, 0x83], &digest[..4], &tail].concat()
}

/// Makes a chunk's checksum fit again after its bytes were changed. Deflated changes stay as they are:
/// their checksum is that of what they inflate to.
pub fn repair(bytes: &mut [u8]) {
    if bytes.len() > 9 {
        let digest = Sha256::digest(&bytes[8..]);
        bytes[4..8].copy_from_slice(&digest[..4]);
    }
}

/// An unsigned number in LEB128.
pub fn leb128(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// An operation on a map's key.
pub fn on_key(object: ObjectId, key: &str, action: OpType) -> Op {
    Op { action, obj: object, key: Key::Map(key.into()), pred: SortedVec::new(), insert: false }
}

/// An operation's id.
pub fn id(counter: u64, actor: &ActorId) -> OpId {
    OpId::new(counter, actor)
}
