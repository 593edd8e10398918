//! Writes, one after the other: what comes while one is under way goes together into the next.

use kaifong_domain::{
    archive::Restored, bridge::StorageError, document::DocumentKind, handover::LetterId, id::RequestId,
};

use crate::storage::{ChunkId, StoreOp, Write};

/// What a write is for, to be told when it is durable.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cargo {
    /// A change made here, with its outbox row.
    Local {
        /// In which document.
        kind: DocumentKind,
        /// By which request.
        request: RequestId,
    },
    /// A request that found what it asked for done, by changes which are not durable yet.
    Echo(RequestId),
    /// A snapshot, to be read back.
    Snapshot(ChunkId),
    /// What a file held, and what became of it.
    Restored(RequestId, Restored),
    /// A letter that was taken, with its changes.
    Letter(LetterId),
}

/// The queue of writes.
#[derive(Default)]
pub(super) struct Writer {
    next: u64,
    ops: Vec<StoreOp>,
    cargo: Vec<Cargo>,
    flight: Option<Flight>,
    /// The failure that was told last, until a write succeeds.
    failure: Option<StorageError>,
}

struct Flight {
    write: Write,
    cargo: Vec<Cargo>,
    /// Failed, and to be tried again.
    failed: bool,
    /// To be handed out (again).
    due: bool,
}

impl Writer {
    /// Queues steps that must be stored together.
    pub(super) fn add(&mut self, ops: impl IntoIterator<Item = StoreOp>, cargo: Option<Cargo>) {
        self.ops.extend(ops);
        self.cargo.extend(cargo);
    }

    /// Takes cargo along with what was queued last; gives it back if nothing is queued or under way.
    pub(super) fn take_along(&mut self, cargo: Cargo) -> Option<Cargo> {
        match &mut self.flight {
            _ if !self.ops.is_empty() => self.cargo.push(cargo),
            Some(flight) => flight.cargo.push(cargo),
            None => return Some(cargo),
        }
        None
    }

    /// The write to be made now, if none is under way.
    pub(super) fn next(&mut self) -> Option<Write> {
        if self.flight.is_none() && !self.ops.is_empty() {
            let write = Write { id: self.next, ops: std::mem::take(&mut self.ops) };
            self.next += 1;
            self.flight = Some(Flight { write, cargo: std::mem::take(&mut self.cargo), failed: false, due: true });
        }
        let flight = self.flight.as_mut().filter(|flight| flight.due)?;
        flight.due = false;
        Some(flight.write.clone())
    }

    /// A write is durable: what it was for.
    pub(super) fn written(&mut self, write: u64) -> Vec<Cargo> {
        let done = self.flight.take_if(|flight| flight.write.id == write);
        if done.is_some() {
            self.failure = None;
        }
        done.map(|flight| flight.cargo).unwrap_or_default()
    }

    /// A write has failed: it waits to be tried again. Whether that is news: a disk that stays full fails
    /// every second, and is told of once.
    pub(super) fn failed(&mut self, write: u64, error: StorageError) -> bool {
        let Some(flight) = self.flight.as_mut().filter(|flight| flight.write.id == write) else { return false };
        flight.failed = true;
        // A snapshot is for our own convenience: nothing that anybody wrote is in danger.
        let is_needed = flight.write.ops.len() > 1 || !matches!(flight.cargo[..], [Cargo::Snapshot(_)]);
        is_needed && self.failure.replace(error) != Some(error)
    }

    /// Takes a snapshot out of a write that has failed, if something else waits to be written: there may be
    /// room for that. The snapshot, and what is durable without it.
    pub(super) fn leave_out_snapshot(&mut self) -> Option<(ChunkId, Vec<Cargo>)> {
        let flight = self.flight.as_mut().filter(|flight| flight.failed && !self.ops.is_empty())?;
        let at = flight.cargo.iter().position(|cargo| matches!(cargo, Cargo::Snapshot(_)))?;
        let Cargo::Snapshot(chunk) = flight.cargo.remove(at) else { return None };
        flight.write.ops.retain(|op| !matches!(op, StoreOp::PutChunk(id, _) if *id == chunk));
        let flight = self.flight.take_if(|flight| flight.write.ops.is_empty());
        Some((chunk, flight.map(|flight| flight.cargo).unwrap_or_default()))
    }

    /// Tries a failed write again.
    pub(super) fn retry(&mut self) {
        if let Some(flight) = self.flight.as_mut().filter(|flight| flight.failed) {
            flight.failed = false;
            flight.due = true;
        }
    }

    /// A document leaves the phone: nobody is told any more of what is stored of it.
    pub(super) fn leave(&mut self, document: DocumentKind) {
        let stays = |cargo: &Cargo| !matches!(cargo, Cargo::Local { kind, .. } if *kind == document);
        self.cargo.retain(stays);
        self.flight.iter_mut().for_each(|flight| flight.cargo.retain(stays));
    }

    /// Whether nothing is queued or under way.
    pub(super) fn is_idle(&self) -> bool {
        self.flight.is_none() && self.ops.is_empty()
    }

    /// How many changes made here are not durable yet.
    pub(super) fn unsaved(&self) -> u32 {
        let under_way = self.flight.iter().flat_map(|flight| &flight.cargo);
        self.cargo.iter().chain(under_way).filter(|cargo| matches!(cargo, Cargo::Local { .. })).count() as u32
    }

    /// Whether a request's change is not durable yet.
    pub(super) fn holds(&self, request: RequestId) -> bool {
        let under_way = self.flight.iter().flat_map(|flight| &flight.cargo);
        let of = |cargo: &Cargo| matches!(cargo, Cargo::Local { request: other, .. } if *other == request);
        self.cargo.iter().chain(under_way).any(of)
    }
}
