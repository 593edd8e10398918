//! What a disk that was set back, or went bad, leaves of the promises.

use automerge::ChangeHash;
use kaifong_domain::{bridge::Tick, document::DocumentKind, id::RequestId};
use kaifong_replica::actor::device_of;

use super::{Deed, Ledger, durable::Durable};
use crate::{phone::Phone, stranger::Store};

impl Ledger {
    /// A phone's disk was set back: until it finds out, it writes under numbers that it has used.
    pub fn phone_restored(&mut self, phone: &Phone, others: &[Phone], store: &Store) {
        let device = phone.identity.device;
        self.restored.insert(device);
        self.unaware.insert(device);
        // Numbers whose changes are nowhere any more are free.
        let disks = others.iter().map(|phone| Durable::on_disk(&phone.disk));
        let anywhere = disks.fold(Durable::in_store(store), |all, disk| all.with(&disk)).whole();
        self.writers.retain(|(_, actor, _), hash| device_of(actor) != Some(device) || anywhere.contains(hash));
    }

    /// A phone holds all that the community has: by now it knows under which numbers it wrote before.
    pub fn phone_is_even(&mut self, phone: &Phone) {
        self.unaware.remove(&phone.identity.device);
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
    /// and what they tell of comes back from the phone.
    pub fn server_restored(&mut self) {
        self.receipts.clear();
        let told = self.deeds.values_mut().filter(|deed| deed.tick == Some(Tick::Saved));
        told.for_each(|deed| deed.is_returning = true);
    }

    /// A disk does not hold any more what it held: whatever is still on some disk is to come back, and only
    /// what is nowhere any more is lost with it. What nobody had told anybody of is nobody's promise.
    pub fn reconsider(&mut self, phones: &[Phone], store: &Store) {
        let disks: Vec<Durable> = phones.iter().map(|phone| Durable::on_disk(&phone.disk)).collect();
        let store = Durable::in_store(store);
        let anywhere = disks.iter().fold(store.clone(), Durable::with).whole();
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
