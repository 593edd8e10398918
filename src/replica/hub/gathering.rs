//! The devices that are gathered in a hub.

use kaifong_domain::{document::DocumentKind, policy};

use super::Caller;
use crate::{gate::Author, sync::session::Session};

/// A device on an open link.
pub(super) struct Member {
    caller: Caller,
    peer: Option<String>,
    pub(super) session: Session,
}

impl Member {
    pub(super) fn new(caller: Caller) -> Self {
        Self { caller, peer: None, session: Session::gated() }
    }

    /// Whether a document is told to it: it has introduced itself, and may read it.
    pub(super) fn hears_of(&self, kind: DocumentKind) -> bool {
        self.joined() && self.may_read(kind)
    }

    /// Whether it may have a document at all.
    pub(super) fn may_read(&self, kind: DocumentKind) -> bool {
        let Caller::Device { actor, .. } = self.caller;
        policy::may_read(actor.role, kind)
    }

    /// With whose rights its changes pass the gate.
    pub(super) fn author(&self) -> Author {
        let Caller::Device { device, .. } = self.caller;
        Author::Device(device)
    }

    /// The device that has proven itself.
    pub(super) fn device(&self) -> [u8; 8] {
        let Caller::Device { device, .. } = self.caller;
        device
    }

    /// The peer has introduced itself; `None` if it had done so before.
    pub(super) fn join(&mut self, peer: String) -> Option<()> {
        self.peer.is_none().then(|| self.peer = Some(peer))
    }

    /// Whether the peer has introduced itself.
    pub(super) fn joined(&self) -> bool {
        self.peer.is_some()
    }

    /// The peer's id on the wire.
    pub(super) fn peer(&self) -> &str {
        self.peer.as_deref().unwrap_or_default()
    }
}
