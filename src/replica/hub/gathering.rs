//! Those who are gathered in a hub.

use std::collections::BTreeSet;

use kaifong_domain::{
    access::{AccessRole, Actor, Trust},
    document::DocumentKind,
    id::PersonId,
    policy::{self, Sight},
};

use super::{Caller, exchanging::Counterpart, letters::Letters};
use crate::{
    gate::{Author, Rights, Vouched},
    sync::session::Session,
};

/// Somebody on an open link.
pub(super) struct Member {
    caller: Caller,
    peer: Option<String>,
    /// With a peer that speaks automerge-repo's protocol.
    pub(super) session: Session,
    /// The documents that it has asked for.
    asked: BTreeSet<DocumentKind>,
    /// With a peer of our own kind.
    pub(super) counterpart: Option<Counterpart>,
    pub(super) letters: Letters,
    /// What others have signed for it to bring.
    pub(super) vouched: Vouched,
}

impl Member {
    pub(super) fn new(caller: Caller) -> Self {
        let session = match caller {
            Caller::Integration { writes: false } => Session::read_only(),
            Caller::Integration { writes: true } | Caller::Device { .. } => Session::gated(),
        };
        let (asked, letters, vouched) = (BTreeSet::new(), Letters::default(), Vouched::new());
        Self { caller, peer: None, session, asked, counterpart: None, letters, vouched }
    }

    /// With whose rights its changes pass the gate.
    pub(super) fn author(&self) -> Author {
        self.device().map_or(Author::Integration, Author::Device)
    }

    /// What it may do.
    pub(super) fn rights(&self) -> Rights {
        match self.caller {
            Caller::Device { actor, .. } => Rights::Of(actor),
            Caller::Integration { .. } => Rights::Program,
        }
    }

    /// The peer has introduced itself; `None` if it had done so before.
    pub(super) fn join(&mut self, peer: String) -> Option<()> {
        self.peer.is_none().then(|| self.peer = Some(peer))
    }

    /// The peer has asked for a document.
    pub(super) fn ask(&mut self, kind: DocumentKind) {
        self.asked.insert(kind);
    }

    /// Whether the peer has introduced itself.
    pub(super) fn joined(&self) -> bool {
        self.peer.is_some()
    }

    /// Whether it is one of the community's devices, which understand what only we say.
    pub(super) fn is_device(&self) -> bool {
        self.device().is_some()
    }

    /// The device that has proven itself.
    pub(super) fn device(&self) -> Option<[u8; 8]> {
        match self.caller {
            Caller::Device { device, .. } => Some(device),
            Caller::Integration { .. } => None,
        }
    }

    /// What the person on a device is trusted with.
    pub(super) fn trust(&self) -> Option<Trust> {
        match self.caller {
            Caller::Device { actor, .. } => Some(actor.trust()),
            Caller::Integration { .. } => None,
        }
    }

    /// Whether it may have a document at all. An integration reads what a member does.
    pub(super) fn may_read(&self, kind: DocumentKind, sight: &dyn Sight) -> bool {
        let actor = match self.caller {
            Caller::Device { actor, .. } => actor,
            Caller::Integration { .. } => Actor::new(PersonId::RESIDENT, AccessRole::Member),
        };
        policy::may_read(actor, kind, sight)
    }

    /// Whether a document is told to it: it has introduced itself, may read it, and, if it is a stranger,
    /// has asked for it.
    pub(super) fn hears_of(&self, kind: DocumentKind, sight: &dyn Sight) -> bool {
        self.joined() && self.may_read(kind, sight) && (self.is_device() || self.asked.contains(&kind))
    }

    /// The peer's id on the wire.
    pub(super) fn peer(&self) -> &str {
        self.peer.as_deref().unwrap_or_default()
    }
}
