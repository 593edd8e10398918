//! What a hub tells its links by itself: new documents, what is new in them, and what is durable.

use std::sync::Arc;

use kaifong_domain::document::DocumentKind;

use super::{Hub, HubEffect, LinkId, held::Kept, send};
use crate::{
    schema::DocumentId,
    sync::frame::{Frame, Listed, MAX_SERVER_FRAME},
};

impl Hub {
    /// Tells the links of a document that was not there when they joined.
    pub(super) fn announce(&mut self, kind: DocumentKind, effects: &mut Vec<HubEffect>) {
        let frame = Frame::Documents(vec![Listed { name: kind.name(), heads: vec![] }]).encode();
        let frame: Arc<[u8]> = frame.into();
        let devices = self.members.iter().filter(|(_, member)| member.is_device() && member.hears_of(kind));
        for (link, _) in devices {
            effects.push(HubEffect::Send { link: *link, frame: frame.clone() });
        }
        self.stirred.insert(kind);
    }

    /// Says what there is to say to a link about a document.
    pub(super) fn speak(&mut self, link: LinkId, kind: DocumentKind, effects: &mut Vec<HubEffect>) {
        let sender = self.peer_id();
        let (Some(held), Some(member)) = (self.documents.get(&kind), self.members.get_mut(&link)) else { return };
        if held.is_hushed() {
            return;
        }
        for data in member.session.speak(&held.document, MAX_SERVER_FRAME / 2) {
            let document = DocumentId::of(&self.community, kind);
            let target = member.peer().to_owned();
            send(link, &Frame::Sync { document, sender: sender.clone(), target, data, request: false }, effects);
        }
    }

    /// The batch is durable: who brought it gets a receipt, and so do the devices that wrote it, on whichever
    /// link they are now. Who joins later finds it in the list of documents.
    pub(super) fn committed(&mut self, effects: &mut Vec<HubEffect>) {
        self.committing = false;
        for (kind, held) in &mut self.documents {
            if held.is_hushed() {
                self.stirred.insert(*kind);
            }
            let Some(Kept { heads, bringers, devices }) = held.end_commit() else { continue };
            let document = DocumentId::of(&self.community, *kind);
            let frame: Arc<[u8]> = Frame::Receipt { document, heads }.encode().into();
            for (link, member) in self.members.iter().filter(|(_, member)| member.hears_of(*kind)) {
                let Some(device) = member.device() else { continue };
                if bringers.contains(link) || devices.contains(&device) {
                    effects.push(HubEffect::Send { link: *link, frame: frame.clone() });
                }
            }
        }
    }
}
