//! The server's side of a community: its documents and the links to its devices, sans-IO. The room
//! that drives it feeds events, calls [`Hub::settle`] when its queue is empty, and runs the effects.

mod burden;
mod effect;
mod exchanging;
mod gathering;
mod held;
mod packed;
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
    effect::{Append, Caller, Cut, HubEffect, HubEvent, LinkId},
    seating::Seating,
};
use self::{gathering::Member, held::Held, packed::Packed};
use crate::{
    actor::{USHER, actor},
    document::{Damaged, Document},
    gate::Pass,
    schema::DocumentId,
    sync::{
        digest::Root,
        frame::{Frame, MAX_FRAME, VERSION},
    },
};

/// A community's documents and links.
pub struct Hub {
    community: String,
    ids: BTreeMap<DocumentId, DocumentKind>,
    documents: BTreeMap<DocumentKind, Held>,
    members: BTreeMap<LinkId, Member>,
    /// Every device that has opened a link, or written in a document.
    devices: BTreeSet<[u8; 8]>,
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
        let kinds = [DocumentKind::Commons, DocumentKind::Roster].into_iter().chain(years);
        let ids = kinds.map(|kind| (DocumentId::of(community, kind), kind)).collect();
        let mut documents = BTreeMap::new();
        for (name, chunks) in stored {
            let Some(kind) = DocumentKind::from_name(&name) else { continue };
            let document = held::assemble(kind, &chunks).map_err(|damaged| (name, damaged))?;
            documents.insert(kind, Held::durable(document));
        }
        let community = community.to_owned();
        let written = documents.values().flat_map(|held: &Held| held.actors.devices());
        let devices = written.chain([USHER]).collect();
        let (members, stirred, usher) = (BTreeMap::new(), BTreeSet::new(), actor(USHER, nonce));
        let (refilled_by, batch, committing) = (None, 0, false);
        Ok(Self { community, ids, documents, members, devices, refilled_by, stirred, usher, batch, committing })
    }

    /// Makes devices known that may not have written yet: no integration writes under their names.
    pub fn know(&mut self, devices: impl IntoIterator<Item = [u8; 8]>) {
        self.devices.extend(devices);
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
        }
        for kind in std::mem::take(&mut self.stirred) {
            let links: Vec<LinkId> =
                self.members.iter().filter(|(_, member)| member.hears_of(kind)).map(|(link, _)| *link).collect();
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
            if !appends.is_empty() {
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

    fn hear(&mut self, now: Timestamp, link: LinkId, bytes: &[u8], effects: &mut Vec<HubEffect>) -> Result<(), Cut> {
        let frame = Frame::decode(bytes, MAX_FRAME)?;
        let Some(member) = self.members.get_mut(&link) else { return Ok(()) };
        match frame {
            Frame::Join { sender, versions, digest } => {
                if !versions.iter().any(|version| version == VERSION) {
                    return Err(Cut::Version);
                }
                member.join(sender).ok_or(Cut::OutOfTurn)?;
                self.welcome(link, digest, effects);
            }
            Frame::Want { buckets, documents } => self.take_want(link, &buckets, documents, effects)?,
            Frame::Changes { document, parcel, asks, .. } => {
                self.take_changes(now, link, &document, &parcel, effects)?;
                if asks {
                    send(link, &Frame::Taken, effects);
                }
            }
            Frame::Taken => {
                member.counterpart.as_mut().ok_or(Cut::OutOfTurn)?.exchange.taken();
                self.go_on(link, effects);
            }
            Frame::Sync { document, data, .. } => {
                if !member.joined() {
                    return Err(Cut::OutOfTurn);
                }
                self.take_sync(now, link, document, &data, effects)?;
            }
            Frame::Ping => send(link, &Frame::Pong, effects),
            Frame::Leave => return Err(Cut::Left),
            Frame::Challenge { .. } | Frame::Prove { .. } | Frame::Peer { .. } => return Err(Cut::OutOfTurn),
            Frame::Receipt { .. }
            | Frame::Refused { .. }
            | Frame::Preview { .. }
            | Frame::Lost { .. }
            | Frame::Complete => {
                return Err(Cut::OutOfTurn);
            }
            Frame::Unavailable { .. } | Frame::Pong | Frame::Error { .. } | Frame::Other => {}
        }
        Ok(())
    }

    fn welcome(&mut self, link: LinkId, root: Option<Root>, effects: &mut Vec<HubEffect>) {
        let is_device = self.members.get(&link).is_some_and(Member::is_device);
        let digest = root.filter(|_| is_device).map(|root| self.compare(link, &root));
        let Some(member) = self.members.get(&link) else { return };
        let (sender, target) = (self.peer_id(), member.peer().into());
        send(link, &Frame::Peer { sender, target, version: VERSION.into(), digest }, effects);
        self.go_on(link, effects);
    }

    /// Says what there is to say to a link about all documents.
    fn go_on(&mut self, link: LinkId, effects: &mut Vec<HubEffect>) {
        for kind in self.in_order(link) {
            self.speak(link, kind, &mut Packed::default(), effects);
        }
        self.complete(link, effects);
    }

    fn take_sync(
        &mut self,
        now: Timestamp,
        link: LinkId,
        id: DocumentId,
        data: &[u8],
        effects: &mut Vec<HubEffect>,
    ) -> Result<(), Cut> {
        let (sender, is_refilling) = (self.peer_id(), self.is_refilling(now));
        let Some(member) = self.members.get_mut(&link) else { return Ok(()) };
        // Of a document that it may not read, a peer does not even learn whether it is there.
        let Some(kind) = self.ids.get(&id).copied().filter(|kind| member.may_read(*kind)) else {
            let target = member.peer().to_owned();
            send(link, &Frame::Unavailable { document: id, sender, target }, effects);
            return Ok(());
        };
        member.ask(kind);
        if !member.is_device() && !self.documents.contains_key(&kind) {
            let target = member.peer().to_owned();
            send(link, &Frame::Unavailable { document: id, sender, target }, effects);
            return Ok(());
        }
        let mut new = None;
        let held = self.documents.get_mut(&kind).unwrap_or_else(|| new.insert(Held::new(kind)));
        let before = held.document.heads();
        let (author, devices, missing) = (member.author(), &self.devices, &held.missing);
        let pass = Pass { author, now, devices, is_refilling, missing };
        let passed = member.session.receive_at_gate(&pass, &mut held.document, &mut held.actors, data);
        let changed = held.document.heads() != before;
        if changed {
            held.bringers.insert(link);
            held.see_since(&before);
            self.stirred.insert(kind);
        }
        let refused = passed?;
        self.documents.extend(new.map(|held| (kind, held)));
        self.tell_refused(link, kind, refused, effects);
        if !changed {
            self.speak(link, kind, &mut Packed::default(), effects);
        }
        Ok(())
    }

    fn cut(&mut self, link: LinkId, reason: Cut, effects: &mut Vec<HubEffect>) {
        self.members.remove(&link);
        send(link, &Frame::Error { message: reason.to_string() }, effects);
        effects.push(HubEffect::Close { link, reason });
    }

    fn peer_id(&self) -> String {
        format!("kaifong:{}", self.community)
    }
}

fn send(link: LinkId, frame: &Frame, effects: &mut Vec<HubEffect>) {
    effects.push(HubEffect::Send { link, frame: frame.encode().into() });
}
