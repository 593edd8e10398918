//! What happens between phones and server.

use kaifong_domain::access::AccessRole;
use kaifong_domain::denial::Denial;
use kaifong_replica::{
    effect::Event,
    hub::{Caller, HubEvent, LinkId},
    sync::frame::{Frame, MAX_FRAME, proof_text},
};

use super::{Done, Sabotage, World};
use crate::{
    ledger::Broken,
    phone::{COMMUNITY, ORIGIN},
    wire::{End, Gate, Wire},
};

/// How long the server waits for a device's proof, in milliseconds.
const PATIENCE: i64 = 10_000;
/// After how long without a frame the server gives a socket up, in milliseconds.
const SILENT_AFTER: i64 = 60_000;

impl World {
    pub(super) fn dial(&mut self, index: usize) -> Done {
        self.links += 1;
        let (link, nonce, time) = (self.links, self.seed.bytes(), self.now.saturating_add(self.server.skew));
        let mut wire = Wire::new(index, nonce, time, self.now);
        wire.down.push_back(Frame::Challenge { nonce, time }.encode());
        self.wires.insert(link, wire);
        self.phones[index].link = Some(link);
        self.happen(index, Event::LinkOpened)
    }

    /// A phone closes its socket.
    pub(super) fn hang_up(&mut self, index: usize) {
        let phone = &mut self.phones[index];
        phone.signing = None;
        if let Some(wire) = phone.link.take().and_then(|link| self.wires.get_mut(&link)) {
            let knew = wire.server_end;
            wire.close_phone();
            // From a phone out of reach, nothing comes through, not even a good-bye.
            if !phone.is_reachable && knew == End::Open {
                wire.up.clear();
                wire.server_end = End::Deaf;
                self.count("lines half open");
            }
        }
        self.sweep();
    }

    /// Breaks a phone's socket, if it has one.
    pub fn cut(&mut self, index: usize) {
        let deaf = [self.seed.chance(self.odds.deaf), self.seed.chance(self.odds.deaf)];
        let World { phones, wires, seed, .. } = self;
        if let Some(wire) = phones[index].link.and_then(|link| wires.get_mut(&link)) {
            wire.cut(deaf[0], deaf[1], seed);
            if deaf.contains(&true) {
                self.count("lines half open");
            }
        }
        self.tell(|| format!("phone {index} is cut off, deaf: {deaf:?}"));
    }

    /// Nothing gets through to or from a phone for a while, and then everything does.
    pub fn stall(&mut self, index: usize, millis: i64) {
        self.tell(|| format!("phone {index}: nothing gets through for {millis} ms"));
        if let Some(wire) = self.phones[index].link.and_then(|link| self.wires.get_mut(&link)) {
            wire.stalled_until = self.now + millis;
        }
    }

    /// Something between a phone and the server says a frame twice.
    pub fn stutter(&mut self, index: usize) {
        let up = self.seed.chance(500);
        self.tell(|| format!("phone {index}: a frame comes twice, up: {up}"));
        // Also on a socket that the phone has given up, and of which the server has yet to hear.
        let wires = self.wires.values_mut().filter(|wire| wire.phone == index);
        let doubled: u32 = wires.map(|wire| u32::from(wire.stutter(up))).sum();
        *self.counts.entry("frames doubled").or_default() += doubled;
    }

    pub(super) fn rise(&mut self, link: LinkId) -> Done {
        let Some(wire) = self.wires.get_mut(&link) else { return Ok(()) };
        let Some(bytes) = wire.up.pop_front() else { return Ok(()) };
        wire.heard = self.now;
        let (index, gate) = (wire.phone, wire.gate.clone());
        if self.phones[index].link != Some(link) {
            self.count("frames of a line that was left");
        }
        match gate {
            Gate::Passed => {
                let bytes = self.twist(bytes);
                let bytes = self.exchange(bytes);
                self.happen_at_hub(HubEvent::Frame { link, bytes })
            }
            Gate::Challenged { nonce, time } => self.knock(link, &bytes, nonce, time),
        }
    }

    /// A socket's first frame: the device must prove itself.
    fn knock(&mut self, link: LinkId, bytes: &[u8], nonce: [u8; 32], time: i64) -> Done {
        let Some(wire) = self.wires.get_mut(&link) else { return Ok(()) };
        let index = wire.phone;
        let phone = &self.phones[index];
        let Ok(Frame::Prove { device, expiry, signature }) = Frame::decode(bytes, MAX_FRAME) else {
            // A stub of the proof, or the proof's second coming: the server hangs up on it.
            if wire.is_mangled {
                wire.close_server();
                return Ok(());
            }
            return Err(Broken::Gate(index, "something else than a proof"));
        };
        let text = proof_text(ORIGIN, COMMUNITY, &nonce, &device, expiry);
        if device != phone.identity.device || expiry != time + 60_000 || signature != phone.signature(&text) {
            return Err(Broken::Gate(index, "a proof that does not hold"));
        }
        if self.now - wire.opened > PATIENCE {
            wire.close_server();
            return Ok(());
        }
        if phone.is_withdrawn {
            wire.down.push_back(Frame::Error { message: "revoked".into(), why: Some(Denial::Revoked) }.encode());
            wire.close_server();
            self.count("phones shut out");
            return Ok(());
        }
        wire.gate = Gate::Passed;
        let mut actor = phone.identity.actor;
        actor = actor.trusted(phone.trust);
        if self.sabotage == Some(Sabotage::OpenDoors) {
            actor.role = AccessRole::Admin;
        }
        let caller = Caller::Device { device, actor };
        self.happen_at_hub(HubEvent::Opened { link, caller })
    }

    pub(super) fn fall(&mut self, link: LinkId) -> Done {
        let Some(wire) = self.wires.get_mut(&link) else { return Ok(()) };
        let (index, Some(bytes)) = (wire.phone, wire.down.pop_front()) else { return Ok(()) };
        self.happen(index, Event::Frame(bytes))
    }

    pub(super) fn phone_hears(&mut self, link: LinkId) -> Done {
        let Some(wire) = self.wires.get_mut(&link) else { return Ok(()) };
        wire.phone_end = End::Closed;
        let index = wire.phone;
        self.sweep();
        if self.phones[index].link == Some(link) {
            self.phones[index].link = None;
            self.phones[index].signing = None;
            return self.happen(index, Event::LinkClosed);
        }
        Ok(())
    }

    pub(super) fn server_hears(&mut self, link: LinkId) -> Done {
        let Some(wire) = self.wires.get_mut(&link) else { return Ok(()) };
        wire.server_end = End::Closed;
        let passed = wire.gate == Gate::Passed;
        self.sweep();
        if passed { self.happen_at_hub(HubEvent::Closed { link }) } else { Ok(()) }
    }

    /// Somebody takes a phone out of a pocket.
    ///
    /// # Errors
    /// If that breaks a promise.
    pub fn wake(&mut self, index: usize) -> Done {
        self.happen(index, Event::Woken)
    }

    /// Time passes: the phones' clocks tick, and the server gives up who is silent.
    ///
    /// # Errors
    /// If a tick breaks a promise.
    pub fn pass(&mut self, millis: i64, idle: bool) -> Done {
        self.now += millis;
        self.tell(|| format!("{millis} ms pass"));
        for index in 0..self.phones.len() {
            self.happen(index, Event::Tick { idle })?;
        }
        let links: Vec<LinkId> = self.wires.keys().copied().collect();
        for link in links {
            let Some(wire) = self.wires.get_mut(&link) else { continue };
            let silent = self.now - wire.heard > SILENT_AFTER;
            let late = wire.gate != Gate::Passed && self.now - wire.heard > PATIENCE;
            match wire.server_end {
                End::Open if silent || late => {
                    let passed = wire.gate == Gate::Passed;
                    wire.close_server();
                    if passed {
                        self.happen_at_hub(HubEvent::Closed { link })?;
                    }
                }
                End::Deaf if silent || late => self.server_hears(link)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Forgets sockets that both ends have closed.
    pub(super) fn sweep(&mut self) {
        self.wires.retain(|_, wire| !wire.is_gone());
    }
}
