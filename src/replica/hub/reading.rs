//! What a link may have.

use kaifong_domain::document::DocumentKind;

use super::{Held, Hub, HubEffect, LinkId, send};
use crate::{schema::DocumentId, sync::frame::Frame};

impl Hub {
    /// The documents that a link may have.
    pub(super) fn readable(&self, link: LinkId) -> Vec<DocumentKind> {
        let Some(member) = self.members.get(&link) else { return vec![] };
        self.documents.keys().copied().filter(|kind| member.may_read(*kind, self.ground.known())).collect()
    }

    /// A building has another captain, or somebody moved: private documents may be for others now. Whoever may have one
    /// is told of it after what says so; of whoever may not any more it is known that they let it go.
    pub(super) fn reopen(&mut self) {
        if !self.documents.get(&DocumentKind::Roster).is_none_or(Held::is_durable) {
            return;
        }
        for kind in self.ground.take_reopened().filter(|kind| self.documents.contains_key(kind)) {
            self.stirred.insert(kind);
            for member in self.members.values_mut().filter(|member| !member.may_read(kind, self.ground.known())) {
                if let Some(counterpart) = &mut member.counterpart {
                    counterpart.exchange.forget(kind);
                }
            }
        }
    }

    /// Whether it is the name of a private document that is not for this link, as far as is known. The card that
    /// says so may still be on its way: what comes of it is said when there are changes.
    pub(super) fn is_anothers(&self, link: LinkId, name: &str) -> bool {
        let kind = DocumentKind::from_name(name).filter(|kind| kind.is_private());
        let member = self.members.get(&link);
        kind.zip(member).is_some_and(|(kind, member)| !member.may_read(kind, self.ground.known()))
    }

    /// The document with this name, if this version knows it and the link may have it; else the link is told
    /// that it is not here.
    pub(super) fn known(&self, link: LinkId, name: &str, effects: &mut Vec<HubEffect>) -> Option<DocumentKind> {
        let member = self.members.get(&link)?;
        let kind = DocumentKind::from_name(name).filter(|kind| member.may_read(*kind, self.ground.known()));
        if kind.is_none() {
            let target = member.peer().to_owned();
            let document = DocumentId::named(&self.community, name);
            send(link, &Frame::Unavailable { document, sender: self.peer_id(), target }, effects);
        }
        kind
    }
}
