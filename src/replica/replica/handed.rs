//! The names for what is handed over (invariant I1). A phone that is set back to a backup writes on under the nonce
//! that the backup has, and under numbers that it may have used since. The community tells it so as soon as they
//! meet; but whoever carries its letter can't know which of two changes is meant. So what goes into a letter stands
//! under a nonce that was made for it and that no state of the storage ever names as the one to write under: it
//! comes, and is left for another, in one write.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, refused::Cause, time::Timestamp};

use super::Replica;
use crate::{
    actor::nonce_of,
    effect::Effect,
    outbox::{Outbox, Row},
    storage::StoreOp,
};

/// The name in storage of what is remembered.
pub(super) const HANDED: &str = "handed";

/// The nonces that were made for hand-overs, as long as something waits that was written under them.
#[derive(Default)]
pub(super) struct Handed(BTreeSet<[u8; 8]>);

impl Handed {
    /// As it was stored. What can't be read is as good as nothing: what waits is given again once more.
    pub(super) fn load(stored: Option<&Vec<u8>>) -> Self {
        Self(stored.and_then(|bytes| postcard::from_bytes(bytes).ok()).unwrap_or_default())
    }

    fn store(&self) -> StoreOp {
        StoreOp::PutMeta(HANDED.into(), postcard::to_allocvec(&self.0).expect("nonces are only bytes"))
    }
}

impl Replica {
    /// Whether a change that waits may go into a letter.
    pub(super) fn is_for_a_letter(&self, hash: &ChangeHash, row: &Row) -> bool {
        may_travel(row) && self.nonce_of(hash, row).is_some_and(|nonce| self.handed.0.contains(&nonce))
    }

    /// Gives all that waits again under a nonce made for it, but what has one already, and goes on under another.
    /// Nothing of this is anybody's business before it is durable.
    pub(super) fn name_for_letters(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let mut unnamed: BTreeMap<DocumentKind, BTreeSet<ChangeHash>> = BTreeMap::new();
        for (hash, row) in self.outbox.rows().filter(|(hash, row)| may_travel(row) && !self.is_for_a_letter(hash, row))
        {
            if let Some(kind) = DocumentKind::from_name(&row.document) {
                unnamed.entry(kind).or_default().insert(hash);
            }
        }
        if unnamed.is_empty() {
            return;
        }
        // A server that was told of what goes now would build on it.
        self.dial_anew(effects);
        let parted = unnamed.iter().flat_map(|(kind, unwanted)| self.part_with(*kind, unwanted, now, effects));
        let again = parted.collect();
        self.renew_nonce(now);
        let nonce = self.nonce.get();
        self.replay(again, Cause::Overtaken, now, effects);
        let waiting: BTreeSet<[u8; 8]> = nonces(&self.outbox, |hash, row| self.nonce_of(hash, row));
        self.handed.0.insert(nonce);
        self.handed.0.retain(|nonce| waiting.contains(nonce));
        self.writer.add([self.handed.store()], None);
        self.renew_nonce(now);
    }

    fn nonce_of(&self, hash: &ChangeHash, row: &Row) -> Option<[u8; 8]> {
        let shelf = self.shelves.get(&DocumentKind::from_name(&row.document)?)?;
        nonce_of(&shelf.document.author(hash)?)
    }
}

fn nonces(outbox: &Outbox, nonce_of: impl Fn(&ChangeHash, &Row) -> Option<[u8; 8]>) -> BTreeSet<[u8; 8]> {
    outbox.rows().filter_map(|(hash, row)| nonce_of(&hash, row)).collect()
}

/// Whether a change may go through other people's hands. How somebody can be reached waits for the line.
fn may_travel(row: &Row) -> bool {
    DocumentKind::from_name(&row.document).is_some_and(|kind| !kind.is_private())
}
