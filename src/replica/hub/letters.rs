//! Letters: changes that another device has signed, for the one on the link to deliver. Whether it is a device
//! of the community's that has signed, the server is asked; until it has answered, what else comes on the link
//! waits, so that the changes are vouched for before anything that rests on them is looked at.

use std::collections::VecDeque;

use automerge::ChangeHash;
use kaifong_domain::{
    access::Actor,
    document::DocumentKind,
    handover::{LetterError, LetterId, LetterRejection},
    policy,
    rejection::Rejection,
    time::Timestamp,
};

use super::{Cut, Hub, HubEffect, LinkId, held::Held, send};
use crate::{
    actor::device_of,
    gate::{self, Author, Pass, Rights, Violation},
    letter::Letter,
    sync::frame::{Frame, RefusedChange},
};

/// The most frames, and the most bytes of them, that wait on a link while a letter is looked at.
const FRAMES: usize = 256;
const BYTES: usize = 2 * 1024 * 1024;
/// The most changes that may be vouched for on a link.
const VOUCHED: usize = 16_384;

/// What a device is said to have signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which device.
    pub device: [u8; 8],
    /// The text.
    pub text: String,
    /// ECDSA P-256 with SHA-256, r‖s.
    pub signature: [u8; 64],
}

/// What the server says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The device has signed it, and has access: on whose behalf it acts, trusted with what.
    Holds(Actor),
    /// It has not, or has none.
    Refused(LetterRejection),
    /// That can't be told now. Whoever carries the letter brings it again on its next link.
    Unchecked,
}

/// A letter's changes of one document.
struct Share {
    kind: DocumentKind,
    chunks: Vec<Vec<u8>>,
    hashes: Vec<ChangeHash>,
}

/// A link's letters.
#[derive(Default)]
pub(super) struct Letters {
    verifying: Option<(LetterId, [u8; 8], Vec<Share>)>,
    /// What came meanwhile.
    held: VecDeque<Vec<u8>>,
    /// Letters that were taken in, whose changes are not all known to be durable.
    taken: Vec<(LetterId, Vec<(DocumentKind, ChangeHash)>)>,
}

impl Letters {
    /// Keeps a frame for later if a letter is being looked at; gives it back if not.
    pub(super) fn hold<'a>(&mut self, bytes: &'a [u8]) -> Result<Option<&'a [u8]>, Violation> {
        if self.verifying.is_none() {
            return Ok(Some(bytes));
        }
        self.held.push_back(bytes.to_vec());
        let size: usize = self.held.iter().map(Vec::len).sum();
        if self.held.len() <= FRAMES && size <= BYTES { Ok(None) } else { Err(Violation::TooMuch) }
    }
}

impl Hub {
    /// A letter came.
    pub(super) fn take_letter(&mut self, link: LinkId, data: &[u8], effects: &mut Vec<HubEffect>) -> Result<(), Cut> {
        let Some(member) = self.members.get_mut(&link) else { return Ok(()) };
        if !member.joined() || !member.is_device() {
            return Err(Cut::OutOfTurn);
        }
        let id = Letter::id(data);
        match unpack(data, &self.community) {
            Ok((claim, shares)) => {
                member.letters.verifying = Some((id, claim.device, shares));
                effects.push(HubEffect::Verify { link, letter: id, claim });
            }
            Err(why) => refuse(link, id, why, effects),
        }
        Ok(())
    }

    /// The server knows whether a letter's signature holds.
    pub(super) fn verified(
        &mut self,
        now: Timestamp,
        link: LinkId,
        letter: LetterId,
        verdict: Verdict,
        effects: &mut Vec<HubEffect>,
    ) -> Result<(), Cut> {
        let Some(member) = self.members.get_mut(&link) else { return Ok(()) };
        let Some((id, device, shares)) = member.letters.verifying.take_if(|(id, ..)| *id == letter) else {
            return Ok(());
        };
        match verdict {
            Verdict::Holds(actor) => {
                self.devices.insert(device);
                self.take_in(now, link, (id, device, actor), shares, effects)?;
            }
            Verdict::Refused(why) => refuse(link, id, why, effects),
            Verdict::Unchecked => {}
        }
        // What waited may hold the next letter.
        loop {
            let Some(letters) = self.members.get_mut(&link).map(|member| &mut member.letters) else { return Ok(()) };
            if letters.verifying.is_some() {
                return Ok(());
            }
            let Some(bytes) = letters.held.pop_front() else { return Ok(()) };
            self.hear(now, link, &bytes, effects)?;
        }
    }

    /// Takes in what is vouched for: as if its author had brought it, with the author's rights.
    fn take_in(
        &mut self,
        now: Timestamp,
        link: LinkId,
        (id, device, actor): (LetterId, [u8; 8], Actor),
        shares: Vec<Share>,
        effects: &mut Vec<HubEffect>,
    ) -> Result<(), Cut> {
        let (mut taken, is_refilling) = (Vec::new(), self.is_refilling(now));
        for Share { kind, chunks, hashes } in shares {
            if policy::write_into(actor, kind, self.ground.known()).is_err() {
                let refused = |hash: &ChangeHash| RefusedChange { hash: *hash, why: Rejection::NotAllowed };
                self.tell_refused(link, kind, hashes.iter().map(refused).collect(), effects);
                continue;
            }
            let Some(member) = self.members.get_mut(&link) else { return Ok(()) };
            member.vouched.extend(hashes.iter().map(|hash| (*hash, actor)));
            if member.vouched.len() > VOUCHED {
                return Err(Violation::TooMuch.into());
            }
            let mut new = None;
            let held = self.documents.get_mut(&kind).unwrap_or_else(|| new.insert(Held::new(kind)));
            let before = held.document.heads();
            let (author, devices, missing) = (Author::Device(device), &self.devices, &held.missing);
            let (rights, known, vouched) = (Rights::Of(actor), self.ground.known(), &member.vouched);
            let dead = self.dead.of(kind);
            let pass = Pass { author, rights, known, now, devices, is_refilling, missing, vouched, dead };
            let brought = member.session.bring(&pass, &mut held.document, &mut held.actors, &chunks);
            let changed = held.document.heads() != before;
            if changed {
                held.bringers.insert(link);
                held.see_since(&before, &mut self.ground);
                self.stirred.insert(kind);
            }
            let refused = brought?;
            if changed {
                self.documents.extend(new.map(|held| (kind, held)));
            }
            self.tell_refused(link, kind, refused, effects);
            taken.extend(hashes.into_iter().map(|hash| (kind, hash)));
        }
        if let Some(member) = self.members.get_mut(&link) {
            member.letters.taken.push((id, taken));
        }
        self.answer_letters(effects);
        Ok(())
    }

    /// Tells those who brought letters of which everything that was taken in is durable.
    pub(super) fn answer_letters(&mut self, effects: &mut Vec<HubEffect>) {
        for (link, member) in &mut self.members {
            let (documents, session) = (&self.documents, &member.session);
            let is_settled = |(kind, hash): &(DocumentKind, ChangeHash)| {
                session.has_refused(*kind, hash) || documents.get(kind).is_some_and(|held| held.keeps(hash))
            };
            let done = member.letters.taken.extract_if(.., |(_, changes)| changes.iter().all(is_settled));
            for (letter, _) in done {
                send(*link, &Frame::LetterAnswer { letter, why: None }, effects);
            }
        }
    }
}

fn refuse(link: LinkId, letter: LetterId, why: LetterRejection, effects: &mut Vec<HubEffect>) {
    send(link, &Frame::LetterAnswer { letter, why: Some(why) }, effects);
    effects.push(HubEffect::LetterRefused { link, letter, why });
}

fn unpack(data: &[u8], community: &str) -> Result<(Claim, Vec<Share>), LetterRejection> {
    let malformed = |error| match error {
        LetterError::Newer => LetterRejection::Newer,
        _ => LetterRejection::Malformed,
    };
    let letter = Letter::decode(data).map_err(malformed)?;
    if letter.community != community {
        return Err(LetterRejection::OtherCommunity);
    }
    let mut shares = Vec::new();
    for content in letter.open().map_err(malformed)? {
        let kind = DocumentKind::from_name(&content.document).ok_or(LetterRejection::Newer)?;
        let changes = gate::read(&content.changes).map_err(|_| LetterRejection::Malformed)?;
        // A device signs for nothing but its own.
        if changes.iter().any(|change| device_of(change.actor_id()) != Some(letter.device)) {
            return Err(LetterRejection::Malformed);
        }
        let hashes = changes.iter().map(automerge::Change::hash).collect();
        shares.push(Share { kind, chunks: content.changes, hashes });
    }
    let (device, text, signature) = (letter.device, letter.signed_text(), letter.signature);
    Ok((Claim { device, text, signature }, shares))
}
