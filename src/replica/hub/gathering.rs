//! The devices that are gathered in a hub.

use crate::sync::session::Session;

/// A device on an open link.
pub(super) struct Member {
    peer: Option<String>,
    pub(super) session: Session,
}

impl Member {
    pub(super) fn new() -> Self {
        Self { peer: None, session: Session::default() }
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
