//! The real thing on this machine: the server's binary, phones on real sockets, and scripts in Node.js.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a suite stops at the first surprise")]

pub mod kaifong;
pub mod node;
pub mod phone;
