//! A phone's disk and key do what they were asked for, or fail.

use kaifong_domain::bridge::StorageError;
use kaifong_replica::{effect::Event, storage::StoreOp};

use super::{Done, Sabotage, World};
use crate::disk::{delete_hastily, rows, snapshot, spoil};

impl World {
    pub(super) fn end_write(&mut self, index: usize) -> Done {
        let fails = self.seed.chance(self.odds.write_fails);
        let full = self.seed.chance(500);
        let (lost, flawed) = (self.seed.chance(100), self.seed.chance(self.odds.flawed_snapshot));
        let phone = &mut self.phones[index];
        let Some(mut write) = phone.writing.take() else { return Ok(()) };
        let id = write.id;
        let no_room = (!phone.disk.has_room_for(&write)).then_some(StorageError::Full);
        let error = phone.failing.pop_front().or(no_room);
        if let Some(error) = error.or(fails.then_some(if full { StorageError::Full } else { StorageError::Aborted })) {
            self.tell(|| format!("phone {index}: the write fails: {error}"));
            self.count(if error == StorageError::Full { "writes without room" } else { "writes aborted" });
            return self.happen(index, Event::WriteFailed { write: id, error });
        }
        let saved = rows(&write);
        match self.sabotage {
            Some(Sabotage::DiskForgets) if lost => write.ops.clear(),
            Some(Sabotage::RowForgotten) => write.ops.retain(|op| !matches!(op, StoreOp::PutOutbox(..))),
            Some(Sabotage::ListForgets) => write.ops.retain(|op| !matches!(op, StoreOp::PutRefused(..))),
            Some(Sabotage::HastyDeletion) => delete_hastily(&mut write, phone.disk.chunks.keys().cloned().collect()),
            _ => {}
        }
        if flawed {
            write.ops.iter_mut().filter_map(snapshot).for_each(|bytes| spoil(bytes, &mut self.seed));
            phone.written.is_excused = true;
        }
        phone.disk.store(&write);
        phone.has_stored(&write);
        self.ledger.has_stored(index, &write);
        phone.unsaved.retain(|hash| !saved.contains(hash));
        self.look_for_put_down(index);
        self.check_rows(index)?;
        self.happen(index, Event::Written { write: id })
    }

    pub(super) fn end_read(&mut self, index: usize) -> Done {
        let fails = self.seed.chance(self.odds.read_fails);
        let phone = &mut self.phones[index];
        let Some(chunk) = phone.reading.take() else { return Ok(()) };
        phone.written.is_excused |= fails;
        let bytes = phone.disk.chunks.get(&chunk).cloned().filter(|_| !fails);
        self.happen(index, Event::ReadBack { chunk, bytes })
    }

    /// A signature for a socket that is gone means nothing.
    pub(super) fn end_signing(&mut self, index: usize) -> Done {
        let phone = &mut self.phones[index];
        match phone.signing.take() {
            Some((link, text)) if phone.link == Some(link) => {
                let signature = phone.signature(&text);
                self.happen(index, Event::Signed(signature))
            }
            _ => Ok(()),
        }
    }
}
