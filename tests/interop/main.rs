//! Strangers: programs that are not ours, unmodified, at the other end of the line. npm's automerge-repo as a
//! client of our server and as the server of our phone, and samod, over real sockets on this machine.

#![allow(clippy::unwrap_used, reason = "a suite stops at the first surprise")]

mod client;
mod community;
mod reading;
mod rust;
mod samod;
mod server;
mod token;
mod writing;
