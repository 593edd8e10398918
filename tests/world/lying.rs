//! A server that lies, to see whether the oracles find out.

use kaifong_domain::document::DocumentKind;
use kaifong_replica::{
    document::hashes,
    sync::frame::{Frame, MAX_FRAME},
};

use super::{Sabotage, World};

impl World {
    /// What the server makes of a frame before its hub hears it.
    pub(super) fn twist(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        match self.sabotage {
            Some(Sabotage::OpenGate) => {
                self.let_in(&bytes);
                bytes
            }
            Some(Sabotage::BlindFaith) => self.believe(bytes),
            _ => bytes,
        }
    }

    /// Stores what was forged as if the gate had let it in, and goes on from there.
    fn let_in(&mut self, bytes: &[u8]) {
        let Ok(Frame::Changes { document: name, parcel, .. }) = Frame::decode(bytes, MAX_FRAME) else { return };
        let is_forged = hashes(&parcel).unwrap_or_default().iter().any(|hash| self.ledger.is_forged(hash));
        let kind = DocumentKind::from_name(&name).filter(|_| is_forged);
        let Some(mut document) = kind.and_then(|kind| self.server.hub.as_ref()?.document(kind).cloned()) else {
            return;
        };
        let before = document.heads();
        if document.unpack(&parcel).is_ok() {
            self.kill_server();
            self.server.store.entry(name).or_default().push(document.save_after(&before));
        }
    }

    /// Takes every phone's word for what both hold.
    fn believe(&self, bytes: Vec<u8>) -> Vec<u8> {
        let Ok(Frame::Want { buckets, mut documents }) = Frame::decode(&bytes, MAX_FRAME) else { return bytes };
        for holding in &mut documents {
            let kind = DocumentKind::from_name(&holding.document);
            let document = kind.and_then(|kind| self.server.hub.as_ref()?.document(kind));
            holding.heads.retain(|head| document.is_some_and(|document| document.has(head)));
        }
        Frame::Want { buckets, documents }.encode()
    }
}
