//! Devices: which person stands behind the changes that a device wrote.

use uuid::Uuid;

use crate::{
    id::{DeviceId, PersonId},
    time::Timestamp,
};

record! {
    /// A device that was let in. Written by the community's server only, so that everybody can be told
    /// who wrote a change.
    Device(DeviceId)
    fixed {
        /// Since when the server knows it.
        since: Timestamp as Since,
    }
    DeviceEdit {
        /// Who acts on it.
        person: PersonId as Person,
    }
}

impl DeviceId {
    /// The device that is called so in actor ids and on the wire.
    pub fn of(device: [u8; 8]) -> Self {
        let [a, b, c, d, e, f, g, h] = device;
        Self(Uuid::from_bytes([a, b, c, d, e, f, g, h, 0, 0, 0, 0, 0, 0, 0, 0]))
    }
}

/// Who wrote a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Author {
    /// A device, if it is one of the community's: a program of somebody else's may use ids of the same
    /// form.
    Device(DeviceId),
    /// The community's server.
    Server,
    /// A program of somebody else's.
    Program,
}
