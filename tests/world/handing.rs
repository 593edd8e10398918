//! What goes from hand to hand, past the server.

use kaifong_domain::handover::{LetterError, LetterId, LetterRejection, Offered, PackError, Packed};
use kaifong_replica::{
    effect::{Effect, Event},
    hub::{Claim, Verdict},
    letter::{Bag, text},
    schema::device_id,
    sync::frame::{Frame, MAX_FRAME, hex},
};

use super::{Done, World};
use crate::{
    ledger::Broken,
    phone::{Phone, key, sign},
};

impl World {
    /// What a phone's key does: it signs, or looks whether another one has.
    pub(super) fn work_of_the_key(&self, index: usize, effect: &Effect) -> Option<Event> {
        match effect {
            Effect::Seal(text) => {
                let signature = Box::new(self.phones[index].signature(text));
                Some(Event::Sealed { text: text.clone(), key: Box::new(key(index)), signature })
            }
            Effect::Verify { letter, key, text, signature } => {
                let holds = sign(device_id(key), text) == **signature;
                Some(Event::Verified { letter: *letter, holds })
            }
            _ => None,
        }
    }

    /// What the server says of a device's signature.
    pub(super) fn judge(&self, claim: &Claim) -> Verdict {
        let Some(phone) = self.phones.iter().find(|phone| phone.identity.device == claim.device) else {
            return Verdict::Refused(LetterRejection::UnknownDevice);
        };
        if self.revoked.contains(&claim.device) {
            return Verdict::Refused(LetterRejection::Revoked);
        }
        if phone.signature(&claim.text) != claim.signature {
            return Verdict::Refused(LetterRejection::BadSignature);
        }
        Verdict::Holds(phone.identity.actor)
    }

    /// A phone begins to pack what waits on it: as soon as that is saved under names of its own, it is packed.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn pack(&mut self, index: usize) -> Done {
        let now = self.clock(index);
        self.phones[index].packed = None;
        let Some(replica) = &mut self.phones[index].replica else { return Ok(()) };
        let effects = replica.pack(now);
        self.carry_out(index, effects)
    }

    /// Shows a phone what another one has packed; what it says to that.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn unpack(&mut self, index: usize, text: &str) -> Result<Option<Result<Vec<Offered>, LetterError>>, Broken> {
        let now = self.clock(index);
        self.phones[index].offered = None;
        let Some(replica) = &mut self.phones[index].replica else { return Ok(None) };
        let effects = replica.unpack(text, now);
        self.carry_out(index, effects)?;
        Ok(self.phones[index].offered.clone())
    }

    /// A phone's camera reads a QR code.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn scan(&mut self, index: usize, code: &str) -> Done {
        let now = self.clock(index);
        let Some(replica) = &mut self.phones[index].replica else { return Ok(()) };
        let effects = replica.scanned(code, now);
        self.carry_out(index, effects)
    }

    /// Somebody does not want to carry a letter any longer.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn put_down(&mut self, index: usize, letter: LetterId) -> Done {
        let now = self.clock(index);
        let Some(replica) = &mut self.phones[index].replica else { return Ok(()) };
        let effects = replica.put_down(letter, now);
        self.phones[index].puts_down.insert(["letter:", &hex(&letter.0)].concat());
        self.tell(|| format!("phone {index} puts {letter:?} down"));
        self.carry_out(index, effects)
    }

    /// A phone's disk may have changed: with a letter that was put down goes what was nowhere else.
    pub(super) fn look_for_put_down(&mut self, index: usize) {
        let Phone { disk, puts_down, .. } = &mut self.phones[index];
        if puts_down.extract_if(.., |name| !disk.meta.contains_key(name)).count() > 0 {
            self.ledger.reconsider(&self.phones, &self.server.store);
        }
    }

    /// What arrives of a frame at the server: in the place of a letter, what somebody has put there.
    pub(super) fn exchange(&self, bytes: Vec<u8>) -> Vec<u8> {
        let is_letter = matches!(Frame::decode(&bytes, MAX_FRAME), Ok(Frame::Letter { .. }));
        self.exchanged.clone().filter(|_| is_letter).unwrap_or(bytes)
    }

    /// A phone takes what it was last shown.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn take_along(&mut self, index: usize) -> Done {
        let now = self.clock(index);
        let Some(replica) = &mut self.phones[index].replica else { return Ok(()) };
        let effects = replica.take_along(now);
        self.carry_out(index, effects)
    }

    /// One phone hands over to another, if both are still on when it has packed.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn hand_over(&mut self, from: usize, to: usize) -> Done {
        self.phones[from].hands_to = Some(to);
        self.pack(from)
    }

    /// A phone has packed: what is in it is handed on, and stands under names that nothing else ever has.
    pub(super) fn packed(&mut self, from: usize, packed: Result<Packed, PackError>) -> Done {
        let to = self.phones[from].hands_to.take();
        self.phones[from].packed = Some(packed.clone());
        let Ok(Packed { text, own, others, .. }) = packed else { return Ok(()) };
        let letters = text::read(&text).and_then(|bytes| Bag::decode(&bytes)).and_then(|bag| bag.letters());
        for letter in letters.map_err(|error| Broken::Unpacked(from, error))? {
            self.ledger.hands_over(&letter)?;
        }
        let Some(to) = to.filter(|to| self.phones[*to].replica.is_some()) else { return Ok(()) };
        self.tell(|| format!("phone {from} hands {own} and {others} changes to phone {to}"));
        match self.unpack(to, &text)? {
            Some(Ok(_)) => {
                self.count("handed over");
                self.take_along(to)
            }
            Some(Err(error)) => Err(Broken::Unpacked(to, error)),
            None => Ok(()),
        }
    }
}
