//! The part of a room that computes: the hub and its ledger. It runs on a thread that may block, so
//! that merging a long history holds up nobody else's socket.

use kaifong_domain::{
    document::DocumentKind,
    handover::{LetterId, LetterRejection},
    id::{PersonId, SuggestionId},
    time::Timestamp,
};
use kaifong_replica::{
    hub::{Claim, Cut, Hub, HubEffect, HubEvent, LinkId, Standing},
    sync::frame::RefusedChange,
};

use super::ledger::Ledger;
use crate::{
    slug::Slug,
    store::{Append, DocumentId},
};

/// The hub and its ledger.
pub(super) struct Core {
    pub(super) community: Slug,
    pub(super) hub: Hub,
    pub(super) ledger: Ledger,
}

/// What is to be done, in order.
pub(super) enum Deed {
    /// Send a frame.
    Send { link: LinkId, frame: std::sync::Arc<[u8]> },
    /// Note that changes were refused.
    Note { kind: DocumentKind, changes: Vec<RefusedChange> },
    /// Look whether a device has signed a letter.
    Verify { link: LinkId, letter: LetterId, claim: Claim },
    /// Give a device a bearer.
    Bearer { link: LinkId, device: [u8; 8] },
    /// Note that a letter was refused.
    NoteLetter { why: LetterRejection },
    /// Cut a link.
    Close { link: LinkId, reason: Cut },
    /// Note that a resident's suggestion stands in its document.
    WrittenDown(SuggestionId),
    /// Forget what is kept beside a resident's suggestion.
    Forget(SuggestionId),
    /// Let go of all that is kept of somebody who was erased.
    Expunge { person: PersonId, documents: Vec<DocumentId>, at: Timestamp },
    /// Answer how far a resident's suggestion has come.
    Answer { ticket: u64, standing: Option<Standing> },
    /// Store a batch.
    Commit { batch: u64, appends: Vec<Append> },
}

impl Core {
    /// Tells the hub what happened, and what is to be done then.
    pub(super) fn work(&mut self, events: Vec<HubEvent>, now: Timestamp) -> Vec<Deed> {
        let mut effects = Vec::new();
        for event in events {
            match event {
                HubEvent::Committed { .. } => self.ledger.committed(),
                HubEvent::CommitFailed { .. } => self.ledger.failed(),
                _ => {}
            }
            effects.extend(self.hub.handle(now, event));
        }
        effects.extend(self.hub.settle(now));
        effects.into_iter().map(|effect| self.deed(effect, now)).collect()
    }

    fn deed(&mut self, effect: HubEffect, now: Timestamp) -> Deed {
        match effect {
            HubEffect::Send { link, frame } => Deed::Send { link, frame },
            HubEffect::Refused { kind, changes, .. } => Deed::Note { kind, changes },
            HubEffect::Verify { link, letter, claim } => Deed::Verify { link, letter, claim },
            HubEffect::Bearer { link, device } => Deed::Bearer { link, device },
            HubEffect::LetterRefused { why, .. } => Deed::NoteLetter { why },
            HubEffect::Close { link, reason } => Deed::Close { link, reason },
            HubEffect::WrittenDown { suggestion } => Deed::WrittenDown(suggestion),
            HubEffect::Removed { suggestion } => Deed::Forget(suggestion),
            HubEffect::Expunge { person, documents } => {
                Deed::Expunge { person, documents: documents.into_iter().map(|id| DocumentId(id.0)).collect(), at: now }
            }
            HubEffect::Answer { ticket, standing } => Deed::Answer { ticket, standing },
            HubEffect::Commit { batch, appends } => {
                let appends = self.ledger.begin(&self.hub, &self.community, appends, now);
                Deed::Commit { batch, appends }
            }
        }
    }
}
