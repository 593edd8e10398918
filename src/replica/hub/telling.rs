//! What a hub tells its links by itself: new documents, what is new in them, and what is durable.

use std::sync::Arc;

use kaifong_domain::document::DocumentKind;

use super::{Hub, HubEffect, LinkId, gathering::Member, held::Kept, packed::Packed, send};
use crate::{
    schema::DocumentId,
    sync::frame::{Frame, MAX_SERVER_FRAME, RefusedChange},
};

impl Hub {
    /// Says what there is to say to a link about a document.
    pub(super) fn speak(
        &mut self,
        link: LinkId,
        kind: DocumentKind,
        packed: &mut Packed,
        effects: &mut Vec<HubEffect>,
    ) {
        self.speak_ours(link, kind, packed, effects);
        let sender = self.peer_id();
        let (Some(held), Some(member)) = (self.documents.get(&kind), self.members.get_mut(&link)) else { return };
        let is_ours = member.counterpart.is_some() && !member.session.knows(kind);
        if is_ours || held.is_hushed() {
            return;
        }
        for data in member.session.speak(&held.document, MAX_SERVER_FRAME / 2) {
            let document = DocumentId::of(&self.community, kind);
            let target = member.peer().to_owned();
            send(link, &Frame::Sync { document, sender: sender.clone(), target, data, request: false }, effects);
        }
    }

    /// Tells a link which of its changes were refused.
    pub(super) fn tell_refused(
        &mut self,
        link: LinkId,
        kind: DocumentKind,
        changes: Vec<RefusedChange>,
        effects: &mut Vec<HubEffect>,
    ) {
        if changes.is_empty() {
            return;
        }
        if self.dead.note(kind, &changes) {
            // It may be what something waits for on another link.
            self.stirred.insert(kind);
        }
        // A stranger would not know what to do with it.
        if self.members.get(&link).is_some_and(Member::is_device) {
            let document = DocumentId::of(&self.community, kind);
            send(link, &Frame::Refused { document, changes: changes.clone() }, effects);
        }
        effects.push(HubEffect::Refused { link, kind, changes });
    }

    /// The batch is durable: who brought it gets a receipt, and so do the devices that wrote it, on whichever
    /// link they are now. Who joins later finds it by the digest, or is told with the heads that it waits for.
    pub(super) fn committed(&mut self, effects: &mut Vec<HubEffect>) {
        self.committing = false;
        for (kind, held) in &mut self.documents {
            let Some(Kept { heads, bringers, devices }) = held.end_commit() else { continue };
            self.stirred.insert(*kind);
            let document = DocumentId::of(&self.community, *kind);
            let frame: Arc<[u8]> = Frame::Receipt { document, heads }.encode().into();
            for (link, member) in self.members.iter().filter(|(_, member)| member.hears_of(*kind, self.ground.known()))
            {
                let Some(device) = member.device() else { continue };
                if bringers.contains(link) || devices.contains(&device) {
                    effects.push(HubEffect::Send { link: *link, frame: frame.clone() });
                }
            }
        }
        self.answer_letters(effects);
        self.tell_written(effects);
    }
}
