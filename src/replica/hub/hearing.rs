//! What peers say, frame by frame: who is there, and, in Automerge's own sync protocol, what programs of
//! others have. What our own devices exchange is in [`super::exchanging`].

use std::collections::BTreeSet;

use kaifong_domain::time::Timestamp;

use super::{Cut, Hub, HubEffect, LinkId, gathering::Member, held::Held, packed::Packed, send};
use crate::{
    gate::Pass,
    schema::DocumentId,
    sync::{
        digest::Root,
        frame::{Frame, MAX_FRAME, VERSION},
    },
};

impl Hub {
    /// Takes in a frame.
    pub(super) fn hear(
        &mut self,
        now: Timestamp,
        link: LinkId,
        bytes: &[u8],
        effects: &mut Vec<HubEffect>,
    ) -> Result<(), Cut> {
        let Some(member) = self.members.get_mut(&link) else { return Ok(()) };
        let Some(bytes) = member.letters.hold(bytes)? else { return Ok(()) };
        let frame = Frame::decode(bytes, MAX_FRAME)?;
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
            Frame::Letter { data } => self.take_letter(link, &data, effects)?,
            Frame::AskBearer => {
                let device = member.device().filter(|_| member.joined()).ok_or(Cut::OutOfTurn)?;
                effects.push(HubEffect::Bearer { link, device });
            }
            Frame::Ping => send(link, &Frame::Pong, effects),
            Frame::Leave => return Err(Cut::Left),
            Frame::Challenge { .. } | Frame::Prove { .. } | Frame::Peer { .. } => return Err(Cut::OutOfTurn),
            Frame::Receipt { .. }
            | Frame::Refused { .. }
            | Frame::Preview { .. }
            | Frame::Lost { .. }
            | Frame::LetterAnswer { .. }
            | Frame::Bearer { .. }
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
        send(link, &Frame::Peer { sender, target, version: VERSION.into(), digest, trust: member.trust() }, effects);
        self.go_on(link, effects);
    }

    /// Says what there is to say to a link about all documents.
    pub(super) fn go_on(&mut self, link: LinkId, effects: &mut Vec<HubEffect>) {
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
        let Some(kind) = self.ids.get(&id).copied().filter(|kind| member.may_read(*kind, self.ground.known())) else {
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
        let (rights, known, vouched) = (member.rights(), self.ground.known(), &member.vouched);
        let dead = &BTreeSet::new();
        let pass = Pass { author, rights, known, now, devices, is_refilling, missing, vouched, dead };
        let passed = member.session.receive_at_gate(&pass, &mut held.document, &mut held.actors, data);
        let changed = held.document.heads() != before;
        if changed {
            held.bringers.insert(link);
            held.see_since(&before, &mut self.ground);
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
}
