//! Which changes a commit holds, for the audit: whose they are, and that each is noted once.

use std::collections::BTreeMap;

use automerge::ChangeHash;
use kaifong_domain::{document::DocumentKind, time::Timestamp};
use kaifong_replica::{
    actor::device_of,
    document::Document,
    hub::{self, Hub},
};

use crate::{
    device::DeviceId,
    slug::Slug,
    store::{Accepted, Append},
};

/// The name of the command that a change's message gives; strangers write what they like there.
fn command_in(message: &str) -> Option<String> {
    const LONGEST: usize = 64;
    let is_name = message.len() <= LONGEST && message.bytes().all(|byte| byte.is_ascii_graphic());
    is_name.then(|| message.to_owned())
}

/// How far the audit has come with each document.
#[derive(Default)]
pub(super) struct Ledger {
    noted: BTreeMap<DocumentKind, Vec<ChangeHash>>,
    committing: Vec<(DocumentKind, Vec<ChangeHash>)>,
}

impl Ledger {
    /// The ledger of a hub that was just loaded: all that it holds is stored.
    pub(super) fn of(hub: &Hub) -> Self {
        let heads = |kind| Some((kind, hub.document(kind)?.heads()));
        Self { noted: hub.kinds().filter_map(heads).collect(), committing: Vec::new() }
    }

    /// Turns what the hub wants to store into what the store takes.
    pub(super) fn begin(
        &mut self,
        hub: &Hub,
        community: &Slug,
        appends: Vec<hub::Append>,
        now: Timestamp,
    ) -> Vec<Append> {
        let append = |append: hub::Append| Append {
            community: community.clone(),
            document: append.document,
            kind: append.kind.name(),
            chunk: append.chunk,
            accepted_at: now,
            changes: hub.document(append.kind).map(|document| self.note(document)).unwrap_or_default(),
        };
        appends.into_iter().map(append).collect()
    }

    /// The batch is durable.
    pub(super) fn committed(&mut self) {
        self.noted.extend(self.committing.drain(..));
    }

    /// The batch is not stored; its changes come again with the next.
    pub(super) fn failed(&mut self) {
        self.committing.clear();
    }

    fn note(&mut self, document: &Document) -> Vec<Accepted> {
        let kind = document.kind();
        let noted = self.noted.entry(kind).or_insert_with(|| Document::new(kind).heads());
        let new = document.beyond(noted);
        self.committing.push((kind, document.heads()));
        let accepted = |hash: ChangeHash| {
            let change = document.automerge().get_change_meta_by_hash(&hash);
            let device = change.as_ref().and_then(|change| device_of(&change.actor)).map(DeviceId);
            let command = change.and_then(|change| command_in(change.message.as_deref()?));
            Accepted { hash: hash.0, device, command }
        };
        new.into_iter().map(accepted).collect()
    }
}
