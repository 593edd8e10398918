//! The domain of Kaifong: what a neighbourhood's volunteers keep, what they can ask for, who may,
//! and why not. Pure: no automerge, no web, no clock, no IO. The same code decides in the browser,
//! on the server and in the simulation.
//!
//! Start reading at [`command`] (all that a person can ask for), then [`decide`].

#[macro_use]
mod code;
#[macro_use]
pub mod record;

pub mod access;
pub mod archive;
pub mod bridge;
pub mod building;
pub mod call;
pub mod captaincy;
pub mod change;
pub mod child;
pub mod claim;
pub mod command;
pub mod comment;
pub mod community;
pub mod conflict;
pub mod contact;
pub mod csv;
pub mod decide;
pub mod denial;
pub mod device;
pub mod document;
pub mod endorsement;
pub mod enrolment;
pub mod erasure;
pub mod event;
#[cfg(any(test, feature = "evolve"))]
pub mod evolve;
pub mod family;
pub mod field;
pub mod handover;
pub mod history;
pub mod id;
pub mod person;
pub mod policy;
pub mod profile;
pub mod refusal;
pub mod refused;
pub mod rejection;
pub mod role;
pub mod seating;
pub mod series;
pub mod suggestion;
pub mod table;
pub mod task;
pub mod time;
pub mod undo;
pub mod usher;
pub mod value;

#[cfg(test)]
mod tests;
