//! An exchange: how far two sides of our own kind have come with each document on a line. What is sent on
//! a line arrives in order or the line breaks, so each side knows what the other holds from what it has
//! said and heard. On the next line both compare anew: nothing of this is stored (the phone's outbox says
//! which changes the server may not have), so nothing stored can be wrong.

mod window;

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::document::DocumentKind;

use self::window::Window;
use super::session::ReceiveError;
use crate::document::{Document, Outcome, Parcel};

/// How far two sides have come.
#[derive(Default)]
pub struct Exchange {
    documents: BTreeMap<DocumentKind, Side>,
    /// Documents of which the other side was told that its words about them mean nothing here.
    lost: BTreeSet<DocumentKind>,
    window: Window,
}

/// What is known of the other side's document.
#[derive(Default)]
struct Side {
    stage: Stage,
    /// It holds the history of these, or will when what is under way has come.
    held: Vec<ChangeHash>,
    /// Its heads, as it last told them.
    theirs: Option<Vec<ChangeHash>>,
    /// It has asked, and waits to be told heads even if it lacks nothing.
    owed: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    /// We have asked from where on the other side's history is to come.
    Asked,
    /// It did not know the place: what it holds is only known when all has come.
    AskedAgain,
    /// Both know what the other holds.
    #[default]
    Open,
}

/// Something to be said about a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The changes, packed; there may be none.
    pub bytes: Vec<u8>,
    /// The heads of this side, if the other side then holds all of it.
    pub heads: Vec<ChangeHash>,
    /// Whether the other side is to say when it has taken this in.
    pub asks: bool,
}

impl Exchange {
    /// Both sides hold this of a document.
    pub fn agree(&mut self, kind: DocumentKind, heads: Vec<ChangeHash>) {
        let side = Side { held: heads.clone(), theirs: Some(heads), ..Side::default() };
        self.documents.insert(kind, side);
    }

    /// The other side is asked for what comes after these, which it is believed to hold; `again` if it did
    /// not know where that is.
    pub fn ask(&mut self, kind: DocumentKind, held: Vec<ChangeHash>, again: bool) {
        let (stage, held) = if again { (Stage::AskedAgain, vec![]) } else { (Stage::Asked, held) };
        self.documents.insert(kind, Side { stage, held, ..Side::default() });
    }

    /// The other side has asked: it holds these.
    pub fn answer(&mut self, kind: DocumentKind, held: Vec<ChangeHash>) {
        self.lost.remove(&kind);
        self.documents.insert(kind, Side { held, owed: true, ..Side::default() });
    }

    /// What the other side says of a document means nothing here; whether it was not told so before.
    pub fn lose(&mut self, kind: DocumentKind) -> bool {
        self.documents.remove(&kind);
        self.lost.insert(kind)
    }

    /// The other side has let go of a document, or never had it.
    pub fn forget(&mut self, kind: DocumentKind) {
        self.documents.remove(&kind);
    }

    /// Whether the other side was told that it must say more.
    pub fn has_lost(&self, kind: DocumentKind) -> bool {
        self.lost.contains(&kind)
    }

    /// Takes in a parcel and what the other side says with it.
    ///
    /// # Errors
    /// See [`ReceiveError`].
    pub fn take(
        &mut self,
        document: &mut Document,
        parcel: &[u8],
        heads: Vec<ChangeHash>,
    ) -> Result<Outcome, ReceiveError> {
        let unpacked = document.unpack(parcel)?;
        self.learn(document, unpacked.tips, heads);
        Ok(unpacked.outcome)
    }

    /// Some changes of a document are not held any more on this side, nor were they taken in on the other:
    /// whoever was said to hold them holds what they rest on.
    pub fn part(&mut self, before: &Document, without: &BTreeSet<ChangeHash>) {
        if let Some(side) = self.documents.get_mut(&before.kind()) {
            side.held = before.newest(&side.held, |hash| without.contains(hash));
        }
    }

    /// The other side holds what it has sent, and has told its heads if it had nothing more to send.
    pub fn learn(&mut self, document: &Document, tips: Vec<ChangeHash>, heads: Vec<ChangeHash>) {
        let side = self.documents.entry(document.kind()).or_default();
        side.held.extend(tips);
        side.held.extend(&heads);
        side.held.retain(|hash| document.has(hash));
        side.held.sort_unstable();
        side.held.dedup();
        let ours = document.heads();
        if ours.iter().all(|head| side.held.contains(head)) {
            side.held = ours;
        }
        match side.stage {
            Stage::AskedAgain if heads.is_empty() => {}
            _ => side.stage = Stage::Open,
        }
        if !heads.is_empty() {
            side.theirs = Some(heads);
        }
    }

    /// What there is to say about a document now, if there is room for it on the line.
    pub fn speak(&mut self, document: &Document, pack: impl FnOnce(&[ChangeHash]) -> Parcel) -> Option<Said> {
        self.speak_of(document, document.heads(), pack)
    }

    /// What there is to say now about the history of these `heads` of a document.
    pub fn speak_of(
        &mut self,
        document: &Document,
        heads: Vec<ChangeHash>,
        pack: impl FnOnce(&[ChangeHash]) -> Parcel,
    ) -> Option<Said> {
        if !self.window.has_room() || !self.has_word_of(document, &heads) {
            return None;
        }
        let side = self.documents.entry(document.kind()).or_default();
        let parcel = if lacks(document, &side.held, &heads) {
            pack(&side.held)
        } else {
            Parcel { bytes: vec![], held: side.held.clone(), is_last: true }
        };
        side.held = parcel.held;
        side.owed = side.owed && !parcel.is_last;
        let asks = self.window.send(parcel.bytes.len());
        Some(Said { bytes: parcel.bytes, heads: if parcel.is_last { heads } else { vec![] }, asks })
    }

    /// Whether there is something to say about a document, now or when there is room.
    pub fn has_word(&self, document: &Document) -> bool {
        self.has_word_of(document, &document.heads())
    }

    /// Whether there is something to say about the history of these `heads` of a document.
    pub fn has_word_of(&self, document: &Document, heads: &[ChangeHash]) -> bool {
        let kind = document.kind();
        if self.lost.contains(&kind) {
            return false;
        }
        match self.documents.get(&kind) {
            Some(side) if side.stage != Stage::Open => false,
            Some(side) => side.owed || lacks(document, &side.held, heads),
            // What was never compared, neither side had then.
            None => !document.is_beginning(heads),
        }
    }

    /// What the other side is known to hold of a document.
    pub fn held(&self, kind: DocumentKind) -> &[ChangeHash] {
        self.documents.get(&kind).map(|side| side.held.as_slice()).unwrap_or_default()
    }

    /// How many bytes are under way, as far as one knows.
    pub fn under_way(&self) -> usize {
        self.window.under_way()
    }

    /// The other side has taken in what it was asked about first.
    pub fn taken(&mut self) {
        self.window.taken();
    }

    /// Whether a document has been compared.
    pub fn knows(&self, kind: DocumentKind) -> bool {
        self.documents.contains_key(&kind)
    }

    /// Whether the other side has told exactly these heads.
    pub fn is_even(&self, document: &Document) -> bool {
        let theirs = self.documents.get(&document.kind()).and_then(|side| side.theirs.as_ref());
        theirs.is_some_and(|heads| *heads == document.heads())
    }
}

/// Whether some of the history of these `heads` is not held by who holds the history of `held`. Nothing is
/// known of a change that is not in the document.
fn lacks(document: &Document, held: &[ChangeHash], heads: &[ChangeHash]) -> bool {
    // Everybody has the first changes, or needs none as long as nothing rests on them.
    if document.is_beginning(heads) || heads.iter().all(|head| held.contains(head)) {
        return false;
    }
    // Above the document's own heads there is nothing: who holds one, names it.
    if document.heads() == heads {
        return true;
    }
    let beyond = document.beyond(held);
    heads.iter().any(|head| beyond.contains(head))
}
