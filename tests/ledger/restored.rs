//! What a disk that was set back, or went bad, leaves of the promises.

use std::collections::BTreeSet;

use automerge::{ActorId, ChangeHash};
use kaifong_domain::{bridge::Tick, document::DocumentKind, id::RequestId};
use kaifong_replica::{
    actor::device_of,
    document::Document,
    hub::Hub,
    storage::{ChunkId, ChunkKind, unseal},
};

use super::{Broken, Deed, Ledger, durable::Durable};
use crate::{phone::Phone, stranger::Store};

impl Ledger {
    /// A phone's disk was set back: until it finds out, it writes under numbers that it has used.
    pub fn phone_restored(&mut self, phone: &Phone) {
        let device = phone.identity.device;
        self.restored.insert(device);
        self.unaware.insert(device);
    }

    /// A phone holds all that the community has: by now it knows under which numbers it wrote before; unless the
    /// community's server was set back too, and only another phone has some of that.
    pub fn phone_is_even(&mut self, index: usize, phones: &[Phone], hub: &Hub) {
        let device = phones[index].identity.device;
        if !self.unaware.contains(&device) {
            return;
        }
        let others = phones.iter().enumerate().filter(|(other, _)| *other != index);
        let elsewhere: BTreeSet<ChangeHash> =
            others.flat_map(|(_, phone)| Durable::on_disk(&phone.disk).whole()).collect();
        let is_to_come = |((kind, actor, _), hash): (&(DocumentKind, ActorId, u64), &ChangeHash)| {
            let is_own = device_of(actor) == Some(device) && elsewhere.contains(hash);
            is_own && hub.document(*kind).is_none_or(|document| !document.has(hash))
        };
        if !self.writers.iter().any(is_to_come) {
            self.unaware.remove(&device);
        }
    }

    /// Somebody writes a change: not under a number that they know to be taken.
    ///
    /// # Errors
    /// If it is taken.
    pub fn writes(&mut self, device: [u8; 8], document: &Document, hash: ChangeHash) -> Result<(), Broken> {
        let Some(change) = document.automerge().get_change_meta_by_hash(&hash) else { return Ok(()) };
        let (kind, seq) = (document.kind(), change.seq);
        let number = (kind, change.actor.into_owned(), seq);
        let (handed, known) = (self.handed.get(&number).copied(), self.writers.get(&number).copied());
        let is_unaware = self.unaware.contains(&device);
        match handed.or(known.filter(|_| !is_unaware)) {
            Some(other) if other != hash => return Err(Broken::Forked(kind, other, hash, seq)),
            _ => {}
        }
        if let Some(other) = known.filter(|other| *other != hash) {
            self.write_over(number, other);
        }
        Ok(())
    }

    /// A phone that was set back writes under a number that it used before. If the server had lost that change, nobody
    /// can tell it so: whichever comes to the server first stays, and what was told to be kept may give way to it.
    fn write_over(&mut self, number: (DocumentKind, ActorId, u64), other: ChangeHash) {
        let is_lost = |deed: &Deed| deed.is_returning && deed.rests_on.iter().any(|group| group.contains(&other));
        if self.deeds.values().any(is_lost) {
            self.deeds.retain(|_, deed| !is_lost(deed));
            self.written_over.insert(number);
        }
    }

    /// A phone's newest snapshot of a document is damaged, and it reads the one before. If the phone was ever set
    /// back, there may be another change of its own under a number in it, and what rests on the community's change
    /// is to come again.
    pub(super) fn fall_back(&mut self, index: usize, phone: &Phone) {
        let is_damaged = |kind: DocumentKind| {
            let of_it = |(id, _): &(&ChunkId, _)| id.document == kind.name() && id.kind == ChunkKind::Snapshot;
            phone.disk.chunks.iter().filter(of_it).any(|(_, bytes)| unseal(bytes).is_none())
        };
        if !self.restored.contains(&phone.identity.device) {
            return;
        }
        let kept = self.deeds.iter_mut().filter(|(key, deed)| key.0 == index && deed.tick == Some(Tick::Kept));
        kept.filter(|(_, deed)| is_damaged(deed.kind)).for_each(|(_, deed)| deed.is_away = true);
    }

    /// What a server that was set back has lost does not come back where nobody may bring it, or nobody has it and its
    /// own phone lost it too: it was set back itself, or may not have the document any more.
    pub(super) fn let_stranded_go(&mut self, phones: &[Phone]) {
        let restored = &self.restored;
        self.deeds.retain(|(phone, _), deed| {
            let mut holders = phones.iter().filter(|phone| {
                let held = phone.replica().documents().find(|(kind, _)| *kind == deed.kind);
                held.is_some_and(|(_, document)| deed.stands(|hash| document.has(hash)))
            });
            let own = &phones[*phone];
            let is_lost = !own.may_have(deed.kind) || restored.contains(&own.identity.device);
            let is_stranded =
                holders.clone().next().is_none() && is_lost || holders.any(|phone| !phone.may_have(deed.kind));
            !deed.is_returning || !is_stranded
        });
    }

    /// A phone is given other documents than before: there may be numbers of its own in them.
    pub fn phone_reads_anew(&mut self, phone: &Phone) {
        let device = phone.identity.device;
        self.unaware.extend(self.restored.contains(&device).then_some(device));
    }

    /// A modified client has stored a change that no gate lets in, in the place of a command.
    pub fn forge(&mut self, (phone, request): (usize, RequestId), kind: DocumentKind, hash: ChangeHash) {
        self.forged.insert(hash);
        self.enter((phone, request), kind, Some(hash), |_| true);
        self.tick(phone, request, Tick::Saved);
    }

    /// The server's store was set back: its receipts begin anew. Those that it gave before may still arrive,
    /// and what they tell of comes back from the phone: also of a phone that died before it said that it had saved it.
    pub fn server_restored(&mut self) {
        self.receipts.clear();
        let told = self.deeds.values_mut().filter(|deed| deed.tick < Some(Tick::Kept));
        told.for_each(|deed| deed.is_returning = true);
    }

    /// A disk does not hold any more what it held: whatever is still on some disk is to come back, and only
    /// what is nowhere any more is lost with it. What nobody had told anybody of is nobody's promise.
    pub fn reconsider(&mut self, phones: &[Phone], store: &Store) {
        let disks: Vec<Durable> = phones.iter().map(|phone| Durable::on_disk(&phone.disk)).collect();
        let store = Durable::in_store(store);
        let anywhere = disks.iter().fold(store.clone(), Durable::with).whole();
        // Numbers whose changes are nowhere any more are free for who was set back.
        let is_set_back = |actor: &ActorId| device_of(actor).is_some_and(|device| self.restored.contains(&device));
        self.writers.retain(|(_, actor, _), hash| !is_set_back(actor) || anywhere.contains(hash));
        let (disks, store): (Vec<_>, _) = (disks.iter().map(Durable::whole).collect(), store.whole());
        let waiting: Vec<_> = phones.iter().map(|phone| phone.disk.waiting()).collect();
        let listed: Vec<_> = phones.iter().map(|phone| phone.disk.listed()).collect();
        self.deeds.retain(|(phone, request), deed: &mut Deed| {
            let waits = waiting[*phone].contains(request);
            if deed.is_listed {
                return waits || listed[*phone].contains(request);
            }
            let is_here = waits || deed.stands(|hash| disks[*phone].contains(hash));
            let (is_kept, is_anywhere) =
                (deed.stands(|hash| store.contains(hash)), deed.stands(|hash| anywhere.contains(hash)));
            match deed.tick {
                // It is gone from the phone on which it waited: only the community has it now, if it came so far.
                Some(Tick::Saved) if !is_here => {
                    (deed.tick, deed.is_away) = (Some(Tick::Kept), true);
                    is_kept && deed.is_own
                }
                Some(Tick::Kept) => {
                    (deed.is_away, deed.is_returning) = (!is_here, !is_kept);
                    is_anywhere || waits
                }
                Some(Tick::Saved) | None => true,
            }
        });
    }
}
