//! Sync, spoken the same way on both sides. With peers of our own kind: a [`digest`] to see what differs,
//! then an [`exchange`] of just that. With automerge-repo's: a [`session`] of Automerge's own protocol.

pub mod digest;
pub mod exchange;
pub mod frame;
pub mod session;
