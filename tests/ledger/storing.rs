//! What a phone stores says what becomes of its commands: their changes wait, were made anew, or could not
//! stay and are listed; and a row goes only for one of these, or because others have fulfilled the wish.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use kaifong_domain::{bridge::Tick, document::DocumentKind, id::RequestId, refused::Refused};
use kaifong_replica::{
    outbox::Row,
    storage::{StoreOp, Write},
};

use super::{Deed, Ledger};
use crate::phone::Phone;

impl Ledger {
    /// A phone is about to store something.
    pub fn stores(&mut self, index: usize, phone: &Phone, write: &Write) {
        let mut gone = BTreeSet::new();
        for op in &write.ops {
            match op {
                StoreOp::PutOutbox(hash, bytes) => self.has_change(index, row(bytes).request, ChangeHash(*hash)),
                StoreOp::PutRefused(_, bytes) => self.is_listed(index, refused(bytes).request),
                StoreOp::DeleteOutbox(hash) => gone.extend(self.owner(index, ChangeHash(*hash))),
                StoreOp::DeleteRefused(hash) => {
                    gone.extend(phone.disk.refused.get(hash).map(|bytes| refused(bytes).request));
                }
                StoreOp::PutChunk(..) | StoreOp::DeleteChunk(_) | StoreOp::PutMeta(..) | StoreOp::DeleteMeta(_) => {}
                StoreOp::DeleteChunks => {}
            }
        }
        if gone.is_empty() {
            return;
        }
        let (waiting, listed) = after(phone, write);
        let held = |kind: DocumentKind, hash: &ChangeHash| {
            let documents = phone.replica.iter().flat_map(|replica| replica.documents());
            documents.filter(|(other, _)| *other == kind).any(|(_, held)| held.has(hash))
        };
        for request in gone.iter().filter(|request| !waiting.contains(request) && !listed.contains(request)) {
            let Some(deed) = self.deeds.get_mut(&(index, *request)) else { continue };
            let is_kept = deed.is_own && deed.tick == Some(Tick::Kept);
            if !is_kept || !deed.stands(|hash| held(deed.kind, hash)) {
                // Others have fulfilled the wish meanwhile, or a change of its own that was lost has come back from
                // them: it comes as far as those.
                let gone = deed.let_go();
                deed.is_listed = false;
                self.lose(index, &gone);
            }
        }
    }

    /// The request whose own change this is, unless the community keeps it.
    fn owner(&self, index: usize, hash: ChangeHash) -> Option<RequestId> {
        let of_it = |(key, deed): &(&(usize, RequestId), &Deed)| {
            key.0 == index && deed.is_own && deed.rests_on.iter().flatten().any(|other| *other == hash)
        };
        self.deeds.iter().find(of_it).map(|(key, _)| key.1)
    }

    /// A request has a change that waits: of a command that is given again, there is another now.
    fn has_change(&mut self, index: usize, request: RequestId, hash: ChangeHash) {
        let Some(deed) = self.deeds.get_mut(&(index, request)) else { return };
        if !deed.is_own {
            self.given_again += 1;
            (deed.is_own, deed.is_listed, deed.is_owed) = (true, false, true);
            deed.before = Some(std::mem::replace(&mut deed.rests_on, vec![vec![hash]]));
            return;
        }
        let known = deed.rests_on.concat();
        if known.contains(&hash) {
            return;
        }
        self.given_again += 1;
        let of_it = |group: &&mut Vec<ChangeHash>| group.iter().any(|other| known.contains(other));
        let groups = self.deeds.values_mut().flat_map(|deed| &mut deed.rests_on).filter(of_it);
        groups.for_each(|group| group.push(hash));
    }

    /// A request's change could not stay, and its command is listed.
    fn is_listed(&mut self, index: usize, request: RequestId) {
        let Some(deed) = self.deeds.get_mut(&(index, request)).filter(|deed| deed.tick < Some(Tick::Kept)) else {
            return;
        };
        if !deed.is_own && !deed.is_listed {
            deed.before = Some(deed.rests_on.clone());
        }
        let gone = deed.let_go();
        (deed.is_listed, deed.is_owed) = (true, true);
        self.lose(index, &gone);
    }

    /// Changes of a phone are gone: whatever stood on them stands on nothing, and is looked at anew.
    fn lose(&mut self, index: usize, gone: &[ChangeHash]) {
        for (_, deed) in self.deeds.iter_mut().filter(|(key, _)| key.0 == index) {
            deed.rests_on.retain(|group| !group.iter().any(|hash| gone.contains(hash)));
        }
    }

    /// A phone has stored something.
    pub fn has_stored(&mut self, index: usize, write: &Write) {
        for op in &write.ops {
            let request = match op {
                StoreOp::PutOutbox(_, bytes) => row(bytes).request,
                StoreOp::PutRefused(_, bytes) => refused(bytes).request,
                _ => continue,
            };
            if let Some(deed) = self.deeds.get_mut(&(index, request)) {
                deed.before = None;
            }
        }
    }

    /// A phone is switched on: what it has stored is what has become of its commands, for the write under way
    /// when it died may not have been done.
    pub(super) fn resume(&mut self, index: usize, phone: &Phone) {
        let (listed, waiting) = (phone.disk.listed(), phone.disk.waiting());
        for (_, deed) in self.deeds.iter_mut().filter(|(key, _)| key.0 == index && !waiting.contains(&key.1)) {
            if let Some(before) = deed.before.take() {
                (deed.is_own, deed.is_listed, deed.rests_on) = (false, false, before);
            }
        }
        for (_, deed) in self
            .deeds
            .iter_mut()
            .filter(|(key, deed)| key.0 == index && listed.contains(&key.1) && deed.tick < Some(Tick::Kept))
        {
            (deed.is_own, deed.is_listed) = (false, true);
            deed.rests_on.clear();
        }
        for (hash, bytes) in &phone.disk.outbox {
            let Ok(Row { request, .. }) = postcard::from_bytes(bytes) else { continue };
            if let Some(deed) = self.deeds.get_mut(&(index, request)).filter(|deed| !deed.is_own) {
                (deed.is_own, deed.is_listed) = (true, false);
                deed.rests_on = vec![vec![ChangeHash(*hash)]];
                // It had been found needless, and was as safe as what made it so; that was not stored.
                deed.tick = deed.tick.min(Some(Tick::Saved));
            }
        }
    }
}

impl Deed {
    /// It has no change of its own any more; which it had.
    fn let_go(&mut self) -> Vec<ChangeHash> {
        let all = std::mem::take(&mut self.rests_on).concat();
        if std::mem::take(&mut self.is_own) { all } else { vec![] }
    }
}

/// The requests that wait on a phone, and those that it lists, once a write is done.
fn after(phone: &Phone, write: &Write) -> (BTreeSet<RequestId>, BTreeSet<RequestId>) {
    let read = |(hash, bytes): (&[u8; 32], &Vec<u8>)| (*hash, row(bytes).request);
    let mut waiting: BTreeMap<[u8; 32], RequestId> = phone.disk.outbox.iter().map(read).collect();
    let read = |(hash, bytes): (&[u8; 32], &Vec<u8>)| (*hash, refused(bytes).request);
    let mut listed: BTreeMap<[u8; 32], RequestId> = phone.disk.refused.iter().map(read).collect();
    for op in &write.ops {
        match op {
            StoreOp::PutOutbox(hash, bytes) => drop(waiting.insert(*hash, row(bytes).request)),
            StoreOp::DeleteOutbox(hash) => drop(waiting.remove(hash)),
            StoreOp::PutRefused(hash, bytes) => drop(listed.insert(*hash, refused(bytes).request)),
            StoreOp::DeleteRefused(hash) => drop(listed.remove(hash)),
            StoreOp::PutChunk(..) | StoreOp::DeleteChunk(_) | StoreOp::PutMeta(..) | StoreOp::DeleteMeta(_) => {}
            StoreOp::DeleteChunks => {}
        }
    }
    (waiting.into_values().collect(), listed.into_values().collect())
}

fn row(bytes: &[u8]) -> Row {
    postcard::from_bytes(bytes).expect("a replica writes rows that can be read")
}

fn refused(bytes: &[u8]) -> Refused {
    postcard::from_bytes(bytes).expect("a replica writes rows that can be read")
}
