//! Automerge actor ids: `device (8) ‖ nonce (8)` (invariant I1).

use automerge::ActorId;
use kaifong_domain::{device::Author, id::DeviceId};

/// The device id of a community's server, as which its usher writes. No key hashes to it by chance
/// (2⁻⁶⁴), and the server lets no device in that has it.
pub const USHER: [u8; 8] = *b"usher\0\0\0";

/// The actor under which a device writes.
pub fn actor(device: [u8; 8], nonce: [u8; 8]) -> ActorId {
    ActorId::from([device, nonce].concat())
}

/// The device that an actor belongs to; `None` for an actor that is not one of a device's.
pub fn device_of(actor: &ActorId) -> Option<[u8; 8]> {
    let bytes: &[u8; 16] = actor.to_bytes().try_into().ok()?;
    bytes[..8].try_into().ok()
}

/// The nonce under which a device writes; `None` for an actor that is not one of a device's.
pub fn nonce_of(actor: &ActorId) -> Option<[u8; 8]> {
    let bytes: &[u8; 16] = actor.to_bytes().try_into().ok()?;
    bytes[8..].try_into().ok()
}

/// Who writes under an actor.
pub fn author_of(actor: &ActorId) -> Author {
    match device_of(actor) {
        Some(USHER) => Author::Server,
        Some(device) => Author::Device(DeviceId::of(device)),
        None => Author::Program,
    }
}
