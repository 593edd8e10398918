//! The server of Kaifong: serves the app, lets devices in, keeps the communities' documents and merges
//! what phones send.
//!
//! Start reading at [`server`] (how it starts and stops) and [`router`] (what is served where). A
//! socket's way: [`link`] (one device), [`room`] (one community), [`store`] (the disk).

pub mod access;
pub mod assets;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod data;
pub mod demo;
pub mod device;
pub mod doctor;
pub mod expiry;
pub mod founding;
pub mod headers;
pub mod health;
pub mod intake;
pub mod integration;
pub mod link;
pub mod metrics;
pub mod room;
pub mod router;
pub mod secret;
pub mod server;
pub mod serving;
pub mod site;
pub mod slug;
pub mod store;
