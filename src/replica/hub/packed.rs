//! What a hub has packed for its devices.

use std::{collections::BTreeMap, sync::Arc};

use automerge::ChangeHash;
use kaifong_domain::document::DocumentKind;

use crate::{
    document::{Document, Parcel},
    sync::{exchange::Said, frame::Frame},
};

/// About how large a parcel is at most, in bytes.
pub(super) const PARCEL: usize = 32 * 1024;

/// What was packed for one device serves all that stand where it stands.
#[derive(Default)]
pub(super) struct Packed {
    parcels: BTreeMap<Vec<ChangeHash>, Parcel>,
    frames: BTreeMap<(Vec<ChangeHash>, bool, bool), Arc<[u8]>>,
}

impl Packed {
    pub(super) fn parcel(&mut self, document: &Document, held: &[ChangeHash], durable: &[ChangeHash]) -> Parcel {
        let pack = || document.pack_of(held, durable, PARCEL);
        self.parcels.entry(held.to_vec()).or_insert_with(pack).clone()
    }

    pub(super) fn frame(&mut self, kind: DocumentKind, held: Vec<ChangeHash>, said: Said, kept: bool) -> Arc<[u8]> {
        let Said { bytes: parcel, heads, asks } = said;
        let encode = || Frame::Changes { document: kind.name(), parcel, heads, asks, kept }.encode().into();
        self.frames.entry((held, asks, kept)).or_insert_with(encode).clone()
    }
}
