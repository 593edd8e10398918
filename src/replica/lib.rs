//! Kaifong's documents, sans-IO: the same code in the browser, on the server and in the simulation.
//!
//! A phone runs a [`replica::Replica`]: commands and events go in, [`effect::Effect`]s come out. The
//! server runs a [`hub::Hub`] for each community. Both keep [`document::Document`]s and speak
//! [`sync::frame::Frame`]s.

pub mod actor;
pub mod archive;
mod deflate;
pub mod document;
pub mod effect;
pub mod gate;
pub mod hub;
pub mod letter;
pub mod outbox;
pub mod preview;
pub mod projection;
pub mod refused;
pub mod replica;
pub mod restored;
pub mod schema;
pub mod storage;
pub mod sync;
pub mod transaction;

#[cfg(test)]
mod tests;
