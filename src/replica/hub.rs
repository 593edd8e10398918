//! The server's side of a community: its documents and the links to its devices, sans-IO. The room
//! that drives it feeds events, calls [`Hub::settle`] when its queue is empty, and runs the effects.

mod burden;
mod dead;
mod desk;
mod effect;
mod erasing;
mod exchanging;
mod gathering;
mod ground;
mod hearing;
mod held;
mod letters;
mod packed;
mod reading;
mod reception;
mod register;
mod seating;
mod telling;

use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, ChangeHash};
use kaifong_domain::{
    document::{DocumentKind, YEARS},
    time::Timestamp,
};

pub use self::{
    burden::Burden,
    desk::{Move, Standing},
    effect::{Append, Caller, Cut, HubEffect, HubEvent, LinkId},
    letters::{Claim, Verdict},
    register::ENTER_DEVICES,
    seating::Seating,
};
use self::{
    dead::Dead, erasing::Erasing, gathering::Member, ground::Ground, held::Held, packed::Packed, reception::Reception,
    register::Register,
};
use crate::{
    actor::{USHER, actor},
    document::{Damaged, Document},
    schema::DocumentId,
    sync::frame::Frame,
};

/// A community's documents and links.
pub struct Hub {
    community: String,
    ids: BTreeMap<DocumentId, DocumentKind>,
    documents: BTreeMap<DocumentKind, Held>,
    members: BTreeMap<LinkId, Member>,
    /// Every device that has opened a link, or written in a document.
    devices: BTreeSet<[u8; 8]>,
    /// Which person stands behind which device.
    register: Register,
    /// What the policy asks of all documents.
    ground: Ground,
    reception: Reception,
    erasing: Erasing,
    /// What was refused on any link.
    dead: Dead,
    /// Until when whoever has what the store lost may bring it, if it was set back.
    refilled_by: Option<Timestamp>,
    /// Documents of which something is to be said to the links.
    stirred: BTreeSet<DocumentKind>,
    /// As whom the usher writes.
    usher: ActorId,
    batch: u64,
    committing: bool,
}

impl Hub {
    /// A hub with the documents that are stored: their names, and their chunks in order. The `nonce` is
    /// fresh at every start: what the usher wrote and did not commit is not to be met again (invariant I1).
    ///
    /// # Errors
    /// [`Damaged`] and the document's name, if a chunk can't be read: a server does not run on half of
    /// a document, its operator restores it.
    pub fn load(
        community: &str,
        stored: Vec<(String, Vec<Vec<u8>>)>,
        nonce: [u8; 8],
    ) -> Result<Self, (String, Damaged)> {
        let years = YEARS.flat_map(|year| [DocumentKind::Tasks(year), DocumentKind::Suggestions(year)]);
        let kinds = [DocumentKind::Access, DocumentKind::Erasures, DocumentKind::Commons, DocumentKind::Roster];
        let ids = kinds.into_iter().chain(years).map(|kind| (DocumentId::of(community, kind), kind)).collect();
        let (mut documents, mut register, mut ground) = (BTreeMap::new(), Register::default(), Ground::default());
        for (name, chunks) in stored {
            let Some(kind) = DocumentKind::from_name(&name) else { continue };
            let mut document = held::assemble(kind, &chunks).map_err(|damaged| (name, damaged))?;
            register.read(&mut document);
            ground.read(&mut document);
            documents.insert(kind, Held::durable(document));
        }
        let community = community.to_owned();
        let written = documents.values().flat_map(|held: &Held| held.actors.devices());
        let devices = written.chain(register.devices()).chain([USHER]).collect();
        let (members, stirred, usher) = (BTreeMap::new(), BTreeSet::new(), actor(USHER, nonce));
        let (refilled_by, committing, batch) = (None, false, 0);
        Ok(Self {
            community,
            ids,
            documents,
            members,
            devices,
            register,
            ground,
            reception: Reception::default(),
            erasing: Erasing::default(),
            dead: Dead::default(),
            refilled_by,
            stirred,
            usher,
            batch,
            committing,
        })
    }

    /// Until then, devices may bring what other devices wrote: the store was set back to a backup, and the
    /// phones have what is missing. The word of every device is taken for it meanwhile, so it must end.
    pub fn refill(&mut self, until: Timestamp) {
        self.refilled_by = Some(until);
    }

    /// The store has lost these changes of a document: whoever has one may bring it. A hash says that a change
    /// is the one, whoever brings it, so this needs no end.
    pub fn miss(&mut self, kind: DocumentKind, changes: impl IntoIterator<Item = ChangeHash>) {
        let held = self.documents.entry(kind).or_insert_with(|| Held::new(kind));
        held.missing.extend(changes.into_iter().filter(|hash| !held.document.has(hash)));
    }

    fn is_refilling(&self, now: Timestamp) -> bool {
        self.refilled_by.is_some_and(|until| now < until)
    }

    /// Takes in something that happened, at this time by the server's clock.
    pub fn handle(&mut self, now: Timestamp, event: HubEvent) -> Vec<HubEffect> {
        let mut effects = Vec::new();
        match event {
            HubEvent::Opened { link, caller } => {
                if let Caller::Device { device, actor } = caller {
                    self.register.note(device, actor.person);
                }
                let member = Member::new(caller);
                self.devices.extend(member.author().device());
                self.members.insert(link, member);
            }
            HubEvent::Closed { link } => drop(self.members.remove(&link)),
            HubEvent::Frame { link, bytes } => {
                if let Err(reason) = self.hear(now, link, &bytes, &mut effects) {
                    self.cut(link, reason, &mut effects);
                }
            }
            HubEvent::Verified { link, letter, verdict } => {
                if let Err(reason) = self.verified(now, link, letter, verdict, &mut effects) {
                    self.cut(link, reason, &mut effects);
                }
            }
            HubEvent::Raised { suggestion } => self.reception.take(*suggestion),
            HubEvent::Erase { person } => self.erasing.take(person),
            HubEvent::Asked { ticket, suggestion, by } => {
                effects.push(HubEffect::Answer { ticket, standing: self.standing(suggestion, by) });
            }
            HubEvent::Committed { batch } if batch == self.batch => self.committed(&mut effects),
            HubEvent::CommitFailed { batch } if batch == self.batch => self.committing = false,
            HubEvent::Committed { .. } | HubEvent::CommitFailed { .. } => {}
        }
        effects
    }

    /// What follows when nothing more is queued: claims are seated, what is new is said to every link, and
    /// stored.
    pub fn settle(&mut self, now: Timestamp) -> Vec<HubEffect> {
        let mut effects = Vec::new();
        for kind in self.stirred.clone() {
            self.try_waiting(now, kind, &mut effects);
        }
        if !self.committing {
            self.documents.values_mut().for_each(|held| held.seat(&self.usher, now));
            self.enter_devices(now);
            self.write_suggestions(now);
            self.write_erasures(now);
            self.expunge(&mut effects);
        }
        self.tell_removed(&mut effects);
        self.reopen();
        for kind in std::mem::take(&mut self.stirred) {
            let links: Vec<LinkId> = self
                .members
                .iter()
                .filter(|(_, member)| member.hears_of(kind, self.ground.known()))
                .map(|(link, _)| *link)
                .collect();
            let mut packed = Packed::default();
            for link in links {
                self.speak(link, kind, &mut packed, &mut effects);
                self.complete(link, &mut effects);
            }
        }
        if !self.committing {
            let appends: Vec<Append> = self
                .documents
                .iter_mut()
                .filter_map(|(kind, held)| {
                    let chunk = held.begin_commit()?;
                    Some(Append { kind: *kind, document: DocumentId::of(&self.community, *kind), chunk })
                })
                .collect();
            if appends.is_empty() {
                self.tell_written(&mut effects);
            } else {
                self.batch += 1;
                self.committing = true;
                effects.push(HubEffect::Commit { batch: self.batch, appends });
            }
        }
        effects
    }

    /// How many links are open.
    pub fn links(&self) -> usize {
        self.members.len()
    }

    /// A document, for checks.
    pub fn document(&self, kind: DocumentKind) -> Option<&Document> {
        self.documents.get(&kind).map(|held| &held.document)
    }

    /// The documents that there are.
    pub fn kinds(&self) -> impl Iterator<Item = DocumentKind> {
        self.documents.keys().copied()
    }

    fn cut(&mut self, link: LinkId, reason: Cut, effects: &mut Vec<HubEffect>) {
        self.members.remove(&link);
        send(link, &Frame::Error { message: reason.to_string(), why: None }, effects);
        effects.push(HubEffect::Close { link, reason });
    }

    fn peer_id(&self) -> String {
        format!("kaifong:{}", self.community)
    }
}

fn send(link: LinkId, frame: &Frame, effects: &mut Vec<HubEffect>) {
    effects.push(HubEffect::Send { link, frame: frame.encode().into() });
}
