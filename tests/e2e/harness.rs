//! What a story needs: a server, phones with a browser each, and patience.

pub mod axe;
pub mod chromium;
pub mod log;
pub mod maker;
pub mod phone;
pub mod process;
pub mod relay;
pub mod server;
pub mod stage;
pub mod target;
pub mod wait;
pub mod webkit;
pub mod words;
