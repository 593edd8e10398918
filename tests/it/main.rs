//! Suites that play phones and server together, in one thread and without a socket.

#![allow(clippy::unwrap_used, reason = "a suite stops at the first surprise")]

mod archive;
mod conflict;
mod convergence;
mod echo;
mod erasure;
mod family;
mod frame;
mod fuzz;
mod gate;
mod handover;
mod newer;
mod older;
mod policy;
mod quarantine;
mod reader;
mod receipt;
mod reception;
mod reconnect;
mod refusal;
mod replay;
mod saying;
mod session;
mod smoke;
mod standing;
mod storage;
mod stranger;
mod traffic;
mod want;
