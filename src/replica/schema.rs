//! How documents are laid out: `root → collection → record id → field`. Every document of a kind
//! begins with the same first changes, made anew by everybody to the same bytes, so that phones which
//! never met put their records into the same maps. What a kind gains later comes with a further first change,
//! which rests on the one before it: a version that has it lays it in every document that it loads, and one that does
//! not have it yet is sent it like any other change.

use automerge::{
    ActorId, Automerge, Change, ChangeMetadata, ObjType, ROOT,
    transaction::{CommitOptions, Transactable},
};
use kaifong_domain::{document::DocumentKind, record::Collection};
use sha2::{Digest, Sha256};

/// The major version of the layout. A document with a higher one is opened read-only (invariant I8).
pub const MAJOR: i64 = 1;

/// Where the major version stands in a document's root.
pub const MAJOR_KEY: &str = "schema";

/// Stands in every record, and was written last when the record was made: what was written before it is
/// what the record began with, what was written after it is somebody's edit.
pub const MADE_KEY: &str = "made";

/// The author of every document's first changes.
const GENESIS_ACTOR: &[u8; 16] = b"kaifong genesis\0";

/// What a kind of document has gained since communities have it, each time with a further first change. A line that was
/// once released is never changed, nor is anything put before it.
fn gained(kind: DocumentKind) -> &'static [&'static [Collection]] {
    match kind {
        DocumentKind::Roster => &[&[Collection::Endorsements]],
        _ => &[],
    }
}

/// A document of this kind as it begins.
pub fn genesis(kind: DocumentKind) -> Automerge {
    let mut doc = Automerge::new().with_actor(ActorId::from(GENESIS_ACTOR.as_slice()));
    let is_later = |collection: &&Collection| gained(kind).iter().any(|later| later.contains(collection));
    let first: Vec<Collection> = kind.collections().iter().filter(|one| !is_later(one)).copied().collect();
    lay(&mut doc, &first, 1);
    for (number, later) in (2..).zip(gained(kind)) {
        lay(&mut doc, later, number);
    }
    doc
}

/// Makes the first change with this number.
fn lay(doc: &mut Automerge, collections: &[Collection], number: u64) {
    let mut tx = doc.transaction();
    let mut lay = || {
        if number == 1 {
            tx.put(ROOT, MAJOR_KEY, MAJOR)?;
        }
        for collection in collections {
            tx.put_object(ROOT, collection.code(), ObjType::Map)?;
        }
        Ok::<(), automerge::AutomergeError>(())
    };
    lay().expect("a document takes any key in its root");
    tx.commit_with(CommitOptions::default().with_message(format!("Genesis/{number}")).with_time(0));
}

/// Lays what a document lacks that an older version has begun. `None` if it does not begin as its kind does.
pub fn complete(doc: &mut Automerge, kind: DocumentKind) -> Option<()> {
    let mut all = genesis(kind).get_changes(&[]).into_iter();
    doc.get_change_meta_by_hash(&all.next()?.hash())?;
    let lacking: Vec<Change> = all.filter(|change| doc.get_change_meta_by_hash(&change.hash()).is_none()).collect();
    doc.apply_changes(lacking).ok()
}

/// Whether a change of a document of this kind is one of its first.
pub fn is_first(kind: DocumentKind, change: &ChangeMetadata<'_>) -> bool {
    is_genesis(&change.actor) && change.seq <= 1 + gained(kind).len() as u64
}

/// Whether an actor is the author of first changes. Everybody makes these by themselves, and nobody else writes as it:
/// there would be no place for what a later version lays.
pub fn is_genesis(actor: &ActorId) -> bool {
    actor.to_bytes() == GENESIS_ACTOR
}

/// Names a document on the wire: 16 bytes that every peer works out for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub [u8; 16]);

impl DocumentId {
    /// The id of a community's document.
    pub fn of(community: &str, kind: DocumentKind) -> Self {
        Self::named(community, &kind.name())
    }

    /// The id of a community's document with this name, whether this version knows it or not.
    pub fn named(community: &str, name: &str) -> Self {
        let digest = Sha256::digest(format!("kaifong-document-1\n{community}\n{name}"));
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        Self(id)
    }

    /// As automerge-repo writes it: base58 with a checksum.
    pub fn to_base58(self) -> String {
        bs58::encode(self.0).with_check().into_string()
    }

    /// Reads what automerge-repo writes.
    pub fn from_base58(text: &str) -> Option<Self> {
        if text.len() > 40 {
            return None;
        }
        let bytes = bs58::decode(text).with_check(None).into_vec().ok()?;
        bytes.try_into().ok().map(Self)
    }
}

/// The device id that belongs to a public key: the first 8 bytes of the SHA-256 of the uncompressed
/// point (65 bytes, SEC 1).
pub fn device_id(public_key: &[u8; 65]) -> [u8; 8] {
    let digest = Sha256::digest(public_key);
    let mut id = [0; 8];
    id.copy_from_slice(&digest[..8]);
    id
}
