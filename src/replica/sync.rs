//! Sync, spoken the same way on both sides.

pub mod frame;
pub mod session;
