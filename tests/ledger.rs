//! What was promised, and whether it was kept: the oracles. They know only what the replicas told and
//! what is found after a restart, never what a driver did.

mod broken;
mod durable;
mod handed;
pub mod readers;
mod restored;
mod storing;

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, ChangeHash};
use kaifong_domain::{bridge::Tick, document::DocumentKind, id::RequestId};
use kaifong_replica::{actor::device_of, document::Document, hub::Hub};

pub use self::{broken::Broken, durable::changes_in};
use crate::phone::{Phone, community_of};

/// What a request came to.
#[derive(Clone, Debug)]
pub struct Deed {
    /// In which document.
    pub kind: DocumentKind,
    /// What it rests on: one of each of these is there. A change of its own that was given again is there as
    /// the one or as the other; a request without a change rests on those that made it needless.
    pub rests_on: Vec<Vec<ChangeHash>>,
    /// The last tick.
    pub tick: Option<Tick>,
    /// Whether it made a change.
    pub is_own: bool,
    /// Whether it is in the phone's list of refused commands, or will be with the write under way.
    pub is_listed: bool,
    /// Whether the phone still owes it a tick or a place in the list: what made no change of its own is
    /// forgotten when the phone is switched off.
    pub is_owed: bool,
    /// What it rested on while it had no change of its own, until that, or its place in the list, is stored.
    before: Option<Vec<Vec<ChangeHash>>>,
    /// It is not on its phone, which was restored from a backup or lost it with a damaged part, and comes back.
    is_away: bool,
    /// It is not with the server, which was restored from a backup, and comes back from a phone.
    is_returning: bool,
}

/// The ledger.
#[derive(Default)]
pub struct Ledger {
    /// What was asked for on which phone.
    pub deeds: BTreeMap<(usize, RequestId), Deed>,
    writers: BTreeMap<(DocumentKind, ActorId, u64), ChangeHash>,
    receipts: BTreeMap<DocumentKind, Vec<ChangeHash>>,
    /// Devices that were ever restored from a backup: what they wrote under a number before may be on their disk.
    restored: BTreeSet<[u8; 8]>,
    /// Those of them that have not found out yet: until they do, they write under a number twice.
    unaware: BTreeSet<[u8; 8]>,
    /// Numbers under which such a device wrote while what it had written before was with another phone alone.
    written_over: BTreeSet<(DocumentKind, ActorId, u64)>,
    /// What was handed over: nobody gives its numbers to another change, wherever a disk was set back to.
    handed: BTreeMap<(DocumentKind, ActorId, u64), ChangeHash>,
    /// Changes that no gate lets in.
    forged: BTreeSet<ChangeHash>,
    /// How many commands were given again.
    pub given_again: u32,
}

impl Ledger {
    /// A request was carried out; `held` says what its document holds.
    pub fn enter(
        &mut self,
        (phone, request): (usize, RequestId),
        kind: DocumentKind,
        made: Option<ChangeHash>,
        held: impl Fn(&ChangeHash) -> bool,
    ) {
        let waiting = |(key, deed): (&(usize, RequestId), &Deed)| {
            (key.0 == phone && deed.kind == kind && deed.tick < Some(Tick::Kept)).then(|| deed.rests_on.clone())
        };
        let rests_on = match made {
            Some(hash) => vec![vec![hash]],
            None if self.deeds.contains_key(&(phone, request)) => return,
            None => {
                let waiting = self.deeds.iter().filter_map(waiting).flatten();
                let here = waiting.filter(|group| group.iter().any(&held));
                here.collect::<BTreeSet<_>>().into_iter().collect()
            }
        };
        let (is_own, is_listed, is_owed, is_away, is_returning) = (made.is_some(), false, true, false, false);
        let (tick, before) = (None, None);
        let deed = Deed { kind, rests_on, tick, is_own, is_listed, is_owed, before, is_away, is_returning };
        self.deeds.insert((phone, request), deed);
    }

    /// A document was let go of, for its person was erased.
    pub fn expunged(&mut self, kind: DocumentKind) {
        self.deeds.retain(|_, deed| deed.kind != kind);
        self.receipts.remove(&kind);
    }

    /// A request is owed to nobody any more.
    pub fn forget(&mut self, request: (usize, RequestId)) {
        self.deeds.remove(&request);
    }

    /// Whether a request has a change of its own that the community is not known to keep.
    pub fn waits(&self, phone: usize, request: RequestId) -> bool {
        self.deeds.get(&(phone, request)).is_some_and(|deed| deed.is_own && deed.tick < Some(Tick::Kept))
    }

    /// A request came a step further.
    pub fn tick(&mut self, phone: usize, request: RequestId, tick: Tick) {
        if let Some(deed) = self.deeds.get_mut(&(phone, request)) {
            deed.tick = deed.tick.max(Some(tick));
        }
    }

    /// A phone was switched on: what it was told is saved must be there.
    ///
    /// # Errors
    /// What is not.
    pub fn phone_loaded(&mut self, index: usize, phone: &Phone) -> Result<(), Broken> {
        self.resume(index, phone);
        self.fall_back(index, phone);
        let documents: BTreeMap<DocumentKind, &Document> = phone.replica().documents().collect();
        let waiting = &phone.disk.waiting() | &phone.disk.listed();
        let here = |deed: &Deed| deed.stands(|hash| documents.get(&deed.kind).is_some_and(|held| held.has(hash)));
        for ((_, request), deed) in self.deeds.iter().filter(|(key, deed)| key.0 == index && deed.tick.is_some()) {
            let (is_here, waits) = (here(deed), waiting.contains(request));
            // What a phone may not have any more is no longer on it, once the community has it; nor what it is to get
            // again, and what was found done in that is told by nobody.
            let is_gone = !phone.may_have(deed.kind) || !documents.contains_key(&deed.kind);
            let is_denied = is_gone && (self.is_with_the_community(index, deed) || !deed.is_own);
            if !is_here && !waits && !deed.is_away && !is_denied {
                return Err(Broken::SavedLost { phone: index, request: *request });
            }
            if deed.is_listed && !waits && deed.tick != Some(Tick::Kept) {
                return Err(Broken::ListedLost { phone: index, request: *request });
            }
            let is_row = |hash: &ChangeHash| phone.disk.outbox.contains_key(&hash.0) || self.is_kept(index, hash);
            // What made no change of its own has none that waits: what it rests on is looked at by itself.
            if deed.is_own && deed.tick == Some(Tick::Saved) && !waits && !deed.is_away && !deed.stands(is_row) {
                return Err(Broken::NotWaiting { phone: index, request: *request });
            }
        }
        // What was never said to be saved may be gone.
        self.deeds.retain(|key, deed| {
            let is_there = waiting.contains(&key.1) || deed.is_own && here(deed);
            key.0 != index || deed.tick.is_some() || is_there
        });
        for (_, deed) in self.deeds.iter_mut().filter(|(key, _)| key.0 == index) {
            deed.is_owed = deed.is_own || deed.is_listed;
        }
        let device = phone.identity.device;
        let itself = self.restored.contains(&device).then_some(device);
        documents.into_iter().try_for_each(|(kind, document)| self.read_authors(kind, document, itself))
    }

    /// Whether a phone was told that the community has what a request came to. Of what made no change of its own, a
    /// phone that was switched off tells no more: it is told of each change that it rests on.
    fn is_with_the_community(&self, phone: usize, deed: &Deed) -> bool {
        deed.tick == Some(Tick::Kept) || !deed.is_own && deed.stands(|hash| self.is_kept(phone, hash))
    }

    /// Whether a change is known to be kept through another request that it stands for too.
    fn is_kept(&self, phone: usize, hash: &ChangeHash) -> bool {
        let of_phone = self.deeds.iter().filter(|(key, deed)| key.0 == phone && deed.tick == Some(Tick::Kept));
        of_phone.into_iter().any(|(_, deed)| deed.rests_on.iter().flatten().any(|other| other == hash))
    }

    /// The server was started: what was told to be kept must be there.
    ///
    /// # Errors
    /// What is not.
    pub fn server_loaded(&mut self, hub: &Hub) -> Result<(), Broken> {
        let missing = self.missing_from(hub, |deed| deed.tick == Some(Tick::Kept) && !deed.is_returning);
        if let Some((phone, request)) = missing {
            return Err(Broken::KeptLost { phone, request });
        }
        let documents: Vec<_> = hub.kinds().filter_map(|kind| Some((kind, hub.document(kind)?))).collect();
        documents.into_iter().try_for_each(|(kind, document)| {
            self.let_in(kind, document)?;
            self.read_authors(kind, document, None)
        })
    }

    fn missing_from(&self, hub: &Hub, wanted: impl Fn(&Deed) -> bool) -> Option<(usize, RequestId)> {
        let held = |deed: &Deed| deed.stands(|hash| hub.document(deed.kind).is_some_and(|held| held.has(hash)));
        self.deeds.iter().find(|(_, deed)| wanted(deed) && !held(deed)).map(|(key, _)| *key)
    }

    /// After all is said, everything that was asked for has come to the community, and what was told to be
    /// kept is with it.
    ///
    /// # Errors
    /// What is not.
    pub fn all_is_said(&mut self, hub: &Hub, phones: &[Phone]) -> Result<(), Broken> {
        for ((phone, request), deed) in self.deeds.iter().filter(|(_, deed)| deed.is_owed) {
            let phone_of = &phones[*phone];
            // From a phone that nobody lets in any more, nothing comes: it stays where it is.
            let waits = phone_of.is_withdrawn && (!deed.is_own || phone_of.disk.waiting().contains(request));
            // What is as safe as what a letter brings waits for it, also if that rests on what is nowhere any more.
            let is_carried = !deed.is_own && phone_of.carried.iter().any(|carried| carried.aside > 0);
            if deed.tick != Some(Tick::Kept) && !waits && !is_carried && !phone_of.lists(*request) {
                return Err(Broken::NeverKept { phone: *phone, request: *request, tick: deed.tick });
            }
        }
        // What a server that was set back has lost, nobody brings who may not.
        self.let_stranded_go(phones);
        if let Some((phone, request)) = self.missing_from(hub, |deed| deed.tick == Some(Tick::Kept)) {
            return Err(Broken::KeptLost { phone, request });
        }
        for ((phone, _), deed) in &mut self.deeds {
            // What a phone that was set back may not have any more does not come back to it.
            (deed.is_away, deed.is_returning) = (deed.is_away && !phones[*phone].may_have(deed.kind), false);
        }
        Ok(())
    }

    /// Nobody writes two changes under one number. A device that was restored may hold both of its own: `except`
    /// it, nobody does, the server neither.
    ///
    /// # Errors
    /// If somebody did.
    pub fn read_authors(
        &mut self,
        kind: DocumentKind,
        document: &Document,
        except: Option<[u8; 8]>,
    ) -> Result<(), Broken> {
        for change in document.automerge().get_changes_meta(&[]) {
            let (hash, seq) = (change.hash, change.seq);
            if except.is_some() && device_of(&change.actor) == except {
                continue;
            }
            let number = (kind, change.actor.into_owned(), seq);
            let is_free = self.written_over.contains(&number);
            let other = *self.writers.entry(number).or_insert(hash);
            if other != hash && !is_free {
                return Err(Broken::Forked(kind, other, hash, seq));
            }
        }
        Ok(())
    }

    /// Whether a change was forged.
    pub fn is_forged(&self, hash: &ChangeHash) -> bool {
        self.forged.contains(hash)
    }

    /// Nobody lets in what was forged.
    ///
    /// # Errors
    /// If somebody did.
    pub fn let_in(&self, kind: DocumentKind, document: &Document) -> Result<(), Broken> {
        let forged = self.forged.iter().find(|hash| document.has(hash));
        forged.map_or(Ok(()), |hash| Err(Broken::LetIn(kind, *hash)))
    }

    /// The server tells what is durable.
    ///
    /// # Errors
    /// If it told more before.
    pub fn receipt(&mut self, kind: DocumentKind, heads: &[ChangeHash], document: &Document) -> Result<(), Broken> {
        let beyond = document.beyond(heads);
        let told = self.receipts.entry(kind).or_default();
        if told.iter().any(|head| beyond.contains(head) || !document.has(head)) {
            return Err(Broken::Receipt(kind));
        }
        *told = heads.to_vec();
        Ok(())
    }

    /// The page shows what the replica holds, and the replica holds what its documents say.
    ///
    /// # Errors
    /// If not.
    pub fn look(&self, index: usize, phone: &Phone) -> Result<(), Broken> {
        let Some(replica) = &phone.replica else { return Ok(()) };
        if phone.view != *replica.community() {
            return Err(Broken::Stale(index));
        }
        let fresh = replica.documents().flat_map(|(_, document)| document.clone().entries().entries);
        if community_of(fresh) != *replica.community() {
            return Err(Broken::Misread(index));
        }
        Ok(())
    }
}

impl Deed {
    fn stands(&self, held: impl Fn(&ChangeHash) -> bool) -> bool {
        self.rests_on.iter().all(|group| group.iter().any(&held))
    }
}
