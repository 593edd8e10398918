//! A phone's replica: documents, outbox, and one link to the server. Commands and events go in, effects
//! come out; it never waits and never does IO.

mod archiving;
mod carrying;
mod compaction;
mod delivering;
mod execution;
mod handed;
mod handing;
mod history;
mod link;
mod loading;
mod nonce;
mod opening;
mod putting_down;
mod quarantine;
mod refusing;
mod replay;
mod shelf;
mod standing;
mod writer;

use std::collections::BTreeMap;

use kaifong_domain::{
    bridge::{Identity, Line, Problem, Status, StorageError, Tick},
    community::Community,
    document::DocumentKind,
    record::Entry,
    refused::Refused,
    time::Timestamp,
};

use self::{
    carrying::Carrier,
    compaction::Compaction,
    handed::Handed,
    handing::Packing,
    link::Link,
    nonce::Nonce,
    opening::Opening,
    putting_down::PutDown,
    quarantine::Quarantine,
    shelf::Shelf,
    writer::{Cargo, Writer},
};
use crate::{
    document::Outcome,
    effect::{Effect, Event},
    outbox::Outbox,
    refused::RefusedList,
    restored::RestoredFrom,
};

/// What a replica must be told to begin.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Who acts, on which device, in which community.
    pub identity: Identity,
    /// The origin under which the page runs, such as `https://example.org`: part of the device's proof.
    pub origin: String,
    /// Fresh randomness, for the actor id if a new one is due.
    pub nonce: [u8; 8],
}

/// A phone's replica.
pub struct Replica {
    setup: Setup,
    /// The nonce under which this device writes now.
    nonce: Nonce,
    shelves: BTreeMap<DocumentKind, Shelf>,
    community: Community,
    outbox: Outbox,
    refused: RefusedList,
    restored: RestoredFrom,
    writer: Writer,
    link: Link,
    compaction: Compaction,
    quarantine: Quarantine,
    packing: Packing,
    handed: Handed,
    opening: Opening,
    carrier: Carrier,
    put_down: PutDown,
    synced_at: Option<Timestamp>,
    /// Something is shown of which the documents have not come yet.
    is_previewing: bool,
    /// The community has taken back this device's access.
    is_revoked: bool,
    told: Status,
}

impl Replica {
    /// Takes in something that happened.
    pub fn handle(&mut self, now: Timestamp, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::LinkOpened => self.link.open(now),
            Event::LinkClosed => self.link.close(),
            Event::Frame(bytes) => self.hear(now, &bytes, &mut effects),
            Event::Signed(signature) => self.prove(signature, &mut effects),
            Event::Written { write } => self.written(write, &mut effects),
            Event::WriteFailed { write, error } => self.write_failed(write, error, &mut effects),
            Event::Sealed { text, key, signature } => self.sealed(&text, *key, *signature, &mut effects),
            Event::SealFailed => self.seal_failed(&mut effects),
            Event::Verified { letter, holds } => self.verified(letter, holds, &mut effects),
            Event::ReadBack { chunk, bytes } => self.read_back(&chunk, bytes.as_deref(), now, &mut effects),
            Event::Woken => self.ask_for_life(now, &mut effects),
            Event::Tick { idle } => {
                self.writer.retry();
                self.beat(now, &mut effects);
                if idle {
                    self.compact(now);
                }
            }
        }
        self.settle(now, &mut effects);
        effects
    }

    /// Everything that can be seen.
    pub fn entries(&self) -> Vec<Entry> {
        self.community.entries()
    }

    /// The community as this phone sees it.
    pub fn community(&self) -> &Community {
        &self.community
    }

    /// The commands whose change could not stay, the newest first.
    pub fn refused(&self) -> Vec<Refused> {
        self.refused.all()
    }

    /// How syncing goes.
    pub fn status(&self) -> &Status {
        &self.told
    }

    /// The documents, for checks.
    pub fn documents(&self) -> impl Iterator<Item = (DocumentKind, &crate::document::Document)> {
        self.shelves.iter().map(|(kind, shelf)| (*kind, &shelf.document))
    }

    /// What follows after every step: the next write, what can be said to the server, and the status.
    fn settle(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.let_go(now, effects);
        self.speak(effects);
        if self.line() == Line::Synced && self.told.line != Line::Synced {
            self.synced_at = Some(now);
            if std::mem::take(&mut self.is_previewing) {
                effects.push(Effect::View(self.community.entries()));
            }
            self.remember_synced(now);
            self.confirm_echoes(effects);
            self.confirm_restored();
            self.confirm_put_down();
            self.try_lost_again(now, effects);
        }
        self.begin_packing(now, effects);
        self.tell_of_carried(effects);
        effects.extend(self.refused.news().map(Effect::Refused));
        self.make_way(effects);
        effects.extend(self.writer.next().map(Effect::Write));
        let status = Status {
            line: self.line(),
            waiting: (self.outbox.len() as u32).saturating_sub(self.writer.unsaved()),
            saving: self.writer.unsaved(),
            set_aside: self.set_aside(),
            waiting_records: self.outbox.records(),
            synced_at: self.synced_at,
        };
        if status != self.told {
            self.told = status.clone();
            effects.push(Effect::Status(status));
        }
    }

    /// A write is durable: tick 1 for the requests in it.
    fn written(&mut self, write: u64, effects: &mut Vec<Effect>) {
        let done = self.writer.written(write);
        self.deliver(done, effects);
    }

    /// A write has failed: it is tried again, and told of if that is news.
    fn write_failed(&mut self, write: u64, error: StorageError, effects: &mut Vec<Effect>) {
        if self.writer.failed(write, error) {
            effects.push(Effect::Problem(Problem::WriteFailed(error)));
        }
    }

    /// What was in a write is durable.
    fn deliver(&mut self, done: Vec<Cargo>, effects: &mut Vec<Effect>) {
        for cargo in done {
            match cargo {
                Cargo::Local { kind, request } => {
                    effects.push(Effect::Tick { request, tick: Tick::Saved });
                    if let Some(shelf) = self.shelves.get_mut(&kind) {
                        shelf.unsaved -= 1;
                    }
                }
                Cargo::Echo(request) => effects.push(Effect::Tick { request, tick: Tick::Saved }),
                Cargo::Snapshot(chunk) => effects.push(Effect::ReadBack(chunk)),
                Cargo::Restored(request, restored) => effects.push(Effect::Restored { request, restored }),
                Cargo::Letter(letter) => self.carrier.saved(letter),
            }
        }
    }

    /// Puts what a document shows into the community, and tells of it.
    fn show(&mut self, kind: DocumentKind, outcome: Outcome, effects: &mut Vec<Effect>) {
        if outcome.unreadable > 0 {
            effects.push(Effect::Problem(Problem::NeedsUpdate { document: kind, records: outcome.unreadable }));
        }
        let gone: Vec<_> = outcome.gone.into_iter().filter(|key| self.community.knows(*key)).collect();
        if !gone.is_empty() {
            gone.iter().for_each(|key| self.community.take(*key));
            effects.push(Effect::Gone(gone));
        }
        if outcome.entries.is_empty() {
            return;
        }
        for entry in &outcome.entries {
            self.community.put(entry.clone());
        }
        effects.push(Effect::Patch(outcome.entries));
    }

    fn shelf(&mut self, kind: DocumentKind) -> &mut Shelf {
        let actor = crate::actor::actor(self.setup.identity.device, self.nonce.get());
        self.shelves.entry(kind).or_insert_with(|| Shelf::new(kind, actor))
    }
}
