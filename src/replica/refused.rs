//! The commands whose change could not stay, as a phone keeps them.

use std::collections::BTreeMap;

use kaifong_domain::{
    id::RequestId,
    refused::{Cause, Refused, RefusedId},
};

use crate::storage::StoreOp;

/// The list of refused commands.
#[derive(Clone, Debug, Default)]
pub struct RefusedList {
    rows: BTreeMap<RefusedId, Refused>,
    /// Whether it has changed since it was last told.
    has_news: bool,
}

impl RefusedList {
    /// Takes in a stored command; `None` if it can't be read.
    pub fn load(&mut self, hash: [u8; 32], bytes: &[u8]) -> Option<()> {
        self.rows.insert(RefusedId(hash), postcard::from_bytes(bytes).ok()?);
        self.has_news = true;
        Some(())
    }

    /// Adds a command, and says how to store it.
    pub fn add(&mut self, refused: Refused) -> StoreOp {
        let bytes = postcard::to_allocvec(&refused).expect("a command has only what postcard can write");
        let RefusedId(hash) = refused.id;
        self.rows.insert(refused.id, refused);
        self.has_news = true;
        StoreOp::PutRefused(hash, bytes)
    }

    /// Takes a command out if it is there, and says how to forget it.
    pub fn take(&mut self, id: RefusedId) -> Option<StoreOp> {
        self.rows.remove(&id)?;
        self.has_news = true;
        Some(StoreOp::DeleteRefused(id.0))
    }

    /// The commands that were lost and may be given again by themselves, in the order in which they were
    /// given.
    pub fn lost(&self) -> Vec<Refused> {
        let mut lost: Vec<Refused> =
            self.rows.values().filter(|row| matches!(row.why, Cause::Lost(_))).cloned().collect();
        lost.sort_by_key(|row| (row.given.at, row.id));
        lost
    }

    /// Whether a request's command is on the list.
    pub fn has(&self, request: RequestId) -> bool {
        self.rows.values().any(|row| row.request == request)
    }

    /// The commands of a request.
    pub fn of(&self, request: RequestId) -> Vec<RefusedId> {
        self.rows.values().filter(|row| row.request == request).map(|row| row.id).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All of them, the newest first.
    pub fn all(&self) -> Vec<Refused> {
        let mut all: Vec<Refused> = self.rows.values().cloned().collect();
        all.sort_by_key(|row| (std::cmp::Reverse((row.since, row.given.at)), row.id));
        all
    }

    /// All of them, if they have changed since this was last asked.
    pub fn news(&mut self) -> Option<Vec<Refused>> {
        std::mem::take(&mut self.has_news).then(|| self.all())
    }
}
