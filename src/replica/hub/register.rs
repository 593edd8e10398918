//! The register of devices: on behalf of which person each of them writes. The server enters those that
//! open a link into a document that everybody may read and only the server writes, as its usher does.

use std::collections::BTreeMap;

use kaifong_domain::{
    change::Change,
    device::{Device, DeviceEdit},
    document::DocumentKind,
    id::{DeviceId, PersonId},
    record::{Collection, Record},
    time::Timestamp,
};

use super::{Held, Hub};
use crate::document::Document;

/// The name and version of the changes that enter devices (invariant I1).
pub const ENTER_DEVICES: &str = "EnterDevices/1";

/// What the server knows of its devices.
#[derive(Default)]
pub(super) struct Register {
    entered: BTreeMap<DeviceId, PersonId>,
    /// To be entered.
    due: BTreeMap<DeviceId, PersonId>,
}

impl Register {
    /// Takes in what a document that was just loaded says.
    pub(super) fn read(&mut self, document: &mut Document) {
        if document.kind() != DocumentKind::Access {
            return;
        }
        for entry in document.entries_of(&[Collection::Devices]).entries {
            if let Record::Device(Device { id, person, .. }) = entry.record {
                self.entered.insert(id, person);
            }
        }
    }

    /// The devices that are entered: they may not have written yet, and no integration writes under their names.
    pub(super) fn devices(&self) -> impl Iterator<Item = [u8; 8]> {
        self.entered.keys().map(|id| id.0.as_u64_pair().0.to_be_bytes())
    }

    /// A person's device has come.
    pub(super) fn note(&mut self, device: [u8; 8], person: PersonId) {
        let id = DeviceId::of(device);
        if self.entered.get(&id) != Some(&person) {
            self.due.insert(id, person);
        }
    }

    /// What is to be written, once.
    fn take_due(&mut self, now: Timestamp) -> Vec<Change> {
        let due = std::mem::take(&mut self.due);
        let change = |(id, person): (DeviceId, PersonId)| match self.entered.insert(id, person) {
            Some(_) => Change::DeviceEdited(id, DeviceEdit::Person(person)),
            None => Change::DeviceLetIn(Device { id, since: now, person }),
        };
        due.into_iter().map(change).collect()
    }
}

impl Hub {
    /// Enters the devices that have come since the last commit began. Everybody hears of them once that is
    /// durable.
    pub(super) fn enter_devices(&mut self, now: Timestamp) {
        let changes = self.register.take_due(now);
        if changes.is_empty() {
            return;
        }
        let kind = DocumentKind::Access;
        let held = self.documents.entry(kind).or_insert_with(|| Held::new(kind));
        let before = held.document.heads();
        if held.enter(&self.usher, &changes, ENTER_DEVICES, now) {
            held.see_since(&before, &mut self.ground);
        }
    }
}
