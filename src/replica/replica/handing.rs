//! Handing over: what waits here is packed and signed, to be carried by another phone. It waits here all the
//! same, until the community's receipt covers it, whoever brought it.

use std::collections::{BTreeMap, VecDeque};

use automerge::ChangeHash;
use kaifong_domain::{
    document::DocumentKind,
    handover::{PackError, Packed},
    time::Timestamp,
};

use super::Replica;
use crate::{
    effect::Effect,
    letter::{Bag, Content, Letter, MAX_LETTER, code, pack, text},
};

/// The bytes of changes after which another letter is begun: deflated, they fit into one frame.
const FULL: usize = 128 * 1024;

/// What is being packed.
#[derive(Default)]
pub(super) struct Packing {
    /// It is asked for, and waits until all that was made here is durable.
    is_due: bool,
    /// Letters that are not signed yet; the first is being signed.
    unsigned: VecDeque<Letter>,
    signed: Vec<Vec<u8>>,
    own: u32,
    /// When the first and the last change were made.
    span: Option<(Timestamp, Timestamp)>,
}

impl Replica {
    /// Packs what waits, and what is carried for others; [`Effect::Packed`] follows when what waits is durable under
    /// names of its own. What is asked for meanwhile goes with the next hand-over.
    pub fn pack(&mut self, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.packing = Packing { is_due: true, ..Packing::default() };
        self.name_for_letters(now, &mut effects);
        self.settle(now, &mut effects);
        effects
    }

    /// Begins to pack, if that is asked for and nothing is unsaved: what is not durable here is nobody else's.
    pub(super) fn begin_packing(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !self.packing.is_due || self.writer.unsaved() > 0 {
            return;
        }
        self.packing.is_due = false;
        for contents in self.loads() {
            let contents = pack(&contents);
            let identity = &self.setup.identity;
            self.packing.unsigned.push_back(Letter {
                community: identity.community.clone(),
                device: identity.device,
                person: identity.actor.person,
                made_at: now,
                key: [0; 65],
                contents,
                signature: [0; 64],
            });
        }
        self.sign_next(effects);
    }

    /// The changes that wait, in as many portions as there will be letters.
    fn loads(&mut self) -> Vec<Vec<Content>> {
        let mut by_document: BTreeMap<&str, Vec<(u64, ChangeHash, Timestamp)>> = BTreeMap::new();
        for (hash, row) in self.outbox.rows().filter(|(hash, row)| self.is_for_a_letter(hash, row)) {
            by_document.entry(&row.document).or_default().push((row.chunk, hash, row.given.at));
        }
        let (mut loads, mut size) = (vec![vec![]], 0);
        for (document, mut rows) in by_document {
            rows.sort_unstable();
            let Some(shelf) = DocumentKind::from_name(document).and_then(|kind| self.shelves.get(&kind)) else {
                continue;
            };
            for (_, hash, at) in rows {
                let Some(change) = shelf.document.change(&hash) else { continue };
                if size > 0 && size + change.len() > FULL {
                    (loads, size) = (
                        {
                            loads.push(vec![]);
                            loads
                        },
                        0,
                    );
                }
                size += change.len();
                self.packing.own += 1;
                let (first, last) = self.packing.span.unwrap_or((at, at));
                self.packing.span = Some((first.min(at), last.max(at)));
                let load = loads.last_mut().expect("there is always one");
                match load.last_mut().filter(|content: &&mut Content| content.document == document) {
                    Some(content) => content.changes.push(change),
                    None => load.push(Content { document: document.to_owned(), changes: vec![change] }),
                }
            }
        }
        loads.retain(|load| !load.is_empty());
        loads
    }

    fn sign_next(&mut self, effects: &mut Vec<Effect>) {
        match self.packing.unsigned.front() {
            Some(letter) => effects.push(Effect::Seal(letter.signed_text())),
            None => {
                let packed = self.packed();
                effects.push(Effect::Packed(packed));
            }
        }
    }

    /// The key has signed a text; one of a packing that was begun anew meanwhile means nothing.
    pub(super) fn sealed(&mut self, text: &str, key: [u8; 65], signature: [u8; 64], effects: &mut Vec<Effect>) {
        let Some(letter) = self.packing.unsigned.front() else { return };
        if letter.signed_text() != text {
            return;
        }
        let letter = Letter { key, signature, ..self.packing.unsigned.pop_front().expect("there is a first one") };
        self.packing.signed.push(letter.encode());
        self.sign_next(effects);
    }

    /// The key did not sign.
    pub(super) fn seal_failed(&mut self, effects: &mut Vec<Effect>) {
        if !self.packing.unsigned.is_empty() {
            self.packing = Packing::default();
            effects.push(Effect::Packed(Err(PackError::NoKey)));
        }
    }

    fn packed(&mut self) -> Result<Packed, PackError> {
        let Packing { signed, own, mut span, .. } = std::mem::take(&mut self.packing);
        let mut letters = signed;
        let mut others = 0;
        for load in self.carrier.to_pass_on() {
            others += load.changes.len() as u32;
            let (first, last) = span.unwrap_or(load.span);
            span = Some((first.min(load.span.0), last.max(load.span.1)));
            letters.push(load.row.letter.clone());
        }
        let span = span.ok_or(PackError::Nothing)?;
        if letters.iter().any(|letter| letter.len() > MAX_LETTER) {
            return Err(PackError::TooMuch);
        }
        let bytes = Bag(letters).encode().ok_or(PackError::TooMuch)?;
        Ok(Packed { own, others, span, text: text::write(&bytes), codes: code::write(&bytes) })
    }
}
