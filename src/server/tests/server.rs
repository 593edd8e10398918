//! The server from outside: over real sockets, and as a program.

#![allow(clippy::unwrap_used, reason = "a test that meets what it does not expect has failed")]

#[path = "server/access.rs"]
mod access;
#[path = "server/attacks.rs"]
mod attacks;
#[path = "server/audit.rs"]
mod audit;
#[path = "server/call.rs"]
mod call;
#[path = "server/check_ins.rs"]
mod check_ins;
#[path = "server/command.rs"]
mod command;
#[path = "server/erasure.rs"]
mod erasure;
#[path = "server/families.rs"]
mod families;
#[path = "server/hostile.rs"]
mod hostile;
#[path = "server/intake.rs"]
mod intake;
#[path = "server/invitations.rs"]
mod invitations;
#[path = "server/kills.rs"]
mod kills;
#[path = "server/letters.rs"]
mod letters;
#[path = "server/links.rs"]
mod links;
#[path = "server/phone.rs"]
mod phone;
#[path = "server/place.rs"]
mod place;
#[path = "server/policy.rs"]
mod policy;
#[path = "server/reporter.rs"]
mod reporter;
#[path = "server/upkeep.rs"]
mod upkeep;
