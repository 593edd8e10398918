//! Whatever happens, nobody holds more than they may: what waits on a line, what the server holds for it, and
//! what a phone stores of what was written.

use kaifong_domain::document::DocumentKind;
use kaifong_replica::{
    hub::{Burden, LinkId},
    outbox::Row,
    storage::{ChunkKind, StoreOp, Write},
};

use super::{Done, World};
use crate::{
    ledger::Broken,
    phone::Phone,
    wire::{End, Gate},
};

/// What may be under way on a line, in bytes: a window of 96 KB, and the parcel that fills it (32 KB and a change).
const UNDER_WAY: usize = 144 * 1024;
/// What may wait on a line in one direction, in bytes: what is under way, and small frames of other kinds.
const WAITING: usize = 256 * 1024;
/// What of a link's changes may wait at the server for others to come, in bytes.
const HELD_BACK: usize = 2 * 1024 * 1024;
/// What may be remembered of a link's changes that were not let in.
const OUTSIDE: usize = 4_096;
/// Increments smaller than this together are not worth a snapshot, in bytes.
const LEAST: usize = 32 * 1024;

impl World {
    /// What waits on a line is bounded.
    pub(super) fn check_line(&self, link: LinkId) -> Done {
        let Some(wire) = self.wires.get(&link) else { return Ok(()) };
        let size = |frames: &std::collections::VecDeque<Vec<u8>>| frames.iter().map(Vec::len).sum::<usize>();
        match [&wire.up, &wire.down].map(size).into_iter().max() {
            Some(waiting) if waiting > WAITING => Err(Broken::Heaped(wire.phone, waiting)),
            _ => Ok(()),
        }
    }

    /// On a phone's disk each command waits once, or is listed once.
    pub(super) fn check_rows(&self, index: usize) -> Done {
        let disk = &self.phones[index].disk;
        // A row that cannot be read stays as it is.
        let waiting = disk.outbox.values().filter(|row| postcard::from_bytes::<Row>(row).is_ok());
        let (rows, requests) = (waiting.count() + disk.refused.len(), &disk.waiting() | &disk.listed());
        if rows == requests.len() { Ok(()) } else { Err(Broken::Piled(index, rows, requests.len())) }
    }

    /// What the server holds for its links is bounded, and it holds no document in which nothing was written.
    pub(super) fn check_burdens(&self) -> Done {
        let mut held = self.server.hub.iter().flat_map(|hub| hub.kinds().filter_map(|kind| hub.document(kind)));
        if let Some(document) = held.find(|document| document.is_blank() && !self.is_stored(document.kind())) {
            return Err(Broken::Idle(document.kind()));
        }
        let heavy =
            |burden: &Burden| burden.under_way > UNDER_WAY || burden.waiting > HELD_BACK || burden.outside > OUTSIDE;
        self.check_each_burden(heavy)
    }

    /// Whether there is, or was, something of a document in the server's store.
    fn is_stored(&self, kind: DocumentKind) -> bool {
        let name = kind.name();
        self.server.store.contains_key(&name) || self.server.missing.contains_key(&name)
    }

    /// Nothing waits at the server for what it rests on; but in a letter of which something was refused: what the rest
    /// of it rests on may have been refused on another line, and its author has given it again as something else.
    fn check_waiting(&self) -> Done {
        let carries_remains = |link: &LinkId| {
            let phone = self.wires.get(link).map(|wire| &self.phones[wire.phone]);
            phone.is_some_and(|phone| {
                phone.carried.iter().any(|carried| carried.refused > 0 || self.may_orphan() && carried.aside > 0)
            })
        };
        let mut burdens = self.server.hub.iter().flat_map(|hub| hub.burdens());
        let found = burdens.find(|(link, burden)| burden.waiting > 0 && !carries_remains(link));
        found.map_or(Ok(()), |(link, burden)| Err(self.burdened(link, burden)))
    }

    /// Whether what a letter rests on may never come: it is nowhere any more, or its author is not let in.
    pub(super) fn may_orphan(&self) -> bool {
        self.is_set_back || self.phones.iter().any(|phone| phone.is_withdrawn)
    }

    fn burdened(&self, link: LinkId, burden: Burden) -> Broken {
        Broken::Burdened(self.wires.get(&link).map_or(usize::MAX, |wire| wire.phone), burden)
    }

    fn check_each_burden(&self, heavy: impl Fn(&Burden) -> bool) -> Done {
        let burdens = self.server.hub.iter().flat_map(|hub| hub.burdens());
        let found = burdens.into_iter().find(|(_, burden)| heavy(burden));
        found.map_or(Ok(()), |(link, burden)| Err(self.burdened(link, burden)))
    }

    /// When all is said, nobody holds on to what is gone, nothing is held back at the server, and no phone has
    /// stored more than compaction promises.
    pub(super) fn check_bounds(&self) -> Done {
        let open =
            self.wires.values().filter(|wire| wire.gate == Gate::Passed && wire.server_end != End::Closed).count();
        let links = self.server.hub().links();
        if links != open {
            return Err(Broken::Hoarded(links, open));
        }
        self.check_waiting()?;
        let mut phones = self.phones.iter().enumerate().filter(|(_, phone)| !phone.written.is_excused);
        phones.try_for_each(|(index, phone)| {
            written(phone).map_err(|why| Broken::Bloated(index, why))?;
            stored(phone).map_err(|why| Broken::Bloated(index, why))
        })
    }
}

impl Phone {
    /// A write has been stored.
    pub(super) fn has_stored(&mut self, write: &Write) {
        for op in &write.ops {
            match op {
                StoreOp::PutChunk(id, bytes) if id.kind == ChunkKind::Snapshot => {
                    self.written.snapshots += bytes.len();
                    self.written.largest = self.written.largest.max(bytes.len());
                }
                StoreOp::PutChunk(_, bytes) => self.written.increments += bytes.len(),
                _ => {}
            }
        }
    }
}

/// A snapshot is made when increments outweigh the one before: all together are at most twice the increments. One
/// made for a document without some of its changes is followed by one that is read back.
fn written(phone: &Phone) -> Result<(), String> {
    let written = phone.written;
    let most = 2 * written.increments + 2 * (written.partings + 1) * written.largest;
    if written.snapshots <= most { Ok(()) } else { Err(format!("{written:?}")) }
}

/// Of each document there is a snapshot, the generation before it, and the increments to both.
fn stored(phone: &Phone) -> Result<(), String> {
    for (kind, document) in phone.replica().documents() {
        let name = kind.name();
        let chunks = phone.disk.chunks.iter().filter(|(id, _)| id.document == name);
        let size: usize = chunks.map(|(_, bytes)| bytes.len()).sum();
        let whole = document.save().len().max(LEAST);
        if size > 8 * whole {
            return Err(format!("{name} takes {size} bytes, and is worth {whole}"));
        }
    }
    Ok(())
}
