//! Tests that speak the domain.

mod bounds;
mod bridge;
mod codes;
mod community;
mod conflicts;
mod document;
mod duplicates;
mod endorsements;
mod erasure;
mod moves;
mod policy;
mod readers;
mod refusals;
mod seats;
mod series;
mod story;
mod undo;
mod usher;
mod wishes;
