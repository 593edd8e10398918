//! Looking at what somebody hands over, before any of it is taken: it is read within bounds, and each letter
//! must be signed by the device that has made its changes. Whether that device belongs to the community, only
//! the server can say.

use automerge::ChangeHash;
use kaifong_domain::{
    document::DocumentKind,
    handover::{LetterError, LetterId, Offered},
    time::Timestamp,
};

use super::Replica;
use crate::{
    actor::device_of,
    effect::Effect,
    gate,
    letter::{
        Bag, Content, Letter,
        code::{Collected, Collector},
        text,
    },
};

/// A change of a letter.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The name of its document.
    pub(super) document: String,
    pub(super) hash: ChangeHash,
}

/// A letter, opened.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub(super) id: LetterId,
    pub(super) bytes: Vec<u8>,
    pub(super) letter: Letter,
    pub(super) contents: Vec<Content>,
    pub(super) changes: Vec<Change>,
    /// When the first and the last change were made.
    pub(super) span: (Timestamp, Timestamp),
}

/// What somebody hands over.
#[derive(Default)]
pub(super) struct Opening {
    codes: Collector,
    letters: Vec<Opened>,
    /// How many of them are known to be signed by their device.
    verified: usize,
}

impl Opening {
    /// The letters that were offered, to be taken; nothing if they are not all known to be good.
    pub(super) fn take(&mut self) -> Vec<Opened> {
        let letters = std::mem::take(&mut self.letters);
        if std::mem::take(&mut self.verified) == letters.len() { letters } else { vec![] }
    }
}

/// Opens a letter.
pub(super) fn open(bytes: Vec<u8>, community: &str) -> Result<Opened, LetterError> {
    let letter = Letter::decode(&bytes)?;
    if letter.community != community {
        return Err(LetterError::OtherCommunity);
    }
    if !letter.is_named_after_its_key() {
        return Err(LetterError::BadSignature);
    }
    let contents = letter.open()?;
    let (mut changes, mut span) = (Vec::new(), None);
    for content in &contents {
        for change in gate::read(&content.changes).map_err(|_| LetterError::Damaged)? {
            // A device signs for nothing but its own.
            if device_of(change.actor_id()) != Some(letter.device) {
                return Err(LetterError::Damaged);
            }
            let at = Timestamp(change.timestamp().saturating_mul(1_000));
            let (first, last) = span.unwrap_or((at, at));
            span = Some((at.min(first), at.max(last)));
            changes.push(Change { document: content.document.clone(), hash: change.hash() });
        }
    }
    let span = span.ok_or(LetterError::Damaged)?;
    Ok(Opened { id: Letter::id(&bytes), bytes, letter, contents, changes, span })
}

impl Replica {
    /// Looks at a hand-over that came as a text.
    pub fn unpack(&mut self, words: &str, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.look(text::read(words), &mut effects);
        self.settle(now, &mut effects);
        effects
    }

    /// A QR code was read.
    pub fn scanned(&mut self, code: &str, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        match self.opening.codes.take(code) {
            Ok(Collected::Some(reading)) => effects.push(Effect::Scanning(reading)),
            Ok(Collected::All(bytes)) => self.look(Ok(bytes), &mut effects),
            // A camera sees many things, and misreads some: it looks again.
            Err(LetterError::Other | LetterError::Damaged) => {}
            Err(error) => effects.push(Effect::Offered(Err(error))),
        }
        self.settle(now, &mut effects);
        effects
    }

    fn look(&mut self, bytes: Result<Vec<u8>, LetterError>, effects: &mut Vec<Effect>) {
        let community = &self.setup.identity.community;
        let letters = bytes.and_then(|bytes| Bag::decode(&bytes)).and_then(|Bag(letters)| {
            let opened: Result<Vec<Opened>, _> = letters.into_iter().map(|bytes| open(bytes, community)).collect();
            opened.and_then(|opened| if opened.is_empty() { Err(LetterError::Damaged) } else { Ok(opened) })
        });
        match letters {
            Ok(letters) => {
                self.opening = Opening { letters, ..Opening::default() };
                self.verify_next(effects);
            }
            Err(error) => effects.push(Effect::Offered(Err(error))),
        }
    }

    fn verify_next(&mut self, effects: &mut Vec<Effect>) {
        let Opening { letters, verified, .. } = &self.opening;
        effects.push(match letters.get(*verified) {
            Some(Opened { id, letter, .. }) => Effect::Verify {
                letter: *id,
                key: Box::new(letter.key),
                text: letter.signed_text(),
                signature: Box::new(letter.signature),
            },
            None => Effect::Offered(Ok(letters.iter().map(|opened| self.offered(opened)).collect())),
        });
    }

    /// Whether a letter's signature is its device's is known now.
    pub(super) fn verified(&mut self, id: LetterId, holds: bool, effects: &mut Vec<Effect>) {
        let Opening { letters, verified, .. } = &mut self.opening;
        if letters.get(*verified).is_none_or(|opened| opened.id != id) {
            return;
        }
        if holds {
            *verified += 1;
            self.verify_next(effects);
        } else {
            self.opening = Opening::default();
            effects.push(Effect::Offered(Err(LetterError::BadSignature)));
        }
    }

    fn offered(&self, opened: &Opened) -> Offered {
        let new = opened.changes.iter().filter(|change| !self.holds(change) && !self.carrier.has(&change.hash)).count();
        Offered {
            id: opened.id,
            person: opened.letter.person,
            changes: opened.changes.len() as u32,
            new: new as u32,
            span: opened.span,
            is_own: opened.letter.device == self.setup.identity.device,
        }
    }

    /// Whether a change is in its document.
    pub(super) fn holds(&self, change: &Change) -> bool {
        let kind = DocumentKind::from_name(&change.document);
        kind.and_then(|kind| self.shelves.get(&kind)).is_some_and(|shelf| shelf.document.has(&change.hash))
    }
}
