//! Phones, a server and the network between them, one step at a time.

mod access;
mod archiving;
mod backup;
mod bounds;
mod ending;
mod handing;
mod judging;
mod lying;
mod network;
mod phones;
mod serving;
mod storing;
mod tampering;

use std::collections::{BTreeMap, BTreeSet};

use kaifong_domain::{
    access::AccessRole,
    handover::LetterRejection,
    id::{PersonId, RequestId},
};
use kaifong_replica::{hub::LinkId, schema::device_id, sync::frame::RefusedChange};

use crate::{
    ledger::{Broken, Ledger},
    phone::{Phone, key},
    seed::Seed,
    server::Server,
    stranger::Store,
    wire::{End, Wire},
};

pub use self::phones::Given;

/// How often things go wrong by themselves, in a thousand times.
#[derive(Clone, Copy, Debug, Default)]
pub struct Odds {
    /// A phone dies before one of its effects.
    pub phone_dies: u32,
    /// The server dies before one of its effects.
    pub server_dies: u32,
    /// A phone's write fails.
    pub write_fails: u32,
    /// A phone dies with a write under way, of which nobody knows whether it was done.
    pub write_was_done: u32,
    /// A phone dies with a write under way that was done, and some of its bytes are not there.
    pub write_tears: u32,
    /// A chunk can't be read back.
    pub read_fails: u32,
    /// The server's commit fails.
    pub commit_fails: u32,
    /// A snapshot is stored with a flipped bit.
    pub flawed_snapshot: u32,
    /// An end of a broken socket is not told.
    pub deaf: u32,
}

/// A driver that lies, to see whether the oracles find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sabotage {
    /// The phone's disk says that it has written, and has not.
    DiskForgets,
    /// The server's store says that it has committed, and has not.
    StoreForgets,
    /// The phone's disk stores the change, and not its outbox row.
    RowForgotten,
    /// Old chunks go together with the new snapshot, before it was read back.
    HastyDeletion,
    /// The server says what is durable before it has committed.
    HastyReceipt,
    /// A phone that must write under a fresh name gets the one it had.
    StaleNonce,
    /// The server forgets who may read what.
    OpenDoors,
    /// Whatever comes in is stored, whatever the gate says.
    OpenGate,
    /// The server does not look whether it knows what a phone says that both hold.
    BlindFaith,
    /// The phone's disk forgets the commands that were refused.
    ListForgets,
}

/// One thing that can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A phone is switched on.
    Boot(usize),
    /// A phone's write ends.
    Write(usize),
    /// A phone's chunk has been read back.
    Read(usize),
    /// A phone's key has signed.
    Sign(usize),
    /// A phone dials the server.
    Dial(usize),
    /// A frame arrives at the server.
    Rise(LinkId),
    /// A frame arrives at the phone.
    Fall(LinkId),
    /// The phone hears that its socket is gone.
    PhoneHears(LinkId),
    /// The server hears that a socket is gone.
    ServerHears(LinkId),
    /// The server starts.
    Start,
    /// The hub settles.
    Settle,
    /// The server's commit ends.
    Commit,
}

/// What a step comes to.
pub type Done = Result<(), Broken>;

/// The world.
pub struct World {
    /// All choices.
    pub seed: Seed,
    /// The true time, in milliseconds: the server's clock.
    pub now: i64,
    /// The phones.
    pub phones: Vec<Phone>,
    /// The server.
    pub server: Server,
    /// The sockets.
    pub wires: BTreeMap<LinkId, Wire>,
    /// What goes wrong by itself.
    pub odds: Odds,
    /// Who lies.
    pub sabotage: Option<Sabotage>,
    /// What was promised.
    pub ledger: Ledger,
    /// Whether every step is told.
    pub is_told: bool,
    /// Whether somebody sends the hub what makes no sense, so that links may be cut.
    pub is_provoked: bool,
    /// How many frames may wait for a phone before the server cuts it.
    pub most_waiting: usize,
    /// How many it has cut.
    pub cut_slow: u32,
    /// What comes to the server in the place of every letter, if somebody exchanges them on the way.
    pub exchanged: Option<Vec<u8>>,
    /// What the hub has answered to letters.
    pub answers: Vec<Option<LetterRejection>>,
    /// Something was set back, or came from a file: what a letter rests on may be nowhere.
    pub is_set_back: bool,
    /// Devices that have lost their access.
    pub revoked: BTreeSet<[u8; 8]>,
    /// Who was erased.
    pub erased: BTreeSet<PersonId>,
    /// Requests that said something of a person.
    described: BTreeMap<(usize, RequestId), PersonId>,
    /// The changes that the hub has refused.
    pub refused: Vec<RefusedChange>,
    /// How often what happened.
    pub counts: BTreeMap<&'static str, u32>,
    links: LinkId,
}

/// When the world begins: Wednesday, 2026-11-25, 12:00 in China.
pub const NOON: i64 = 1_795_579_200_000;

impl World {
    /// A world with a server and nobody in it.
    pub fn new(seed: Seed, store: Store) -> Self {
        Self {
            seed,
            now: NOON,
            phones: Vec::new(),
            server: Server::new(store),
            wires: BTreeMap::new(),
            odds: Odds::default(),
            sabotage: None,
            ledger: Ledger::default(),
            is_told: false,
            is_provoked: false,
            most_waiting: usize::MAX,
            cut_slow: 0,
            exchanged: None,
            answers: Vec::new(),
            is_set_back: false,
            revoked: BTreeSet::new(),
            erased: BTreeSet::new(),
            described: BTreeMap::new(),
            refused: Vec::new(),
            counts: BTreeMap::new(),
            links: 0,
        }
    }

    /// Something has happened.
    pub fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// Adds a phone, switched off; its number.
    pub fn add_phone(&mut self, person: PersonId, role: AccessRole) -> usize {
        let index = self.phones.len();
        self.phones.push(Phone::new(device_id(&key(index)), person, role));
        index
    }

    /// Tells what happens, if anybody listens.
    pub fn tell(&self, words: impl FnOnce() -> String) {
        if self.is_told {
            println!("{:>9} {}", self.now - NOON, words());
        }
    }

    /// Everything that can happen next.
    pub fn ready(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let hub_is_up = self.server.hub.is_some();
        for (index, phone) in self.phones.iter().enumerate() {
            if phone.replica.is_none() {
                steps.push(Step::Boot(index));
                continue;
            }
            steps.extend(phone.writing.is_some().then_some(Step::Write(index)));
            steps.extend(phone.reading.is_some().then_some(Step::Read(index)));
            steps.extend(phone.signing.is_some().then_some(Step::Sign(index)));
            let has_rested = phone.rests_until <= self.now;
            let can_dial = phone.link.is_none() && phone.is_reachable && hub_is_up && has_rested;
            steps.extend(can_dial.then_some(Step::Dial(index)));
        }
        let passes = |wire: &Wire| self.phones[wire.phone].is_reachable && wire.stalled_until <= self.now;
        for (link, wire) in self.wires.iter().filter(|(_, wire)| passes(wire)) {
            steps.extend(wire.can_rise().then_some(Step::Rise(*link)));
            steps.extend(wire.can_fall().then_some(Step::Fall(*link)));
            let phone_hears = wire.phone_end == End::Broken && wire.down.is_empty();
            steps.extend(phone_hears.then_some(Step::PhoneHears(*link)));
            let server_hears = wire.server_end == End::Broken && wire.up.is_empty();
            steps.extend(server_hears.then_some(Step::ServerHears(*link)));
        }
        if hub_is_up {
            steps.extend(self.server.is_unsettled.then_some(Step::Settle));
            steps.extend(self.server.committing.is_some().then_some(Step::Commit));
        } else if !self.server.is_off {
            steps.push(Step::Start);
        }
        steps
    }

    /// Makes one thing happen.
    ///
    /// # Errors
    /// If it breaks a promise.
    pub fn take(&mut self, step: Step) -> Done {
        self.tell(|| format!("{step:?}"));
        match step {
            Step::Boot(phone) => self.boot(phone),
            Step::Write(phone) => self.end_write(phone),
            Step::Read(phone) => self.end_read(phone),
            Step::Sign(phone) => self.end_signing(phone),
            Step::Dial(phone) => self.dial(phone),
            Step::Rise(link) => self.rise(link),
            Step::Fall(link) => self.fall(link),
            Step::PhoneHears(link) => self.phone_hears(link),
            Step::ServerHears(link) => self.server_hears(link),
            Step::Start => self.start(),
            Step::Settle => self.settle_hub(),
            Step::Commit => self.end_commit(),
        }
    }
}
